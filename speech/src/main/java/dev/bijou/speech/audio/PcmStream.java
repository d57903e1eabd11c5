package dev.bijou.speech.audio;

import dev.bijou.speech.SpeechException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioFormat.Encoding;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.UnsupportedAudioFileException;

/// What `javax.sound` reads (WAV, AIFF, AU), as mono floats.
final class PcmStream implements SampleStream {
  private static final int FRAMES_PER_BLOCK = 4096;

  /// The WAV header of a stream announces the largest size, and there is less. The limit is that of 16-bit mono.
  private static final long UNBOUNDED_BYTES = Integer.MAX_VALUE - (1L << 16);

  private final String name;
  private final AudioInputStream stream;
  private final SampleFormat samples;
  private final int channels;
  private final int frameBytes;
  private final long frames;
  private final ByteBuffer block;
  private long position;

  private PcmStream(String name, AudioInputStream stream, SampleFormat samples) {
    AudioFormat format = stream.getFormat();
    this.name = name;
    this.stream = stream;
    this.samples = samples;
    channels = format.getChannels();
    frameBytes = format.getFrameSize();
    long claimed = stream.getFrameLength();
    frames = claimed < 0 || claimed * frameBytes >= UNBOUNDED_BYTES ? UNKNOWN : claimed;
    block =
        ByteBuffer.allocate(FRAMES_PER_BLOCK * frameBytes)
            .order(format.isBigEndian() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
  }

  /// @param magic the first bytes, which tell whether it is a WAV file at all
  /// @param stream buffered
  static PcmStream open(String name, String magic, InputStream stream) throws IOException {
    try {
      AudioInputStream audio = AudioSystem.getAudioInputStream(stream);
      AudioFormat format = audio.getFormat();
      if (format.getEncoding() == Encoding.ALAW || format.getEncoding() == Encoding.ULAW) {
        audio = AudioSystem.getAudioInputStream(Encoding.PCM_SIGNED, audio);
        format = audio.getFormat();
      }
      SampleFormat samples = SampleFormat.of(format);
      if (samples == null || format.getChannels() < 1) {
        throw new SpeechException(
            "%s: %s of %d bits is not supported; convert it to WAV of 16-bit PCM"
                .formatted(name, format.getEncoding(), format.getSampleSizeInBits()));
      }
      return new PcmStream(name, audio, samples);
    } catch (UnsupportedAudioFileException e) {
      boolean wav = magic.startsWith("RIFF") && magic.startsWith("WAVE", 8);
      throw new SpeechException(
          name
              + (wav
                  ? ": the header is damaged or the codec not supported; convert it to WAV of 16-bit PCM"
                  : ": is not audio in a known format; give a WAV or FLAC file"),
          e);
    }
  }

  @Override
  public int sampleRateHz() {
    return Math.round(stream.getFormat().getSampleRate());
  }

  @Override
  public long length() {
    return frames;
  }

  @Override
  public int read(float[] target, int offset, int count) {
    if (count == 0) {
      return 0;
    }
    int read = fill(Math.min(count, FRAMES_PER_BLOCK));
    if (read == 0) {
      if (frames != UNKNOWN && position < frames) {
        throw Truncated.after(position, frames, name);
      }
      return -1;
    }
    block.rewind();
    for (int i = 0; i < read; i++) {
      double sum = 0;
      for (int c = 0; c < channels; c++) {
        sum += samples.next(block);
      }
      target[offset + i] = (float) (sum / channels);
    }
    position += read;
    return read;
  }

  /// Reads whole frames into the block; zero at the end.
  private int fill(int wanted) {
    try {
      int bytes = stream.readNBytes(block.array(), 0, wanted * frameBytes);
      return bytes / frameBytes;
    } catch (IOException e) {
      throw SpeechException.unreadable(name, e);
    }
  }

  @Override
  public void close() {
    try {
      stream.close();
    } catch (IOException _) {
      // Nothing was written: there is nothing to lose.
    }
  }
}
