package dev.bijou.speech.audio;

import dev.bijou.speech.SpeechException;
import java.util.Arrays;

/// Mono sound, read once from its beginning to its end. Full scale is −1…1.
///
/// Not safe for use by several threads at once.
public interface SampleStream extends AutoCloseable {
  /// The [#length] of a stream whose end is not known yet.
  long UNKNOWN = -1;

  /// Samples per second.
  int sampleRateHz();

  /// This sound at another rate, by windowed-sinc interpolation; this stream itself if it has that rate. Up to 0.9 of the
  /// lower Nyquist frequency the level changes by less than 0.001 dB; what would alias is 90 dB down.
  ///
  /// @throws IllegalArgumentException if a rate is outside 1 kHz … 1 MHz
  default SampleStream resampled(int rateHz) {
    return Resampler.to(rateHz, this);
  }

  /// The number of samples from the beginning to the end, or [#UNKNOWN]. The end itself is where [#read] says it is.
  long length();

  /// Reads the next samples.
  ///
  /// @return how many were read: at least one, unless `count` is zero; or −1 at the end
  /// @throws SpeechException if the rest of the sound is damaged or missing
  int read(float[] target, int offset, int count);

  /// Closes the file, if there is one.
  @Override
  default void close() {}

  /// Reads as many samples as there is room for.
  ///
  /// @return how many were read; fewer than `count` only at the end
  default int readFully(float[] target, int offset, int count) {
    int done = 0;
    while (done < count) {
      int read = read(target, offset + done, count - done);
      if (read < 0) {
        break;
      }
      done += read;
    }
    return done;
  }

  /// Reads the rest into one array.
  ///
  /// @throws SpeechException if the sound is damaged, or longer than an array can be
  default float[] readAll() {
    // What a damaged header claims is not believed at once.
    float[] samples = new float[Math.clamp(length(), 1 << 14, 1 << 22)];
    int count = 0;
    while (true) {
      count += readFully(samples, count, samples.length - count);
      if (count < samples.length) {
        return Arrays.copyOf(samples, count);
      }
      float[] next = new float[1];
      if (read(next, 0, 1) < 0) {
        return samples;
      }
      if (samples.length == Integer.MAX_VALUE / 2) {
        throw new SpeechException(
            "the sound is longer than " + count + " samples, more than fit into an array; cut it");
      }
      samples = Arrays.copyOf(samples, Math.min(2 * samples.length, Integer.MAX_VALUE / 2));
      samples[count++] = next[0];
    }
  }

  /// A stream of samples that are in memory already. They are not copied.
  static SampleStream of(int sampleRateHz, float... samples) {
    return new ArrayStream(sampleRateHz, samples);
  }
}
