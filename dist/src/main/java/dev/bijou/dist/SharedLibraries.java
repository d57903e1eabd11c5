package dev.bijou.dist;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The libraries of the system that Java and the shell are linked to: the C library in its parts, and its loader.
final class SharedLibraries {
  static final Path SHELL = Path.of("/bin/sh");

  private static final Pattern LIBRARY = Pattern.compile("(?:=> |^\\s*)(/\\S+) \\(0x");

  private SharedLibraries() {}

  static Set<Path> of(Program program) throws IOException, InterruptedException {
    Set<Path> libraries = new TreeSet<>();
    add(program.java().resolve("bin/java"), libraries);
    add(program.java().resolve("lib/server/libjvm.so"), libraries);
    add(SHELL, libraries);
    libraries.removeIf(library -> library.startsWith(program.folder())); // they come with it
    return libraries;
  }

  private static void add(Path binary, Set<Path> libraries)
      throws IOException, InterruptedException {
    Process ldd = new ProcessBuilder("ldd", binary.toString()).redirectErrorStream(true).start();
    String output = new String(ldd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (ldd.waitFor() != 0) {
      throw new IllegalStateException("ldd %s: %s".formatted(binary, output));
    }
    output
        .lines()
        .map(LIBRARY::matcher)
        .filter(Matcher::find)
        .forEach(line -> libraries.add(Path.of(line.group(1)).normalize()));
  }
}
