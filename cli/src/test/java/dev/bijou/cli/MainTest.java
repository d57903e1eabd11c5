package dev.bijou.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {
  @TempDir private Path folder;

  private Cli.Result run(String... arguments) {
    return new Cli(folder).run(arguments);
  }

  @Test
  void helpNamesEveryCommandAndGoesToStandardOutput() {
    Cli.Result help = run("--help").ok();
    for (String command :
        new String[] {"fit", "score", "sample", "inspect", "report", "toy", "voice"}) {
      assertTrue(
          help.lines().stream().anyMatch(line -> line.startsWith("  " + command + " ")), command);
    }
    assertEquals("", help.err());
  }

  @ParameterizedTest
  @ValueSource(strings = {"fit", "score", "sample", "inspect", "report", "toy", "voice"})
  void everyCommandHasHelpWithAnExample(String command) {
    String help = run(command, "--help").ok().out();
    assertTrue(help.contains("Examples:\n  bijou " + command), help);
  }

  @Test
  void versionIsOneLine() {
    assertTrue(run("--version").ok().out().matches("bijou \\S+\n"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                          | say what to do: schema, fit, score, detect, watch, sample, compare, impute, inspect, report, import, export, serve, studio, toy, speak, voice (see bijou --help)
          learn                       | there is no command "learn", but schema, fit, score, detect, watch, sample, compare, impute, inspect, report, import, export, serve, studio, toy, speak, voice (see bijou --help)
          fit a.csv                   | missing -o MODEL (see bijou fit --help)
          fit -o m                    | missing TABLE (see bijou fit --help)
          fit a.csv -o m --epoch 3    | there is no option "--epoch"; did you mean --epochs? (see bijou fit --help)
          fit a.csv b.csv -o m        | unexpected "b.csv" (see bijou fit --help)
          fit a.csv -o m --epochs x   | --epochs: "x" is not a whole number (see bijou fit --help)
          fit a.csv -o m --epochs 0   | epochs is 0, but must be at least 1
          fit a.csv -o m --members 0  | members is 0, but must lie in 1 … 100
          fit a.csv -o m --threads 0  | --threads is 0, but must lie in 1 … 1024
          fit a.csv -o m --budget 9   | "9" is not a time; write for instance 90s, 10m or 2h
          fit a.csv -o m --budget 0s  | "0s" is not a time to learn for
          fit a.csv -o m --resume     | --resume needs a --checkpoint FILE to continue from
          fit a.csv -o m --missing x  | --missing: "x" is none of refuse, drop (see bijou fit --help)
          fit a.csv -o m --validation 1.5 | validation is 1.5, but must lie between 0 and 1
          sample m -n -1              | -n is -1, but must not be negative
          toy moons                   | missing -n N (see bijou toy --help)
          toy moon -n 1               | no toy density is called "moon"; there are moons, rings, pinwheel, checkerboard, spirals
          """)
  void badUsageIsOneLineAndExitCodeTwo(String commandLine, String message) {
    String[] arguments =
        Arrays.stream(commandLine.split(" "))
            .filter(word -> !word.isEmpty())
            .toArray(String[]::new);
    assertEquals(message, run(arguments).error(2));
  }

  @Test
  void unknownFlowListsAllFlows() {
    String error = run("fit", "a.csv", "-o", "m", "--flow", "glow").error(2);
    assertTrue(error.startsWith("no flow is called \"glow\"; there are neural-spline, "), error);
  }

  @Test
  void failuresAreClassified() {
    assertEquals(1, Failure.of(new OutOfMemoryError()).exitCode());
    assertTrue(Failure.of(new OutOfMemoryError()).message().contains("JDK_JAVA_OPTIONS=-Xmx"));
    Failure bug = Failure.of(new IllegalStateException("two\nlines"));
    assertEquals(1, bug.exitCode());
    assertEquals(
        "internal error: java.lang.IllegalStateException: two lines; please report it, with what BIJOU_DEBUG=1 in the environment adds",
        bug.message());
  }
}
