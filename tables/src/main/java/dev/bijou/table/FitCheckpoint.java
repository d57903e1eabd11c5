package dev.bijou.table;

import com.google.gson.Gson;
import com.google.gson.reflect.TypeToken;
import dev.bijou.file.Archive;
import dev.bijou.file.ModelFileException;
import dev.bijou.tensor.Tensor;
import dev.bijou.train.FitState;
import dev.bijou.train.TrainingState;
import java.nio.file.Path;
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
  private static final String FIT = "bijou fit checkpoint 1";
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
      tensors.put(DONE + i, tensor(state.done().get(i)));
    }
    state.current().ifPresent(current -> current.put(metadata, tensors));
    try {
      new Archive(metadata, tensors).write(file);
    } catch (ModelFileException e) {
      throw OutputException.line(String.valueOf(e.getMessage()), e);
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
    List<float[]> done = new ArrayList<>();
    while (tensors.containsKey(DONE + done.size())) {
      done.add(array(tensors, DONE + done.size()));
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
