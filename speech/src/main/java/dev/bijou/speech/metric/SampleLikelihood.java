package dev.bijou.speech.metric;

/// Units of a log-likelihood of sound.
public final class SampleLikelihood {
  private static final double LEVELS = 32_768; // 16-bit steps in one unit of full scale

  private SampleLikelihood() {}

  /// The bits that a 16-bit sample costs: (ln 32768 − nats) / ln 2. The 5.018 nats of WaveGlow on LJSpeech are 7.76
  /// bits.
  ///
  /// @param nats the mean log-density of a sample in −1…1
  public static double bitsPerSample(double nats) {
    return (Math.log(LEVELS) - nats) / Math.log(2);
  }
}
