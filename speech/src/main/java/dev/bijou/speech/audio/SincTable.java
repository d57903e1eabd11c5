package dev.bijou.speech.audio;

/// A windowed sinc, tabulated at all fractions of an input sample that occur, where they are few; else at 512 of them,
/// between which it is interpolated with an error of −100 dB.
final class SincTable {
  private static final int MOST_PHASES = 1024;
  private static final int INTERPOLATED_PHASES = 512;
  private static final int ZERO_CROSSINGS = 64;
  private static final double CUTOFF = 0.95; // of the Nyquist frequency
  private static final double KAISER_BETA = 9.3;
  private static final double KAISER_PEAK = bessel(KAISER_BETA);

  private final int fractions;
  private final int phases;
  private final int reach;
  private final float[][] weights; // [phase][tap], the tap 0 is reach − 1 samples before

  /// @param band the lower rate over that of the input, at most 1
  /// @param fractions of an input sample that occur: 0, 1/fractions, 2/fractions …
  SincTable(double band, int fractions) {
    this.fractions = fractions;
    phases = fractions <= MOST_PHASES ? fractions : INTERPOLATED_PHASES;
    double cutoff = CUTOFF * band;
    double half = ZERO_CROSSINGS / band;
    reach = 2 * (int) Math.ceil(half / 2 + 1); // a multiple of two, so that taps go by fours
    weights = new float[phases + 1][2 * reach];
    for (int phase = 0; phase <= phases; phase++) {
      double fraction = (double) phase / phases;
      for (int tap = 0; tap < 2 * reach; tap++) {
        double t = tap - (reach - 1) - fraction;
        weights[phase][tap] = (float) (cutoff * sinc(cutoff * t) * kaiser(t / half));
      }
    }
  }

  private static double sinc(double x) {
    return x == 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
  }

  private static double kaiser(double x) {
    return Math.abs(x) >= 1 ? 0 : bessel(KAISER_BETA * Math.sqrt(1 - x * x)) / KAISER_PEAK;
  }

  /// I₀, by its power series.
  private static double bessel(double x) {
    double sum = 1;
    double term = 1;
    for (int k = 1; term > 1e-18 * sum; k++) {
      term *= (x / 2 / k) * (x / 2 / k);
      sum += term;
    }
    return sum;
  }

  /// How many samples on either side matter.
  int reach() {
    return reach;
  }

  /// The value at `index` + `numerator` / fractions, 0 ≤ numerator < fractions. Reads from index − reach + 1 to
  /// index + reach.
  float at(float[] samples, int index, int numerator) {
    long place = (long) numerator * phases;
    int phase = (int) (place / fractions);
    float toNext = (float) (place % fractions) / fractions;
    int from = index - reach + 1;
    float low = dot(weights[phase], samples, from);
    return toNext == 0 ? low : low + toNext * (dot(weights[phase + 1], samples, from) - low);
  }

  private static float dot(float[] weights, float[] samples, int from) {
    float a = 0;
    float b = 0;
    float c = 0;
    float d = 0;
    for (int tap = 0; tap < weights.length; tap += 4) {
      a += weights[tap] * samples[from + tap];
      b += weights[tap + 1] * samples[from + tap + 1];
      c += weights[tap + 2] * samples[from + tap + 2];
      d += weights[tap + 3] * samples[from + tap + 3];
    }
    return a + b + (c + d);
  }
}
