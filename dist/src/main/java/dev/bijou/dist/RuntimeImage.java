package dev.bijou.dist;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/// The Java that comes with the program: those modules of the JDK that it needs.
final class RuntimeImage {
  private static final String MODULES =
      String.join(
          ",",
          "java.base",
          "java.desktop", // sound files, pictures of spectrograms
          "java.logging", // of the Parquet reader
          "jdk.httpserver", // bijou serve
          "jdk.incubator.vector", // the fast kernels
          "jdk.jfr", // events of the Parquet reader
          "jdk.unsupported"); // Ctrl-C

  private static final List<String> OPTIONS =
      List.of(
          "--add-modules",
          MODULES,
          "--strip-debug",
          "--no-man-pages",
          "--no-header-files",
          "--compress=zip-2"); // a higher level saves one megabyte in thirty

  private RuntimeImage() {}

  /// The image in a folder, which is made again only when the JDK or the options are others.
  static Path in(Path target) throws IOException {
    Path image = target.resolve("java");
    Path made = target.resolve("java.made-of");
    String of = Runtime.version() + " " + System.getProperty("java.home") + " " + OPTIONS;
    if (Files.exists(made) && Files.readString(made).equals(of)) {
      return image;
    }
    Files.deleteIfExists(made);
    Folders.delete(image);
    link(image);
    Files.writeString(made, of);
    return image;
  }

  private static void link(Path image) {
    ToolProvider jlink =
        ToolProvider.findFirst("jlink")
            .orElseThrow(() -> new IllegalStateException("this JDK has no jlink"));
    StringWriter output = new StringWriter();
    PrintWriter writer = new PrintWriter(output);
    String[] arguments =
        Stream.concat(OPTIONS.stream(), Stream.of("--output", image.toString()))
            .toArray(String[]::new);
    if (jlink.run(writer, writer, arguments) != 0) {
      throw new IllegalStateException("jlink failed: " + output);
    }
  }
}
