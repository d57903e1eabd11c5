package dev.bijou.spark;

import dev.bijou.ModelFileException;
import dev.bijou.storage.Archive;
import dev.bijou.storage.Version;
import dev.bijou.tensor.Tensor;
import dev.bijou.train.Execution;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.fs.Path;

/// Where the progress of a flow is kept after each round.
///
/// @param file its file; empty for none
/// @param identity of the fit: a checkpoint of another one is refused
record RoundCheckpoint(String file, String identity) {
  private static final String IDENTITY = "identity";

  /// @param folder for checkpoints; empty for none
  /// @param number of the flow, from 0
  /// @param weights of the flow before it learns, which depend on the rows
  static RoundCheckpoint of(
      String folder,
      int number,
      Execution.Parts plan,
      FitSettings settings,
      int[] sizes,
      float[] weights) {
    String file =
        folder.isEmpty()
            ? ""
            : new Path(folder, "flow-%d.checkpoint".formatted(number + 1)).toString();
    return new RoundCheckpoint(
        file,
        "%s, %s, partitions %x, first weights %x, version %s"
            .formatted(
                plan,
                settings,
                Arrays.hashCode(sizes),
                Arrays.hashCode(weights),
                Version.current()));
  }

  /// Keeps progress; nothing without a folder.
  void write(Progress progress) {
    if (file.isEmpty()) {
      return;
    }
    Map<String, String> texts = new LinkedHashMap<>();
    texts.put(IDENTITY, identity);
    texts.put("round", Integer.toString(progress.round()));
    texts.put("bestRound", Integer.toString(progress.bestRound()));
    texts.put("rollbacks", Integer.toString(progress.rollbacks()));
    texts.put("steps", Long.toString(progress.steps()));
    texts.put("nanos", Long.toString(progress.nanos()));
    texts.put("best", Double.toString(progress.best()));
    texts.put("rateFactor", Float.toString(progress.state().rateFactor()));
    texts.put("updates", Long.toString(progress.state().updates()));
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    put(tensors, "weights", progress.state().weights());
    put(tensors, "mean", progress.state().mean());
    put(tensors, "first", progress.state().first());
    put(tensors, "second", progress.state().second());
    put(tensors, "bestWeights", progress.bestWeights());
    put(tensors, "epochs", progress.epochs());
    put(tensors, "training", progress.training());
    put(tensors, "scores", progress.scores());
    ModelStorage.write(file, TemporaryFile.bytes(new Archive(texts, tensors)::write));
  }

  private static void put(Map<String, Tensor> tensors, String name, float[] values) {
    tensors.put(name, Tensor.over(values, 0, 1, values.length));
  }

  /// The progress that was kept, if any.
  ///
  /// Throws a [ModelFileException] if it cannot be read, or is that of another fit.
  Optional<Progress> read() {
    if (file.isEmpty() || !exists()) {
      return Optional.empty();
    }
    Archive archive = TemporaryFile.read(ModelStorage.read(file), Archive::read);
    Map<String, String> texts = archive.metadata();
    if (!identity.equals(texts.get(IDENTITY))) {
      throw new ModelFileException(
          file
              + " is the checkpoint of a fit of other rows, partitions or parameters; set checkpointDir to another folder");
    }
    Map<String, Tensor> tensors = archive.tensors();
    return Optional.of(
        new Progress(
            Integer.parseInt(text(texts, "round")),
            Integer.parseInt(text(texts, "bestRound")),
            Integer.parseInt(text(texts, "rollbacks")),
            Long.parseLong(text(texts, "steps")),
            Long.parseLong(text(texts, "nanos")),
            new Execution.Parts.State(
                0,
                0,
                0,
                Float.parseFloat(text(texts, "rateFactor")),
                Long.parseLong(text(texts, "updates")),
                array(tensors, "weights"),
                array(tensors, "mean"),
                array(tensors, "first"),
                array(tensors, "second")),
            Double.parseDouble(text(texts, "best")),
            array(tensors, "bestWeights"),
            array(tensors, "epochs"),
            array(tensors, "training"),
            array(tensors, "scores")));
  }

  private boolean exists() {
    Path path = new Path(file);
    try {
      return ModelStorage.files(path).exists(path);
    } catch (IOException e) {
      throw new ModelFileException(file + ": cannot be read: " + e.getMessage(), e);
    }
  }

  private String text(Map<String, String> texts, String name) {
    String text = texts.get(name);
    if (text == null) {
      throw new ModelFileException(file + ": the checkpoint has no " + name);
    }
    return text;
  }

  private float[] array(Map<String, Tensor> tensors, String name) {
    Tensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new ModelFileException(file + ": the checkpoint has no " + name);
    }
    return tensor.toArray();
  }
}
