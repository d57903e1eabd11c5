package dev.bijou.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.bijou.cli.console.Interrupts;
import dev.bijou.cli.console.Shell;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/// Runs commands in a folder as the program would, but without a process.
///
/// @param folder where files are; `{}` in an argument stands for it
record Cli(Path folder) {

  /// What a command did.
  ///
  /// @param code the exit code
  /// @param out what it wrote to standard output
  /// @param err what it wrote to standard error
  record Result(int code, String out, String err) {
    List<String> lines() {
      return out.lines().toList();
    }

    /// The single line of an error, without `bijou: `.
    String error(int expectedCode) {
      assertEquals(expectedCode, code, err);
      assertEquals("", out);
      assertEquals(1, err.lines().count(), err);
      assertEquals("bijou: ", err.substring(0, 7));
      return err.strip().substring(7);
    }

    Result ok() {
      assertEquals(0, code, err);
      return this;
    }
  }

  private static final Map<String, String> SHORT =
      Map.of("--flow", "real-nvp", "--members", "1", "--epochs", "2");

  /// Never interrupted.
  static final Interrupts NONE = interruptedAfter(Integer.MAX_VALUE);

  /// Ctrl-C after a stop has been asked about so many times.
  static Interrupts interruptedAfter(int questions) {
    return new Interrupts() {
      private int asked;

      @Override
      public boolean requested() {
        return asked++ >= questions;
      }

      @Override
      public int exitCode() {
        return 130;
      }

      @Override
      public void close() {}
    };
  }

  Result run(String... arguments) {
    return run("", NONE, arguments);
  }

  Result run(String in, Interrupts interrupts, String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Shell shell =
        new Shell(
            new ByteArrayInputStream(in.getBytes(StandardCharsets.UTF_8)),
            out,
            new PrintStream(err, true, StandardCharsets.UTF_8),
            false,
            Shell.USUAL_COLUMNS,
            _ -> interrupts);
    String[] located = new String[arguments.length];
    for (int i = 0; i < located.length; i++) {
      located[i] = arguments[i].replace("{}", folder.toString());
    }
    int code = Main.run(shell, located);
    return new Result(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /// A fit of `table` to `model`, short unless the options say otherwise.
  Result fit(String table, String model, String... options) {
    return fit(NONE, table, model, options);
  }

  Result fit(Interrupts interrupts, String table, String model, String... options) {
    List<String> all = new ArrayList<>(List.of("fit", "{}/" + table, "-o", "{}/" + model));
    SHORT.forEach((option, value) -> {
      if (!List.of(options).contains(option)) {
        all.addAll(List.of(option, value));
      }
    });
    all.addAll(List.of(options));
    return run("", interrupts, all.toArray(String[]::new));
  }

  Path write(String name, String text) {
    try {
      return Files.writeString(folder.resolve(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String read(String name) {
    try {
      return Files.readString(folder.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The names of all files in the folder, hidden ones too.
  List<String> files() {
    try (var files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// A table of columns a, b and c, where b depends on a and c on both.
  static String table(int rows, long seed) {
    Random random = new Random(seed);
    StringBuilder text = new StringBuilder("a,b,c\n");
    for (int i = 0; i < rows; i++) {
      double a = random.nextGaussian();
      double b = Math.sin(a) + 0.3 * random.nextGaussian();
      double c = 10 + a * b + 0.2 * random.nextGaussian();
      text.append(String.format(Locale.ROOT, "%.5f,%.5f,%.5f%n", a, b, c));
    }
    return text.toString().replace("\r", "");
  }
}
