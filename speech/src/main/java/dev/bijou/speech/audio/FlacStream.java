package dev.bijou.speech.audio;

import dev.bijou.speech.SpeechException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/// FLAC (RFC 9639) as mono floats, frame by frame. Every frame's checksum is verified.
///
/// The decoders that Maven Central has for the JVM are under the LGPL and no longer maintained; this one is small.
final class FlacStream implements SampleStream {
  private final String name;
  private final InputStream stream;
  private final BitReader in;
  private final FlacInfo info;
  private final double scale;
  private @Nullable FlacFrame frame;
  private int next; // within the frame
  private long position; // of the first sample after the frame

  private FlacStream(String name, InputStream stream, BitReader in, FlacInfo info) {
    this.name = name;
    this.stream = stream;
    this.in = in;
    this.info = info;
    scale = 1 / (Math.scalb(1.0, info.bits() - 1) * info.channels());
  }

  static FlacStream open(String name, InputStream stream) throws IOException {
    BitReader in = new BitReader(stream);
    try {
      return new FlacStream(name, stream, in, FlacInfo.read(in));
    } catch (EOFException e) {
      throw new SpeechException(name + ": the file ends within its header; copy it again", e);
    } catch (IOException e) {
      throw damaged(name, 0, e);
    }
  }

  private static SpeechException damaged(String name, long sample, IOException cause) {
    return new SpeechException(
        "%s: damaged at sample %d: %s; copy or record it again"
            .formatted(name, sample, cause.getMessage()),
        cause);
  }

  @Override
  public int sampleRateHz() {
    return info.sampleRateHz();
  }

  @Override
  public long length() {
    return info.samples() == 0 ? UNKNOWN : info.samples();
  }

  @Override
  public int read(float[] target, int offset, int count) {
    if (count == 0) {
      return 0;
    }
    FlacFrame current = frame;
    if (current == null || next == current.size()) {
      current = advance();
      if (current == null) {
        return -1;
      }
    }
    int read = Math.min(count, current.size() - next);
    for (int i = 0; i < read; i++, next++) {
      long sum = 0;
      for (long[] channel : current.samples()) {
        sum += channel[next];
      }
      target[offset + i] = (float) (sum * scale);
    }
    return read;
  }

  private @Nullable FlacFrame advance() {
    boolean counted = info.samples() > 0;
    try {
      // What follows the last sample, as a tag does, is none of ours.
      if (counted ? position >= info.samples() : in.atEnd()) {
        return null;
      }
      FlacFrame read = FlacFrame.read(in, info);
      frame = read;
      next = 0;
      position += read.size();
      return read;
    } catch (EOFException e) {
      throw counted
          ? Truncated.after(position, info.samples(), name)
          : damaged(name, position, new IOException("the file ends within a frame", e));
    } catch (IOException e) {
      throw damaged(name, position, e);
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
