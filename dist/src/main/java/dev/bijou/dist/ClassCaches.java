package dev.bijou.dist;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Lets Java learn from a rehearsal, for each way to run, what a start loads and what runs often in it, and keep that
/// beside the program.
final class ClassCaches {
  private static final int ROWS = 300; // enough for a fit whose result nobody needs

  private static final List<String> SHOW = List.of("--help", "--version", "fit --help");
  private static final List<String> TABLES =
      List.of(
          "fit few.csv -o few.bijou --members 1 --epochs 1 --quiet",
          "score few.bijou few.csv -o out.csv --quiet",
          "detect few.bijou few.csv -o out.csv --quiet",
          "sample few.bijou -n 10 -o out.csv --quiet",
          "inspect few.bijou",
          "serve few.bijou --port 0 --quiet < few.csv");
  private static final List<String> SPEAK =
      List.of("speak", "Dr. Jones said it twice, at 10:30: who is the zorgle?", "-o", "said.wav");

  private ClassCaches() {}

  static void make(Program program, Path table, Path target)
      throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory(target, "rehearsal");
    try {
      Files.write(folder.resolve("few.csv"), Files.readAllLines(table).subList(0, 1 + ROWS));
      List<String> quick = commands(SHOW);
      quick.addAll(SPEAK);
      make(program, "quick", quick, folder);
      List<String> thorough = commands(SHOW);
      thorough.addAll(commands(TABLES));
      thorough.addAll(SPEAK);
      make(program, "thorough", thorough, folder);
    } finally {
      Folders.delete(folder);
    }
  }

  /// The arguments of commands, each ended by a semicolon.
  private static List<String> commands(List<String> lines) {
    List<String> arguments = new ArrayList<>();
    for (String line : lines) {
      arguments.addAll(List.of(line.split(" ")));
      arguments.add(";");
    }
    return arguments;
  }

  private static void make(Program program, String way, List<String> rehearsal, Path folder)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(program.java().resolve("bin/java").toString());
    command.add("@" + program.options("common"));
    command.add("@" + program.options(way));
    command.add("-XX:+UseParallelGC");
    command.add("-XX:AOTCacheOutput=" + program.cache(way));
    command.add("-Dbijou.bundled=" + program.voice());
    command.addAll(List.of("-cp", program.jar().toString(), "dev.bijou.cli.Rehearsal"));
    command.addAll(rehearsal);
    Path log = folder.resolve("log");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    List.of("JDK_JAVA_OPTIONS", "JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS")
        .forEach(builder.environment()::remove);
    int code = builder.start().waitFor();
    if (code != 0 || !Files.exists(program.cache(way))) {
      throw new IllegalStateException(
          "the rehearsal \"%s\" ended with %d: %s".formatted(way, code, Files.readString(log)));
    }
  }
}
