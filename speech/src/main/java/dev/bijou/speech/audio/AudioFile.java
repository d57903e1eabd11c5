package dev.bijou.speech.audio;

import dev.bijou.speech.SpeechException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Opens recordings: WAV (PCM of 8 to 32 bits, float, A-law, µ-law, also extensible), AIFF, AU and FLAC, of any rate.
///
/// The format is recognized by the first bytes, not by the name. Several channels are averaged into one. Values are
/// scaled to −1…1: an integer of b bits is divided by 2^(b−1); floats beyond full scale are kept.
public final class AudioFile {
  private static final int BUFFER_BYTES = 1 << 16;
  private static final int MAGIC_BYTES = 12;

  private AudioFile() {}

  /// Opens a recording at its own rate. Errors in its samples show when they are read.
  ///
  /// @throws SpeechException if it is missing, empty, damaged, or of an unknown format
  public static SampleStream open(Path file) {
    if (Files.isDirectory(file)) {
      throw new SpeechException(file + ": is a folder; give a WAV or FLAC file");
    }
    try {
      return open(file.toString(), Files.newInputStream(file));
    } catch (IOException e) {
      throw SpeechException.unreadable(file.toString(), e);
    }
  }

  /// Opens a recording that is read from a stream, which is closed with the result.
  ///
  /// @param name what messages call it
  /// @throws SpeechException if it is empty, damaged, or of an unknown format
  public static SampleStream open(String name, InputStream stream) {
    InputStream buffered = new BufferedInputStream(stream, BUFFER_BYTES);
    try {
      buffered.mark(MAGIC_BYTES);
      String magic = new String(buffered.readNBytes(MAGIC_BYTES), StandardCharsets.ISO_8859_1);
      buffered.reset();
      SampleStream sound = recognize(name, magic, buffered);
      int rate = sound.sampleRateHz();
      if (rate < Resampler.LOWEST_RATE_HZ || rate > Resampler.HIGHEST_RATE_HZ) {
        throw new SpeechException(
            name + ": a sample rate of " + rate + " Hz is not plausible; write the file again");
      }
      return new NonEmpty(name, sound);
    } catch (IOException e) {
      close(buffered);
      throw SpeechException.unreadable(name, e);
    } catch (RuntimeException e) {
      close(buffered);
      throw e;
    }
  }

  private static SampleStream recognize(String name, String magic, InputStream stream)
      throws IOException {
    if (magic.isEmpty()) {
      throw new SpeechException(name + ": the file is empty; record or copy it again");
    }
    if (magic.startsWith("fLaC") || magic.startsWith("ID3")) {
      return FlacStream.open(name, stream);
    }
    String other = otherFormat(magic);
    if (other != null) {
      throw new SpeechException(
          name + ": " + other + " is not supported; convert it to WAV or FLAC");
    }
    return PcmStream.open(name, magic, stream);
  }

  private static @Nullable String otherFormat(String magic) {
    if (magic.startsWith("OggS")) {
      return "Ogg";
    }
    if (magic.startsWith("RF64") || magic.startsWith("BW64")) {
      return "WAV of more than 4 GB";
    }
    if (magic.startsWith("RIFX")) {
      return "big-endian WAV";
    }
    if (magic.startsWith("ftyp", 4)) {
      return "MP4";
    }
    boolean frameSync = magic.length() > 1 && magic.charAt(0) == 0xFF && magic.charAt(1) >= 0xE0;
    return frameSync ? "MP3" : null;
  }

  /// Reads a whole recording, at the given rate.
  ///
  /// @throws SpeechException if it cannot be read
  public static float[] read(Path file, int sampleRateHz) {
    try (SampleStream stream = Resampler.to(sampleRateHz, open(file))) {
      return stream.readAll();
    }
  }

  private static void close(InputStream stream) {
    try {
      stream.close();
    } catch (IOException _) {
      // What went wrong before is what is told.
    }
  }
}
