package dev.bijou.speech.audio;

import java.io.IOException;
import java.util.Arrays;

/// One channel of a frame of FLAC (RFC 9639 §9.2): a constant, plain samples, or a prediction and its residuals.
final class FlacSubframe {
  private static final int CONSTANT = 0;
  private static final int VERBATIM = 1;
  private static final int FIXED = 8;
  private static final int LINEAR = 32;
  private static final int MAX_SHIFTED_PRECISION = 15;

  /// The fixed predictors: differences of order 0 to 4 vanish.
  private static final int[][] FIXED_COEFFICIENTS = {{}, {1}, {2, -1}, {3, -3, 1}, {4, -6, 4, -1}};

  private FlacSubframe() {}

  /// Reads as many samples of the given size as the array holds.
  static void read(BitReader in, int bits, long[] samples) throws IOException {
    if (in.bits(1) != 0) {
      throw new IOException("a subframe begins with a set bit");
    }
    int type = in.bits(6);
    int wasted = in.bits(1) == 0 ? 0 : in.unary() + 1;
    int used = bits - wasted;
    if (used < 1) {
      throw new IOException("a subframe has only wasted bits");
    }
    if (type == CONSTANT) {
      Arrays.fill(samples, in.signed(used));
    } else if (type == VERBATIM) {
      plain(in, used, samples, samples.length);
    } else if (type >= LINEAR) {
      linear(in, used, samples, type - LINEAR + 1);
    } else if (type >= FIXED && type < FIXED + FIXED_COEFFICIENTS.length) {
      int order = type - FIXED;
      warmUp(in, used, samples, order);
      predict(samples, FIXED_COEFFICIENTS[order], 0);
    } else {
      throw new IOException("a subframe is coded in an unknown way");
    }
    for (int t = 0; wasted > 0 && t < samples.length; t++) {
      samples[t] <<= wasted;
    }
  }

  private static void plain(BitReader in, int bits, long[] samples, int count) throws IOException {
    for (int t = 0; t < count; t++) {
      samples[t] = in.signed(bits);
    }
  }

  private static void linear(BitReader in, int bits, long[] samples, int order) throws IOException {
    requireRoom(samples, order);
    plain(in, bits, samples, order);
    int precision = in.bits(4) + 1;
    long shift = in.signed(5);
    if (precision > MAX_SHIFTED_PRECISION || shift < 0) {
      throw new IOException("a predictor is invalid");
    }
    int[] coefficients = new int[order];
    for (int i = 0; i < order; i++) {
      coefficients[i] = (int) in.signed(precision);
    }
    FlacResidual.read(in, samples, order);
    predict(samples, coefficients, (int) shift);
  }

  private static void warmUp(BitReader in, int bits, long[] samples, int order) throws IOException {
    requireRoom(samples, order);
    plain(in, bits, samples, order);
    FlacResidual.read(in, samples, order);
  }

  private static void requireRoom(long[] samples, int order) throws IOException {
    if (order > samples.length) {
      throw new IOException("a predictor is longer than its frame");
    }
  }

  /// Turns residuals into samples: x[t] = e[t] + ⌊Σ c[i]·x[t−1−i] / 2^shift⌋.
  private static void predict(long[] samples, int[] coefficients, int shift) {
    for (int t = coefficients.length; t < samples.length; t++) {
      long sum = 0;
      for (int i = 0; i < coefficients.length; i++) {
        sum += coefficients[i] * samples[t - 1 - i];
      }
      samples[t] += sum >> shift;
    }
  }
}
