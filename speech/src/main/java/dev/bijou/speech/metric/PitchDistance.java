package dev.bijou.speech.metric;

/// How well the pitch contour of speech is preserved.
///
/// @param rmseCents root mean square of 1200·log₂(f̂/f), over the frames that are voiced in both; NaN where there are
///     none
/// @param voicingError the fraction of frames, 0 … 1, that are voiced in only one of them
public record PitchDistance(double rmseCents, double voicingError) {
  private static final double CENTS = 1200 / Math.log(2);

  /// The distance of two sounds over the samples that both have, by fundamental frequencies between 60 and 500 Hz.
  public static PitchDistance of(float[] reference, float[] candidate, int sampleRateHz) {
    int samples = Math.min(reference.length, candidate.length);
    PitchTracker tracker = new PitchTracker(sampleRateHz);
    double[] f = tracker.track(reference, samples);
    double[] g = tracker.track(candidate, samples);
    int voiced = 0;
    int wrong = 0;
    double squares = 0;
    for (int i = 0; i < f.length; i++) {
      if (f[i] > 0 && g[i] > 0) {
        double cents = CENTS * Math.log(g[i] / f[i]);
        squares += cents * cents;
        voiced++;
      } else if (f[i] > 0 || g[i] > 0) {
        wrong++;
      }
    }
    return new PitchDistance(Math.sqrt(squares / voiced), (double) wrong / f.length);
  }
}
