package dev.bijou.speech.training.run;

import com.google.gson.Gson;
import dev.bijou.speech.training.TrainingProvenance.LearningCurve;
import dev.bijou.storage.CheckpointFile;
import dev.bijou.tensor.Tensor;
import dev.bijou.train.Trainer;
import java.util.Map;

/// The state of a training at the end of a round, from which it can be resumed.
///
/// @param curve what it has learned so far
/// @param state what it needs to be resumed bit for bit
record Checkpoint(LearningCurve curve, Trainer.State state) {
  private static final String CURVE = "curve";
  private static final Gson JSON = new Gson();

  /// The kind of the file that keeps it.
  ///
  /// @param model what the model is called, e.g. "voice"
  static CheckpointFile.Kind<Checkpoint> kind(String model) {
    return new CheckpointFile.Kind<>(model, 1, new Codec());
  }

  private static final class Codec implements CheckpointFile.Codec<Checkpoint> {
    @Override
    public void put(Checkpoint checkpoint, Map<String, String> texts, Map<String, Tensor> tensors) {
      texts.put(CURVE, JSON.toJson(checkpoint.curve));
      checkpoint.state.put(texts, tensors);
    }

    @Override
    public Checkpoint of(Map<String, String> texts, Map<String, Tensor> tensors) {
      return new Checkpoint(
          JSON.fromJson(texts.get(CURVE), LearningCurve.class), Trainer.State.of(texts, tensors));
    }
  }
}
