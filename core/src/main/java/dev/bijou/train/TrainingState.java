package dev.bijou.train;

import dev.bijou.tensor.Tensor;
import java.util.Map;
import java.util.function.UnaryOperator;

/// All that a training needs to resume bit for bit: between two rounds it is a function of this state and the data.
///
/// @param step steps taken
/// @param updates optimizer updates since the moments were last zero
/// @param sinceBest epochs since the best validation
/// @param rateFactor factor on the learning rate, halved by each rollback
/// @param rollbacks how many there were
/// @param best the best validation so far, nats
/// @param elapsedNanos time spent so far
/// @param weights the current weights
/// @param mean their running mean
/// @param firstMoment of the gradient
/// @param secondMoment of the gradient
/// @param bestWeights the weights that gave the best validation
public record TrainingState(
    long step,
    long updates,
    double sinceBest,
    float rateFactor,
    int rollbacks,
    double best,
    long elapsedNanos,
    float[] weights,
    float[] mean,
    float[] firstMoment,
    float[] secondMoment,
    float[] bestWeights) {

  /// Adds this state to the texts and tensors of a checkpoint, exactly.
  public void put(Map<String, String> texts, Map<String, Tensor> tensors) {
    texts.put("step", Long.toString(step));
    texts.put("updates", Long.toString(updates));
    texts.put("sinceBest", Double.toString(sinceBest));
    texts.put("rateFactor", Float.toString(rateFactor));
    texts.put("rollbacks", Integer.toString(rollbacks));
    texts.put("best", Double.toString(best));
    texts.put("elapsedNanos", Long.toString(elapsedNanos));
    tensors.put("weights", tensor(weights));
    tensors.put("mean", tensor(mean));
    tensors.put("firstMoment", tensor(firstMoment));
    tensors.put("secondMoment", tensor(secondMoment));
    tensors.put("bestWeights", tensor(bestWeights));
  }

  private static Tensor tensor(float[] values) {
    return Tensor.over(values, 0, 1, values.length);
  }

  /// Whether a checkpoint with these texts holds a state.
  public static boolean isIn(Map<String, String> texts) {
    return texts.containsKey("step");
  }

  /// The state that [#put] added.
  ///
  /// @throws IllegalArgumentException if there is none, or it is malformed
  public static TrainingState of(Map<String, String> texts, Map<String, Tensor> tensors) {
    UnaryOperator<String> text = name -> require(texts, name);
    return new TrainingState(
        Long.parseLong(text.apply("step")),
        Long.parseLong(text.apply("updates")),
        Double.parseDouble(text.apply("sinceBest")),
        Float.parseFloat(text.apply("rateFactor")),
        Integer.parseInt(text.apply("rollbacks")),
        Double.parseDouble(text.apply("best")),
        Long.parseLong(text.apply("elapsedNanos")),
        require(tensors, "weights").toArray(),
        require(tensors, "mean").toArray(),
        require(tensors, "firstMoment").toArray(),
        require(tensors, "secondMoment").toArray(),
        require(tensors, "bestWeights").toArray());
  }

  private static <T> T require(Map<String, T> all, String name) {
    T value = all.get(name);
    if (value == null) {
      throw new IllegalArgumentException("it has no " + name);
    }
    return value;
  }
}
