package dev.bijou.storage;

import dev.bijou.ModelFileException;
import dev.bijou.tensor.Tensor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The file in which a training keeps its state, to resume from it.
///
/// @param path where it is
/// @param kind what is in it
/// @param identity what identifies the training: data and options, by name
/// @param <S> the state
public record CheckpointFile<S>(Path path, Kind<S> kind, Map<String, String> identity) {
  private static final String KIND = "kind";
  private static final String NOT_GIVEN = "not given";

  /// A kind of checkpoint.
  ///
  /// @param name what is trained, in words: "voice"
  /// @param version of the format of its state
  /// @param codec its state as texts and tensors
  /// @param <S> the state
  public record Kind<S>(String name, int version, Codec<S> codec) {
    private String form() {
      return "bijou %s checkpoint %d".formatted(name, version);
    }

    private String prefix() {
      return name + ".";
    }
  }

  /// Turns states into texts and tensors, and back, exactly.
  ///
  /// @param <S> the state
  public interface Codec<S> {
    /// Adds a state to texts and tensors.
    void put(S state, Map<String, String> texts, Map<String, Tensor> tensors);

    /// The state that [#put] added.
    ///
    /// @throws RuntimeException if there is none, or it is malformed
    S of(Map<String, String> texts, Map<String, Tensor> tensors);
  }

  /// Writes the file, which appears whole or not at all.
  ///
  /// @throws dev.bijou.OutputException if it cannot be written
  public void write(S state) {
    Map<String, String> texts = new LinkedHashMap<>();
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    texts.put(KIND, kind.form());
    identity.forEach((name, value) -> texts.put(kind.prefix() + name, value));
    kind.codec().put(state, texts, tensors);
    new Archive(texts, tensors).write(path);
  }

  /// The state in the file, if there is a file.
  ///
  /// @throws ModelFileException if it cannot be read, is damaged, is no checkpoint of this kind, or belongs to another
  ///     training
  public Optional<S> read() {
    if (!Files.exists(path)) {
      return Optional.empty();
    }
    Archive archive = Archive.read(path);
    Map<String, String> texts = archive.metadata();
    if (!kind.form().equals(texts.get(KIND))) {
      throw new ModelFileException(
          "%s is not the checkpoint of a %s by this version of Bijou".formatted(path, kind.name()));
    }
    requireIdentity(texts);
    try {
      return Optional.of(kind.codec().of(texts, archive.tensors()));
    } catch (RuntimeException malformed) {
      throw new ModelFileException(
          path + ": the checkpoint is malformed: " + malformed.getMessage(), malformed);
    }
  }

  private void requireIdentity(Map<String, String> texts) {
    Map<String, String> other = new LinkedHashMap<>();
    texts.forEach((key, value) -> {
      if (key.startsWith(kind.prefix())) {
        other.put(key.substring(kind.prefix().length()), value);
      }
    });
    Set<String> names = new LinkedHashSet<>(identity.keySet());
    names.addAll(other.keySet());
    for (String name : names) {
      String there = other.getOrDefault(name, NOT_GIVEN);
      String here = identity.getOrDefault(name, NOT_GIVEN);
      if (!there.equals(here)) {
        throw new ModelFileException(
            "%s is the checkpoint of another %s: the %s is %s there and %s here; give the same data and options, or name another file"
                .formatted(path, kind.name(), name, there, here));
      }
    }
  }
}
