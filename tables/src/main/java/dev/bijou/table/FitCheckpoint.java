package dev.bijou.table;

import com.google.gson.Gson;
import com.google.gson.reflect.TypeToken;
import dev.bijou.file.Archive;
import dev.bijou.file.ModelFileException;
import dev.bijou.tensor.Tensor;
import dev.bijou.train.FitState;
import dev.bijou.train.TrainingEvent;
import dev.bijou.train.TrainingState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A fit that has come to the end of a round: what it needs to go on, and which fit it is.
///
/// @param identity what makes it this fit and no other: data and options, by name
/// @param members the learning curves so far
/// @param state what the fit needs to go on bit for bit
record FitCheckpoint(
    Map<String, String> identity, List<Provenance.Member> members, FitState state) {
  private static final String KIND = "kind";
  private static final String FIT = "bijou fit checkpoint 2";
  private static final String IDENTITY = "fit.";
  private static final String CURVES = "curves";
  private static final String DONE = "done.";
  private static final Gson JSON = new Gson();

  /// Writes the file, which appears whole or not at all. Throws an [OutputException] if it cannot be written.
  void write(Path file) {
    Map<String, String> metadata = new LinkedHashMap<>();
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    metadata.put(KIND, FIT);
    identity.forEach((name, value) -> metadata.put(IDENTITY + name, value));
    metadata.put(CURVES, JSON.toJson(members));
    for (int i = 0; i < state.done().size(); i++) {
      FitState.Done done = state.done().get(i);
      tensors.put(DONE + i, tensor(done.weights()));
      metadata.put(DONE + i, JSON.toJson(End.of(done.finished())));
    }
    state.current().ifPresent(current -> current.put(metadata, tensors));
    new Archive(metadata, tensors).write(file);
  }

  /// How the training of a member ended, as JSON has it; the score is a text, as it may be infinite.
  private record End(String reason, String validation, long steps, long elapsedNanos) {
    static End of(TrainingEvent.Finished finished) {
      return new End(
          finished.reason().name(),
          Double.toString(finished.validation()),
          finished.steps(),
          finished.elapsed().toNanos());
    }

    TrainingEvent.Finished finished() {
      return new TrainingEvent.Finished(
          TrainingEvent.Reason.valueOf(reason),
          Double.parseDouble(validation),
          steps,
          Duration.ofNanos(elapsedNanos));
    }
  }

  private static Tensor tensor(float[] values) {
    return Tensor.over(values, 0, 1, values.length);
  }

  /// Reads a checkpoint. Throws a [ModelFileException] if the file cannot be read, is damaged, or is no checkpoint.
  static FitCheckpoint read(Path file) {
    Archive archive = Archive.read(file);
    Map<String, String> metadata = archive.metadata();
    if (!FIT.equals(metadata.get(KIND))) {
      throw new ModelFileException(
          file + " is not the checkpoint of a fit by this version of Bijou");
    }
    try {
      Map<String, String> identity = new LinkedHashMap<>();
      metadata.forEach((key, value) -> {
        if (key.startsWith(IDENTITY)) {
          identity.put(key.substring(IDENTITY.length()), value);
        }
      });
      List<Provenance.Member> members =
          JSON.fromJson(
              text(metadata, CURVES), new TypeToken<List<Provenance.Member>>() {}.getType());
      return new FitCheckpoint(identity, members, state(metadata, archive.tensors()));
    } catch (RuntimeException malformed) {
      throw new ModelFileException(
          file + ": the checkpoint is malformed: " + malformed.getMessage(), malformed);
    }
  }

  private static FitState state(Map<String, String> metadata, Map<String, Tensor> tensors) {
    List<FitState.Done> done = new ArrayList<>();
    for (String name = DONE + 0; tensors.containsKey(name); name = DONE + done.size()) {
      End end = JSON.fromJson(text(metadata, name), End.class);
      done.add(new FitState.Done(array(tensors, name), end.finished()));
    }
    return new FitState(
        done,
        TrainingState.isIn(metadata)
            ? Optional.of(TrainingState.of(metadata, tensors))
            : Optional.empty());
  }

  private static String text(Map<String, String> metadata, String key) {
    String value = metadata.get(key);
    if (value == null) {
      throw new IllegalArgumentException("it has no " + key);
    }
    return value;
  }

  private static float[] array(Map<String, Tensor> tensors, String name) {
    Tensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new IllegalArgumentException("it has no tensor " + name);
    }
    return tensor.toArray();
  }
}
