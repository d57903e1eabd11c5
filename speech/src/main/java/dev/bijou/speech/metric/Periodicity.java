package dev.bijou.speech.metric;

import java.util.List;
import java.util.function.ToDoubleFunction;

/// How regular a voice is, over the places where that of the reference is regular (its r is above 0.8): those are vowels
/// and the like, and hoarseness is heard in them; and how much its pitch moves, over all places that have one.
///
/// @param harmonicsToNoiseDb mean of 10 log₁₀ r / (1 − r), r the peak of the normalized autocorrelation under 1,024/22,050 s
///     (Boersma, 1993); NaN where there is no such place
/// @param jitterPercent mean difference of a period and the next, in percent of their mean: each is where the sound of one
///     period is most alike to what follows; NaN where there is no such place with a pitch
/// @param shimmerPercent mean difference of the amplitudes of such periods, from their lowest to their highest sample, in
///     percent of their mean; NaN likewise
/// @param spreadSemitones standard deviation of the pitch in semitones; NaN where there is none
public record Periodicity(
    double harmonicsToNoiseDb,
    double jitterPercent,
    double shimmerPercent,
    double spreadSemitones) {
  private static final double REGULAR = 0.8;
  private static final double MOST_LIKE = 1 - 1e-6;
  private static final double LEAST_LIKE = 1e-3;

  /// The regularity of a sound where it is regular itself.
  public static Periodicity of(float[] sound, int sampleRateHz) {
    return of(sound, sound, sampleRateHz);
  }

  /// The regularity of a candidate where a reference is regular, over the samples that both have.
  public static Periodicity of(float[] reference, float[] candidate, int sampleRateHz) {
    int samples = Math.min(reference.length, candidate.length);
    PitchTracker tracker = new PitchTracker(sampleRateHz);
    int end = samples - tracker.reach();
    Mean decibels = new Mean();
    Mean jitter = new Mean();
    Mean shimmer = new Mean();
    Mean semitones = new Mean();
    for (int from = 0; from < end; from += tracker.hop()) {
      double pitch = tracker.pitch(candidate, from);
      if (pitch > 0) {
        semitones.add(12 * Math.log(pitch) / Math.log(2));
      }
      if (tracker.similarity(reference, from) > REGULAR) {
        double r = Math.clamp(tracker.similarity(candidate, from), LEAST_LIKE, MOST_LIKE);
        decibels.add(10 * Math.log10(r / (1 - r)));
        double about = pitch == 0 ? Double.POSITIVE_INFINITY : sampleRateHz / pitch;
        if (from + 3.5 * about + 2 <= candidate.length) {
          double first = period(candidate, from, about);
          int next = from + (int) Math.round(first);
          double second = period(candidate, next, about);
          jitter.add(difference(first, second));
          shimmer.add(
              difference(
                  height(candidate, from, next),
                  height(candidate, next, next + (int) Math.round(second))));
        }
      }
    }
    return new Periodicity(
        decibels.value(), 100 * jitter.value(), 100 * shimmer.value(), semitones.deviation());
  }

  /// The mean over utterances, each measure over those that have it.
  public static Periodicity mean(List<Periodicity> of) {
    return new Periodicity(
        mean(of, Periodicity::harmonicsToNoiseDb),
        mean(of, Periodicity::jitterPercent),
        mean(of, Periodicity::shimmerPercent),
        mean(of, Periodicity::spreadSemitones));
  }

  private static double mean(List<Periodicity> of, ToDoubleFunction<Periodicity> measure) {
    Mean mean = new Mean();
    of.stream().mapToDouble(measure).filter(value -> !Double.isNaN(value)).forEach(mean::add);
    return mean.value();
  }

  private static final class Mean {
    private double sum;
    private double squares;
    private long count;

    void add(double value) {
      sum += value;
      squares += value * value;
      count++;
    }

    double value() {
      return sum / count;
    }

    double deviation() {
      double mean = sum / count;
      return count == 0 ? Double.NaN : Math.sqrt(Math.max(0, squares / count - mean * mean));
    }
  }

  private static double difference(double a, double b) {
    return a + b == 0 ? 0 : 2 * Math.abs(a - b) / (a + b);
  }

  /// From the lowest sample to the highest.
  private static double height(float[] sound, int from, int to) {
    float lowest = sound[from];
    float highest = sound[from];
    for (int t = from; t < to; t++) {
      lowest = Math.min(lowest, sound[t]);
      highest = Math.max(highest, sound[t]);
    }
    return highest - lowest;
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
