package dev.bijou.speech.training;

import com.google.gson.Gson;
import dev.bijou.file.Archive;
import dev.bijou.file.ModelFileException;
import dev.bijou.speech.SpeechException;
import dev.bijou.tensor.Tensor;
import dev.bijou.train.TrainingState;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/// A training that has come to the end of a round: what it needs to go on, and which training it is.
///
/// @param kind what the model is called, e.g. "voice"
/// @param identity what makes it this training and no other: data and options, by name
/// @param curve what it has learned so far
/// @param state what it needs to go on bit for bit
record Checkpoint(
    String kind, Map<String, String> identity, LearningCurve curve, TrainingState state) {
  private static final String KIND = "kind";
  private static final String CURVE = "curve";
  private static final String NOT_SAID = "not given";
  private static final Gson JSON = new Gson();

  /// Writes the file, which appears whole or not at all. Throws a [ModelFileException] if it cannot be written.
  void write(Path file) {
    Map<String, String> texts = new LinkedHashMap<>();
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    texts.put(KIND, form(kind));
    identity.forEach((name, value) -> texts.put(kind + "." + name, value));
    texts.put(CURVE, JSON.toJson(curve));
    state.put(texts, tensors);
    new Archive(texts, tensors).write(file);
  }

  /// Reads a checkpoint. Throws a [ModelFileException] if the file cannot be read, is damaged, or is no checkpoint.
  static Checkpoint read(Path file, String kind) {
    Archive archive = Archive.read(file);
    Map<String, String> texts = archive.metadata();
    if (!form(kind).equals(texts.get(KIND))) {
      throw new ModelFileException(
          "%s is not the checkpoint of a %s by this version of Bijou".formatted(file, kind));
    }
    try {
      Map<String, String> identity = new LinkedHashMap<>();
      texts.forEach((key, value) -> {
        if (key.startsWith(kind + ".")) {
          identity.put(key.substring(kind.length() + 1), value);
        }
      });
      return new Checkpoint(
          kind,
          identity,
          JSON.fromJson(texts.get(CURVE), LearningCurve.class),
          TrainingState.of(texts, archive.tensors()));
    } catch (RuntimeException malformed) {
      throw new ModelFileException(
          file + ": the checkpoint is malformed: " + malformed.getMessage(), malformed);
    }
  }

  private static String form(String kind) {
    return "bijou " + kind + " checkpoint 1";
  }

  /// Throws a [SpeechException] unless this is the checkpoint of that training.
  void requireIdentity(Path file, Map<String, String> wanted) {
    Set<String> names = new LinkedHashSet<>(wanted.keySet());
    names.addAll(identity.keySet());
    for (String name : names) {
      String before = identity.getOrDefault(name, NOT_SAID);
      String now = wanted.getOrDefault(name, NOT_SAID);
      if (!before.equals(now)) {
        throw new SpeechException(
            "%s is the checkpoint of another %s: the %s is %s there and %s here; repeat that command, or name another file"
                .formatted(file, kind, name, before, now));
      }
    }
  }
}
