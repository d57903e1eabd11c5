package dev.bijou.interop;

import com.google.gson.Gson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Flows that libraries wrote, with what they say of some rows.
public final class Fixtures {
  private Fixtures() {}

  /// Rows, a list for each, their contexts, and their log-densities and latents.
  record Rows(float[][] x, float[][] c, double[] log_prob, double[][] latent) {}

  /// A file beside this class.
  public static Path file(String name) {
    try {
      return Path.of(Fixtures.class.getResource(name).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /// The files of a folder beside this class with an ending.
  public static List<Path> files(String folder, String ending) {
    try (Stream<Path> all = Files.list(file(folder))) {
      return all.filter(path -> path.toString().endsWith(ending)).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Path sibling(Path file, String ending) {
    String name = file.getFileName().toString();
    return file.resolveSibling(name.substring(0, name.lastIndexOf('.')) + ending);
  }

  static Rows rows(Path file) {
    return new Gson().fromJson(text(sibling(file, ".rows")), Rows.class);
  }

  static Imported read(Path file) {
    return ForeignFlows.read(file, text(sibling(file, ".json")), "flow.json", "");
  }
}
