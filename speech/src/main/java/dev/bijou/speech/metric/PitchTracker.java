package dev.bijou.speech.metric;

import dev.bijou.speech.spectrum.RealFft;

/// The fundamental frequency of speech by YIN (de Cheveigné and Kawahara, 2002): the first dip of the cumulative mean
/// normalized difference function below a threshold, refined by a parabola.
///
/// d(τ) = Σₜ (x(t) − x(t + τ))² over 1,024/22,050 s, d′(τ) = d(τ)·τ / Σ_{j ≤ τ} d(j), from 60 to 500 Hz.
public final class PitchTracker {
  private static final double LOWEST_HZ = 60;
  private static final double HIGHEST_HZ = 500;

  private static final double THRESHOLD = 0.15;
  private static final double WINDOW_SECONDS = 1024.0 / 22_050;
  private static final double HOP_SECONDS = 256.0 / 22_050;
  private static final double SILENCE = 1e-6; // mean square, −60 dB

  private final int sampleRateHz;
  private final double threshold;
  private final int shortest;
  private final int longest;
  private final int window;
  private final int hop;
  private final double[] difference;
  private final double[] similarity; // of the window and the one a lag later, −1 … 1
  private final RealFft fft;
  private final double[] start; // the window, then zeros
  private final double[] whole; // the window and what it is compared with
  private final double[] correlation;
  private final double[] startReal;
  private final double[] startImaginary;
  private final double[] real;
  private final double[] imaginary;

  PitchTracker(int sampleRateHz) {
    this(sampleRateHz, THRESHOLD);
  }

  /// @param threshold below which a dip is a period, 0 … 1: the more, the rougher a voice may be
  public PitchTracker(int sampleRateHz, double threshold) {
    this.sampleRateHz = sampleRateHz;
    this.threshold = threshold;
    shortest = (int) Math.floor(sampleRateHz / HIGHEST_HZ);
    longest = (int) Math.ceil(sampleRateHz / LOWEST_HZ);
    window = (int) Math.round(WINDOW_SECONDS * sampleRateHz);
    hop = (int) Math.round(HOP_SECONDS * sampleRateHz);
    difference = new double[longest + 2];
    similarity = new double[longest + 2];
    int size = 2 * Integer.highestOneBit(window + longest + 1);
    fft = new RealFft(size);
    start = new double[size];
    whole = new double[size];
    correlation = new double[size];
    startReal = new double[fft.bins()];
    startImaginary = new double[fft.bins()];
    real = new double[fft.bins()];
    imaginary = new double[fft.bins()];
  }

  /// The frequency in Hz every 256/22,050 s; zero where it is unvoiced.
  double[] track(float[] samples, int count) {
    int spare = count - (window + longest + 1);
    double[] pitch = new double[spare < 0 ? 0 : spare / hop + 1];
    for (int i = 0; i < pitch.length; i++) {
      pitch[i] = pitch(samples, i * hop);
    }
    return pitch;
  }

  /// How many samples from a place on [#pitch] looks at.
  public int reach() {
    return window + longest + 1;
  }

  /// The longest period, in samples.
  public int longest() {
    return longest;
  }

  /// The frequency in Hz of what begins at a place, [#reach] samples; zero where it is unvoiced.
  public double pitch(float[] samples, int from) {
    if (isSilent(samples, from)) {
      return 0;
    }
    normalizedDifference(samples, from);
    for (int lag = shortest; lag <= longest; lag++) {
      if (difference[lag] < threshold) {
        while (lag < longest && difference[lag + 1] < difference[lag]) {
          lag++;
        }
        return sampleRateHz / (lag + offset(lag));
      }
    }
    return 0;
  }

  /// How alike a sound is to itself one period later: the peak of the normalized autocorrelation r, at most 1, over all
  /// periods; zero where it is silent.
  ///
  /// @param from where [#reach] samples begin
  double similarity(float[] samples, int from) {
    if (isSilent(samples, from)) {
      return 0;
    }
    normalizedDifference(samples, from);
    int best = shortest;
    for (int lag = shortest; lag <= longest; lag++) {
      best = similarity[lag] > similarity[best] ? lag : best;
    }
    return similarity[best] + rise(similarity[best - 1], similarity[best], similarity[best + 1]);
  }

  /// How much higher than the middle of three points their parabola is at its top.
  private static double rise(double before, double at, double after) {
    double curvature = 2 * at - before - after;
    double slope = (after - before) / 2;
    return curvature <= Math.abs(slope) ? 0 : slope * slope / (2 * curvature);
  }

  /// Places that [#track] looks at: every 256/22,050 s.
  int hop() {
    return hop;
  }

  private boolean isSilent(float[] samples, int from) {
    double power = 0;
    for (int t = 0; t < window; t++) {
      power += (double) samples[from + t] * samples[from + t];
    }
    return power <= SILENCE * window;
  }

  /// d(τ) = e(0) + e(τ) − 2·r(τ): energies of the window and of the shifted one, and their correlation, by Fourier
  /// transforms.
  private void normalizedDifference(float[] samples, int from) {
    int reach = window + longest + 1;
    for (int t = 0; t < reach; t++) {
      whole[t] = samples[from + t];
      start[t] = t < window ? whole[t] : 0;
    }
    fft.forward(start, startReal, startImaginary);
    fft.forward(whole, real, imaginary);
    for (int k = 0; k < real.length; k++) {
      double re = startReal[k] * real[k] + startImaginary[k] * imaginary[k];
      imaginary[k] = startReal[k] * imaginary[k] - startImaginary[k] * real[k];
      real[k] = re;
    }
    fft.inverse(real, imaginary, correlation);
    double energy = correlation[0];
    double shifted = energy;
    double total = 0;
    difference[0] = 1;
    for (int lag = 1; lag < difference.length; lag++) {
      double out = whole[lag - 1];
      double in = whole[lag + window - 1];
      shifted += in * in - out * out;
      double sum = Math.max(0, energy + shifted - 2 * correlation[lag]);
      total += sum;
      double energies = Math.sqrt(Math.max(0, energy * shifted));
      similarity[lag] = energies == 0 ? 0 : correlation[lag] / energies;
      difference[lag] = total == 0 ? 1 : sum * lag / total;
    }
  }

  /// Where the parabola through a dip and its neighbours is lowest, relative to the dip.
  private double offset(int lag) {
    double before = difference[lag - 1];
    double at = difference[lag];
    double after = difference[lag + 1];
    double curvature = before - 2 * at + after;
    return curvature <= 0 ? 0 : Math.clamp((before - after) / (2 * curvature), -0.5, 0.5);
  }
}
