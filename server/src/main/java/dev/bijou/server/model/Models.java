package dev.bijou.server.model;

import dev.bijou.BijouException;
import dev.bijou.InputException;
import dev.bijou.server.http.Problem;
import dev.bijou.table.model.TableModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.BiConsumer;

/// The models that are served, by name. A file that is replaced is loaded beside the old model and exchanged: a request that
/// has the old one keeps it.
public final class Models {
  private final Map<String, Path> files;
  private final Map<String, Served> served = new ConcurrentSkipListMap<>();
  private final Map<String, Served.Stamp> failed = new ConcurrentSkipListMap<>();

  private Models(Map<String, Path> files) {
    this.files = files;
  }

  /// Loads models; each goes by the name of its file without the extension.
  ///
  /// Throws an [InputException] if two have the same name, a [ModelFileException] if one cannot be loaded.
  public static Models load(List<Path> paths) {
    Map<String, Path> files = new LinkedHashMap<>();
    for (Path path : paths) {
      Path other = files.put(name(path), path);
      if (other != null) {
        throw new InputException(
            "%s and %s would both be called \"%s\"; rename one".formatted(other, path, name(path)));
      }
    }
    Models models = new Models(files);
    files.forEach((name, path) -> models.served.put(name, load(name, path)));
    return models;
  }

  private static String name(Path path) {
    String file = String.valueOf(path.getFileName());
    int dot = file.lastIndexOf('.');
    return dot > 0 ? file.substring(0, dot) : file;
  }

  private static Served load(String name, Path path) {
    Served.Stamp before = stamp(path);
    return Served.of(name, String.valueOf(path.getFileName()), before, TableModel.load(path));
  }

  private static Served.Stamp stamp(Path path) {
    try {
      BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
      return new Served.Stamp(
          attributes.size(),
          attributes.lastModifiedTime().toMillis(),
          String.valueOf(attributes.fileKey()));
    } catch (IOException _) {
      return Served.Stamp.GONE; // why, the model's reader says
    }
  }

  /// Loads the models whose files have changed. One that cannot be loaded, as it is damaged or gone, is told once, and the one
  /// before it stays.
  ///
  /// @param told of each change: the name of the model, and what is wrong with it, or an empty text
  public synchronized void refresh(BiConsumer<String, String> told) {
    files.forEach((name, path) -> {
      Served.Stamp now = stamp(path);
      Served old = served.get(name);
      if ((old != null && now.equals(old.stamp())) || now.equals(failed.get(name))) {
        return;
      }
      try {
        served.put(name, load(name, path));
        failed.remove(name);
        told.accept(name, "");
      } catch (BijouException bad) {
        failed.put(name, now);
        told.accept(name, bad.getMessage());
      }
    });
  }

  /// A model by its name.
  ///
  /// Throws a [Problem] of status 404 if there is none.
  public Served get(String name) {
    Served found = served.get(name);
    if (found == null) {
      throw Problem.of(404, "there is no model of this name; GET /v1/models lists them");
    }
    return found;
  }

  /// All of them, by name.
  public Collection<Served> all() {
    return Collections.unmodifiableCollection(served.values());
  }

  /// Serves a further model, or another one under a name.
  ///
  /// Throws a [ModelFileException] if it cannot be loaded.
  public synchronized void add(String name, Path file) {
    served.put(name, load(name, file));
    files.put(name, file);
  }

  /// The file of a model.
  public synchronized Path file(String name) {
    return Objects.requireNonNull(files.get(name), name);
  }
}
