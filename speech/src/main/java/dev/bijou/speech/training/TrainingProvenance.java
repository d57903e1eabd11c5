package dev.bijou.speech.training;

import dev.bijou.train.TrainingEvent;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// What a voice or a speaker was trained on, how, and how well it did.
///
/// @param data the recordings it was trained on
/// @param model the name of the architecture
/// @param options of the training, by the names of the command line's options; of a tuned voice also `after`, the
///     steps that it had learned before
/// @param heldOut its log-density of utterances that it was not trained on
/// @param ended why the training ended: `COMPLETED`, `BUDGET`, `INTERRUPTED` or `DIVERGED`; `RUNNING` for one that was
///     saved during the training
/// @param steps steps taken
/// @param seconds time taken
/// @param trainedAt when it was made, ISO 8601 in UTC
/// @param kernels which kernels computed it, and why those
/// @param curve how it learned
public record TrainingProvenance(
    CorpusData data,
    String model,
    Map<String, String> options,
    HeldOut heldOut,
    String ended,
    long steps,
    double seconds,
    String trainedAt,
    String kernels,
    LearningCurve curve) {

  /// Copies the options.
  public TrainingProvenance {
    options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
  }

  /// The same with more options, after those there are, and another held-out log-density.
  public TrainingProvenance with(Map<String, String> more, double logDensity) {
    Map<String, String> all = new LinkedHashMap<>(options);
    all.putAll(more);
    HeldOut judged = new HeldOut(heldOut.utterances, heldOut.seconds, logDensity);
    return new TrainingProvenance(
        data, model, all, judged, ended, steps, seconds, trainedAt, kernels, curve);
  }

  /// The log-density of held-out utterances, which were not trained on but chose which weights were kept.
  ///
  /// @param utterances how many there are
  /// @param seconds of them that are used
  /// @param logDensity their mean log-density, in nats a sample (voices) or for each value of the spectrogram
  ///     (speakers)
  public record HeldOut(int utterances, double seconds, double logDensity) {}

  /// The recordings that a model was trained on.
  ///
  /// @param corpus name of the folder
  /// @param sha256 of their samples in 16 bits, in lower-case hexadecimal digits
  /// @param utterances how many there are
  /// @param seconds their total duration
  public record CorpusData(String corpus, String sha256, int utterances, double seconds) {}

  /// How a model learned: a point for each validation, thinned to every second one when there are more than 1,000. The
  /// arrays are not copied.
  ///
  /// @param steps taken so far
  /// @param seconds since the start
  /// @param training mean log-density of the training data since the point before, in nats for each value
  /// @param validation mean log-density of the held-out data, in nats for each value
  public record LearningCurve(
      long[] steps, double[] seconds, double[] training, double[] validation) {
    private static final int MOST_POINTS = 1000;

    /// Nothing learned yet.
    public static LearningCurve empty() {
      return new LearningCurve(new long[0], new double[0], new double[0], new double[0]);
    }

    /// The same with another point.
    public LearningCurve with(TrainingEvent.Validated point) {
      LearningCurve before = steps.length < MOST_POINTS ? this : halved();
      int n = before.steps.length;
      LearningCurve longer =
          new LearningCurve(
              Arrays.copyOf(before.steps, n + 1),
              Arrays.copyOf(before.seconds, n + 1),
              Arrays.copyOf(before.training, n + 1),
              Arrays.copyOf(before.validation, n + 1));
      longer.steps[n] = point.step();
      longer.seconds[n] = point.elapsed().toNanos() / 1e9;
      longer.training[n] = point.training();
      longer.validation[n] = point.validation();
      return longer;
    }

    private LearningCurve halved() {
      int n = steps.length / 2;
      LearningCurve half =
          new LearningCurve(new long[n], new double[n], new double[n], new double[n]);
      for (int i = 0; i < n; i++) {
        half.steps[i] = steps[2 * i + 1];
        half.seconds[i] = seconds[2 * i + 1];
        half.training[i] = training[2 * i + 1];
        half.validation[i] = validation[2 * i + 1];
      }
      return half;
    }
  }
}
