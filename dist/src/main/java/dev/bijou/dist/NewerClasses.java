package dev.bijou.dist;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/// Compiles a library again that was published for Java 5: classes that old are in no class cache, so that every start
/// would read and verify them.
final class NewerClasses {
  private static final String SOURCES = "-sources.jar";

  private NewerClasses() {}

  /// Replaces the classes of each jar in a folder whose sources are in another.
  ///
  /// @param work a folder for what comes between
  static void replaceIn(Path jars, Path sources, Path work, Instant time) throws IOException {
    try (Stream<Path> found = Files.list(sources)) {
      for (Path source : (Iterable<Path>) found::iterator) {
        String name = source.getFileName().toString();
        if (!name.endsWith(SOURCES)) {
          throw new IllegalStateException(source + " has no sources");
        }
        Path jar = jars.resolve(name.substring(0, name.length() - SOURCES.length()) + ".jar");
        replace(jar, source, work, time);
      }
    }
  }

  private static void replace(Path jar, Path sources, Path work, Instant time) throws IOException {
    Folders.delete(work);
    Path java = work.resolve("java");
    Path classes = work.resolve("classes");
    run("jar", List.of("--extract", "--file=" + sources, "--dir=" + java));
    List<String> compile = new ArrayList<>();
    compile.addAll(List.of("-nowarn", "-proc:none", "-d", classes.toString()));
    Folders.within(java).stream()
        .map(Path::toString)
        .filter(file -> file.endsWith(".java"))
        .forEach(compile::add);
    run("javac", compile);
    List<String> update = new ArrayList<>();
    update.addAll(List.of("--update", "--file=" + jar, "--date=" + time));
    for (Path file : Folders.within(classes)) { // in an order that is the same on every machine
      if (Files.isRegularFile(file)) {
        update.addAll(List.of("-C", classes.toString(), classes.relativize(file).toString()));
      }
    }
    run("jar", update);
    Folders.delete(work);
  }

  private static void run(String name, List<String> arguments) {
    ToolProvider tool =
        ToolProvider.findFirst(name)
            .orElseThrow(() -> new IllegalStateException("this JDK has no " + name));
    StringWriter output = new StringWriter();
    PrintWriter writer = new PrintWriter(output);
    if (tool.run(writer, writer, arguments.toArray(String[]::new)) != 0) {
      throw new IllegalStateException(name + " failed: " + output);
    }
  }
}
