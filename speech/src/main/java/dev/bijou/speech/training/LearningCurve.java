package dev.bijou.speech.training;

import dev.bijou.train.TrainingEvent;
import java.util.Arrays;

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
