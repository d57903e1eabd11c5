package dev.bijou.train;

import java.time.Duration;
import java.util.Optional;

/// The options of a training.
///
/// @param batch rows in a step
/// @param epochs passes over the data that the schedule plans for
/// @param learningRate peak learning rate of AdamW
/// @param weightDecay decoupled weight decay, multiplied by the learning rate
/// @param clipNorm the gradient is scaled down to this global norm; infinity for no clipping
/// @param warmup steps over which the rate rises linearly from 0
/// @param secondDecay β₂ of AdamW, the decay of the second moment
/// @param averaging γ of the running mean of the weights, which is what is validated and kept; 0 keeps the last weights
/// @param patience epochs without a better validation score after which training stops
/// @param seed of the order of the rows, and of dropout
/// @param budget time after which training stops with the best weights so far; the schedule ends with it
public record TrainingOptions(
    int batch,
    int epochs,
    float learningRate,
    float weightDecay,
    float clipNorm,
    int warmup,
    float secondDecay,
    float averaging,
    int patience,
    long seed,
    Optional<Duration> budget) {

  /// @throws IllegalArgumentException if a value is out of range
  public TrainingOptions {
    require(batch >= 1 && batch <= 1 << 20, "batch", batch, "1 … 1,048,576");
    require(epochs >= 1, "epochs", epochs, "1 or more");
    require(learningRate > 0 && learningRate <= 1, "learningRate", learningRate, "(0, 1]");
    require(weightDecay >= 0 && weightDecay < 100, "weightDecay", weightDecay, "[0, 100)");
    require(clipNorm > 0, "clipNorm", clipNorm, "(0, ∞]");
    require(warmup >= 0, "warmup", warmup, "0 or more");
    require(secondDecay > 0 && secondDecay < 1, "secondDecay", secondDecay, "(0, 1)");
    require(averaging >= 0 && averaging < 1, "averaging", averaging, "[0, 1)");
    require(patience >= 1, "patience", patience, "1 or more");
    if (budget.isPresent() && !budget.get().isPositive()) {
      throw new IllegalArgumentException("budget is " + budget.get() + ", but must be positive");
    }
  }

  private static void require(boolean holds, String name, Number value, String range) {
    if (!holds) {
      throw new IllegalArgumentException(
          "%s is %s, but must lie in %s".formatted(name, value, range));
    }
  }

  /// Batches of 256, up to 200 epochs, rate 2e-3, clipping at 5, averaged weights, patience 30.
  public static TrainingOptions standard() {
    return new TrainingOptions(
        256, 200, 2e-3f, 1e-4f, 5, 100, 0.999f, 0.995f, 30, 0, Optional.empty());
  }

  /// The same with another batch size.
  public TrainingOptions withBatch(int rows) {
    return new TrainingOptions(
        rows,
        epochs,
        learningRate,
        weightDecay,
        clipNorm,
        warmup,
        secondDecay,
        averaging,
        patience,
        seed,
        budget);
  }

  /// The same with another number of epochs.
  public TrainingOptions withEpochs(int count) {
    return new TrainingOptions(
        batch,
        count,
        learningRate,
        weightDecay,
        clipNorm,
        warmup,
        secondDecay,
        averaging,
        patience,
        seed,
        budget);
  }

  /// The same with another peak learning rate.
  public TrainingOptions withLearningRate(float rate) {
    return new TrainingOptions(
        batch,
        epochs,
        rate,
        weightDecay,
        clipNorm,
        warmup,
        secondDecay,
        averaging,
        patience,
        seed,
        budget);
  }

  /// The same with another weight decay.
  public TrainingOptions withWeightDecay(float decay) {
    return new TrainingOptions(
        batch,
        epochs,
        learningRate,
        decay,
        clipNorm,
        warmup,
        secondDecay,
        averaging,
        patience,
        seed,
        budget);
  }

  /// The same with another averaging.
  public TrainingOptions withAveraging(float gamma) {
    return new TrainingOptions(
        batch,
        epochs,
        learningRate,
        weightDecay,
        clipNorm,
        warmup,
        secondDecay,
        gamma,
        patience,
        seed,
        budget);
  }

  /// The same with another patience.
  public TrainingOptions withPatience(int epochsWithout) {
    return new TrainingOptions(
        batch,
        epochs,
        learningRate,
        weightDecay,
        clipNorm,
        warmup,
        secondDecay,
        averaging,
        epochsWithout,
        seed,
        budget);
  }

  /// The same with another seed.
  public TrainingOptions withSeed(long newSeed) {
    return new TrainingOptions(
        batch,
        epochs,
        learningRate,
        weightDecay,
        clipNorm,
        warmup,
        secondDecay,
        averaging,
        patience,
        newSeed,
        budget);
  }

  /// The same with a time budget, or none.
  public TrainingOptions withBudget(Optional<Duration> time) {
    return new TrainingOptions(
        batch,
        epochs,
        learningRate,
        weightDecay,
        clipNorm,
        warmup,
        secondDecay,
        averaging,
        patience,
        seed,
        time);
  }
}
