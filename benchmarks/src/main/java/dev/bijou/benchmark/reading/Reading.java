package dev.bijou.benchmark.reading;

import dev.bijou.benchmark.CommandLine;
import dev.bijou.speech.text.UsEnglish;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Judges how text is read.
public final class Reading {
  private static final PrintStream OUT = System.out;

  private Reading() {}

  public static void main(String[] arguments) throws IOException {
    CommandLine line =
        CommandLine.parse(arguments, Set.of("--help", "--list"), Set.of("--lines"));
    Path folder = Path.of(line.positional().getFirst());
    normalization(folder, line.value("--lines").orElse("all"), line.flags().contains("--list"));
  }

  private static void normalization(Path folder, String lines, boolean list) throws IOException {
    UsEnglish english = UsEnglish.bundled();
    List<Normalization.Case> all = new ArrayList<>();
    OUT.printf("%-12s %6s %6s %6s%n", "class", "cases", "exact", "alike");
    for (String kind : Normalization.CLASSES) {
      List<Normalization.Case> cases =
          Normalization.cases(folder, kind, english).stream()
              .filter(
                  c ->
                      switch (lines) {
                        case "odd" -> c.line() % 2 == 1;
                        case "even" -> c.line() % 2 == 0;
                        default -> true;
                      })
              .toList();
      row(kind, cases);
      all.addAll(cases);
    }
    row("all", all);
    if (list) {
      for (Normalization.Case c : all) {
        if (!c.exact()) {
          OUT.printf(
              "%s %d %s%n  %s%n  %s %s%n",
              c.kind(), c.line(), c.written(), c.spoken(), c.read(), c.alike() ? "(alike)" : "");
        }
      }
    }
  }

  private static void row(String kind, List<Normalization.Case> cases) {
    long exact = cases.stream().filter(Normalization.Case::exact).count();
    long alike = cases.stream().filter(Normalization.Case::alike).count();
    OUT.printf(
        "%-12s %6d %5.1f%% %5.1f%%%n",
        kind, cases.size(), 100.0 * exact / cases.size(), 100.0 * alike / cases.size());
  }
}
