package dev.bijou.cli.speech;

import dev.bijou.speech.audio.SampleStream;
import dev.bijou.speech.audio.WavWriter;
import dev.bijou.table.text.NumberText;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;

/// Writes sound as it is made, and measures how fast that was.
final class TimedSound {
  private static final int PART_SAMPLES = 4096;

  private final long start;
  private long first;
  private long end;
  private long samples;

  /// @param start when the work began, as [System#nanoTime] has it
  TimedSound(long start) {
    this.start = start;
    this.first = start;
    this.end = start;
  }

  /// Writes a WAV file.
  ///
  /// @param length samples of the sound, or [SampleStream#UNKNOWN]
  void write(SampleStream sound, long length, OutputStream stream) throws IOException {
    float[] part = new float[PART_SAMPLES];
    // Before anything is written, as a voice that cannot be read shows here.
    int read = sound.read(part, 0, part.length);
    WavWriter writer = new WavWriter(stream, sound.sampleRateHz(), length);
    for (; read >= 0; read = sound.read(part, 0, part.length)) {
      writer.write(part, 0, read);
      if (samples == 0) {
        stream.flush();
        first = System.nanoTime();
      }
      samples += read;
    }
    stream.flush();
    end = System.nanoTime();
  }

  /// Samples written.
  long samples() {
    return samples;
  }

  /// What was spoken, and how fast.
  String line(int rateHz) {
    double seconds = (double) samples / rateHz;
    double taken = (end - start) / 1e9;
    return String.format(
        Locale.ROOT,
        "spoke %s in %s (%.1f × real time), the first of it after %.0f ms",
        NumberText.duration(seconds),
        NumberText.duration(taken),
        seconds / taken,
        (first - start) / 1e6);
  }
}
