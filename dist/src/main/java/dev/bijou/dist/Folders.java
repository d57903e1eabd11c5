package dev.bijou.dist;

import java.io.IOException;
import java.nio.file.CopyOption;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/// What is done to whole folders.
final class Folders {
  private static final CopyOption[] AS_IS = {
    StandardCopyOption.COPY_ATTRIBUTES, LinkOption.NOFOLLOW_LINKS
  };

  private Folders() {}

  /// All that is in a folder, each folder before what it holds, in an order that does not depend on the file system.
  static List<Path> within(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.skip(1).sorted().toList();
    }
  }

  static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    for (Path file : within(from)) {
      Path copy = to.resolve(from.relativize(file));
      if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
        Files.createDirectories(copy);
      } else {
        Files.copy(file, copy, AS_IS);
      }
    }
  }

  static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      for (Path file : within(folder).reversed()) {
        Files.delete(file);
      }
      Files.delete(folder);
    }
  }

  /// Puts a folder in the place of another one.
  static void replace(Path old, Path by) throws IOException {
    Path aside = old.resolveSibling(old.getFileName() + ".old");
    delete(aside);
    if (Files.exists(old)) {
      Files.move(old, aside);
    }
    Files.move(by, old);
    delete(aside);
  }
}
