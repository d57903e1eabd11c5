package dev.bijou.benchmark.reading;

import dev.bijou.benchmark.CommandLine;
import dev.bijou.speech.text.UsEnglish;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// Judges how text is read: numbers and the like against NVIDIA's test cases, homographs against Google's sentences.
public final class Reading {
  private static final String USAGE =
      """
      Usage: benchmarks/reading FOLDER [--lines odd|even] [--list]
             benchmarks/reading --homographs WORDIDS FOLDER [--list]
      Says how many texts are read as they should be.

        FOLDER                test_cases_CLASS.txt of NVIDIA/NeMo-text-processing (English), or the sentences
                              of google-research-datasets/WikipediaHomographData, data/eval
        --lines odd|even      every other line of each file only
        --homographs WORDIDS  judges homographs, by the pronunciations of data/wordids.tsv
        --list                shows what is read otherwise
      """;

  private static final Map<String, Predicate<Normalization.Case>> LINES =
      Map.of("odd", c -> c.line() % 2 == 1, "even", c -> c.line() % 2 == 0, "all", _ -> true);

  private final PrintStream out;
  private final boolean list;
  private final UsEnglish english = UsEnglish.bundled();

  private Reading(PrintStream out, boolean list) {
    this.out = out;
    this.list = list;
  }

  /// The command line; exits 2 for a bad one.
  public static void main(String[] args) throws IOException {
    if (List.of(args).contains("--help")) {
      System.out.print(USAGE);
      return;
    }
    try {
      run(CommandLine.parse(args, Set.of("--list"), Set.of("--lines", "--homographs")));
    } catch (IllegalArgumentException e) {
      System.err.println("reading: " + e.getMessage());
      System.exit(2);
    }
  }

  private static void run(CommandLine line) throws IOException {
    if (line.positional().size() != 1) {
      throw new IllegalArgumentException("give one folder; see --help");
    }
    Path folder = Path.of(line.positional().getFirst());
    if (!Files.isDirectory(folder)) {
      throw new IllegalArgumentException(folder + " is no folder");
    }
    Predicate<Normalization.Case> lines = LINES.get(line.value("--lines").orElse("all"));
    if (lines == null) {
      throw new IllegalArgumentException("--lines must be odd or even");
    }
    Reading reading = new Reading(System.out, line.flags().contains("--list"));
    Path wordids = line.path("--homographs").orElse(null);
    if (wordids == null) {
      reading.normalization(folder, lines);
    } else {
      reading.homographs(wordids, folder);
    }
  }

  private void normalization(Path folder, Predicate<Normalization.Case> lines) throws IOException {
    List<Normalization.Case> all = new ArrayList<>();
    out.printf("%-12s %6s %6s %6s%n", "class", "cases", "exact", "alike");
    for (String kind : Normalization.CLASSES) {
      List<Normalization.Case> cases =
          Normalization.cases(folder, kind, english).stream().filter(lines).toList();
      row(kind, cases);
      all.addAll(cases);
    }
    row("all", all);
    for (Normalization.Case each : all) {
      if (list && !each.exact()) {
        out.printf(
            "%n%s, line %d: %s%n  there: %s%n  here:  %s%n",
            each.kind(), each.line(), each.written(), each.spoken(), each.read());
      }
    }
  }

  private void row(String kind, List<Normalization.Case> cases) {
    long exact = cases.stream().filter(Normalization.Case::exact).count();
    long alike = cases.stream().filter(Normalization.Case::alike).count();
    out.printf(
        "%-12s %6d %5.1f%% %5.1f%%%n",
        kind, cases.size(), 100.0 * exact / cases.size(), 100.0 * alike / cases.size());
  }

  private void homographs(Path wordids, Path folder) throws IOException {
    List<Homographs.Case> cases = Homographs.cases(wordids, folder, english);
    Map<String, Long> usual =
        cases.stream()
            .collect(
                Collectors.groupingBy(
                    each -> each.word() + " " + each.reading(),
                    TreeMap::new,
                    Collectors.counting()));
    Map<String, Long> most = new TreeMap<>();
    usual.forEach((reading, count) -> most.merge(reading.split(" ")[0], count, Math::max));
    long right = cases.stream().filter(Homographs.Case::right).count();
    long frequent = most.values().stream().mapToLong(Long::longValue).sum();
    out.printf("%d sentences, %d words%n", cases.size(), most.size());
    out.printf("read right: %.1f%%%n", 100.0 * right / cases.size());
    out.printf("always the most frequent reading there: %.1f%%%n", 100.0 * frequent / cases.size());
    for (Homographs.Case each : cases) {
      if (list && !each.right()) {
        out.printf("%n%s, not %s: %s%n", each.reading(), each.read(), each.sentence());
      }
    }
  }
}
