package dev.bijou.speech.metric;

/// How regular a voice is, over the places where that of the reference is regular (its r is above 0.8): those are vowels
/// and the like, and hoarseness is heard in them.
///
/// @param harmonicsToNoiseDb mean of 10 log₁₀ r / (1 − r), r the peak of the normalized autocorrelation under 1,024/22,050 s
///     (Boersma, 1993); NaN where there is no such place
/// @param jitterPercent mean difference of a period and the next, in percent of their mean: each is where the sound of one
///     period is most alike to what follows; NaN where there is no such place with a pitch
public record Periodicity(double harmonicsToNoiseDb, double jitterPercent) {
  private static final double REGULAR = 0.8;
  private static final double MOST_LIKE = 1 - 1e-6;
  private static final double LEAST_LIKE = 1e-3;

  /// The regularity of a candidate where a reference is regular, over the samples that both have.
  public static Periodicity of(float[] reference, float[] candidate, int sampleRateHz) {
    int samples = Math.min(reference.length, candidate.length);
    PitchTracker tracker = new PitchTracker(sampleRateHz);
    int end = samples - tracker.reach();
    double decibels = 0;
    int places = 0;
    double jitter = 0;
    int pitched = 0;
    for (int from = 0; from < end; from += tracker.hop()) {
      if (tracker.similarity(reference, from) > REGULAR) {
        double r = Math.clamp(tracker.similarity(candidate, from), LEAST_LIKE, MOST_LIKE);
        decibels += 10 * Math.log10(r / (1 - r));
        places++;
        double pitch = tracker.pitch(candidate, from);
        double change = pitch == 0 ? Double.NaN : change(candidate, from, sampleRateHz / pitch);
        if (!Double.isNaN(change)) {
          jitter += change;
          pitched++;
        }
      }
    }
    return new Periodicity(decibels / places, 100 * jitter / pitched);
  }

  /// |T₂ − T₁| / mean, of the period that begins at a place and the next; NaN beyond the end.
  private static double change(float[] sound, int from, double about) {
    if (from + 3.5 * about + 2 > sound.length) {
      return Double.NaN;
    }
    double first = period(sound, from, about);
    double second = period(sound, from + (int) Math.round(first), about);
    return 2 * Math.abs(second - first) / (first + second);
  }

  /// The lag within a tenth of the pitch's at which one period is most alike to the sound after it, by a parabola.
  private static double period(float[] sound, int from, double about) {
    int shortest = (int) Math.floor(0.9 * about);
    int longest = (int) Math.ceil(1.1 * about);
    int length = (int) Math.round(about);
    double[] alike = new double[longest - shortest + 1];
    int best = 0;
    for (int i = 0; i < alike.length; i++) {
      alike[i] = alike(sound, from, from + shortest + i, length);
      best = alike[i] > alike[best] ? i : best;
    }
    if (best == 0 || best == alike.length - 1) {
      return shortest + best;
    }
    double curvature = 2 * alike[best] - alike[best - 1] - alike[best + 1];
    double slope = (alike[best + 1] - alike[best - 1]) / 2;
    return shortest + best + (curvature <= Math.abs(slope) ? 0 : slope / curvature);
  }

  private static double alike(float[] sound, int a, int b, int length) {
    double product = 0;
    double first = 0;
    double second = 0;
    for (int t = 0; t < length; t++) {
      product += (double) sound[a + t] * sound[b + t];
      first += (double) sound[a + t] * sound[a + t];
      second += (double) sound[b + t] * sound[b + t];
    }
    return product / Math.sqrt(Math.max(first * second, Double.MIN_NORMAL));
  }
}
