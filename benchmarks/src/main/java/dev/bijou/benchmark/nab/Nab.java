package dev.bijou.benchmark.nab;

import com.google.gson.JsonObject;
import dev.bijou.benchmark.CommandLine;
import dev.bijou.table.io.TableException;
import dev.bijou.tensor.Workers;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/// Runs Bijou and AWS's random cut forest over series of the Numenta Anomaly Benchmark and prints what its rules give them.
public final class Nab {
  private static final String USAGE =
      """
      Usage: benchmarks/nab FOLDER [--window N] [--recent N] [--again] [--seed N] [--threads N] [--json FILE]
             benchmarks/nab --generated SEED [...]
             benchmarks/nab --changing SEED [...]
             benchmarks/nab --varied SEED [...]
      Judges each row of each series by the rows before it, with the benchmark's own scoring (standard profile).

        FOLDER            series as CSV (timestamp,value), plain or .gz, windows.json and profiles.json
        --generated SEED  twelve made-up series instead, by which the settings were chosen
        --changing SEED   twelve made-up series that move away from their beginning
        --varied SEED     sixteen made-up series of many lengths, with one to four anomalies
        --window N        rows that Bijou sees together (default 8)
        --recent N        rows before it that Bijou ranks a row among; 0 for held-out ones (default 250)
        --again           Bijou also learns from all rows so far whenever these have doubled
        --seed N          of the fits and the forests (default 0)
        --threads N       by default all processors
        --json FILE       a JSON line for each detector as well
      """;

  private static final Scoring STANDARD = new Scoring(1, 0.11, 1);

  private static final String GENERATED = "--generated";
  private static final Map<String, LongFunction<List<Series>>> MADE =
      Map.of(GENERATED, Generated::all, "--changing", Changing::all, "--varied", Varied::all);

  private Nab() {}

  /// The command line; exits 2 for a bad one.
  public static void main(String[] args) throws IOException {
    PrintStream out = System.out;
    if (List.of(args).contains("--help")) {
      out.print(USAGE);
      return;
    }
    try {
      run(Arguments.parse(args), out);
    } catch (IllegalArgumentException | TableException e) {
      System.err.println("nab: " + e.getMessage());
      System.exit(2);
    }
  }

  /// @param folder of the series; null for generated ones
  /// @param generator makes these
  /// @param generated the seed of these
  /// @param window of Bijou's models
  /// @param recent rows that a row is ranked among; 0 for held-out ones
  /// @param again whether Bijou learns again
  /// @param seed of fits and forests
  /// @param threads to use
  /// @param json file for JSON lines
  private record Arguments(
      @Nullable Path folder,
      LongFunction<List<Series>> generator,
      long generated,
      int window,
      int recent,
      boolean again,
      long seed,
      int threads,
      @Nullable Path json) {
    static Arguments parse(String[] args) {
      CommandLine line =
          CommandLine.parse(
              args,
              Set.of("--again"),
              Set.of(
                  GENERATED,
                  "--changing",
                  "--varied",
                  "--window",
                  "--recent",
                  "--seed",
                  "--threads",
                  "--json"));
      List<String> made = MADE.keySet().stream().filter(o -> line.value(o).isPresent()).toList();
      if (line.positional().size() + made.size() != 1) {
        throw new IllegalArgumentException(
            "one folder is needed, --generated, --changing or --varied; see --help");
      }
      String option = made.isEmpty() ? GENERATED : made.getFirst();
      return new Arguments(
          made.isEmpty() ? Path.of(line.positional().getFirst()) : null,
          Objects.requireNonNull(MADE.get(option)),
          line.number(option, 0, 0),
          line.number("--window", 8, 2),
          line.number("--recent", 250, 0),
          line.flags().contains("--again"),
          line.number("--seed", 0, 0),
          line.threads(),
          line.path("--json").orElse(null));
    }

    List<Series> series() {
      return folder == null ? generator.apply(generated) : Series.readAll(folder);
    }

    Scoring scoring() {
      return folder == null ? STANDARD : Scoring.read(folder.resolve("profiles.json"), "standard");
    }
  }

  private static void run(Arguments arguments, PrintStream out) throws IOException {
    List<Series> all = arguments.series();
    Scoring scoring = arguments.scoring();
    out.println(
        "A sum is what a series earns: 1 for each window seen at once, -1 for each missed, -%s or less for each false alarm."
            .formatted(scoring.fp()));
    StringBuilder json = new StringBuilder();
    try (Workers workers = new Workers(arguments.threads())) {
      List<AnomalyDetector> detectors =
          List.of(
              new FlowDetector(
                  arguments.window(),
                  arguments.recent() == 0
                      ? OptionalInt.empty()
                      : OptionalInt.of(arguments.recent()),
                  arguments.again(),
                  arguments.seed(),
                  workers),
              new ForestDetector(1, arguments.seed()),
              new ForestDetector(48, arguments.seed()));
      for (AnomalyDetector detector : detectors) {
        long start = System.nanoTime();
        List<double[]> scores = all.stream().map(detector::scores).toList();
        double seconds = (System.nanoTime() - start) / 1e9;
        Scoring.Result result = scoring.best(all, scores);
        print(detector.name(), all, result, seconds, out);
        json.append(json(detector.name(), all, result, seconds)).append('\n');
      }
    }
    if (arguments.folder() != null) {
      Published.forest(all)
          .ifPresent(score ->
              out.println(
                  "%nAWS forest as published, at its threshold for all 58 series: %.1f"
                      .formatted(score)));
    }
    if (arguments.json() != null) {
      Files.writeString(arguments.json(), json);
    }
  }

  private static void print(
      String name, List<Series> all, Scoring.Result result, double seconds, PrintStream out) {
    out.println("%n%s: %.1f (%.0f s)".formatted(name, result.score(), seconds));
    for (int s = 0; s < all.size(); s++) {
      Scoring.Sum sum = result.series().get(s);
      out.println(
          "  %-40s %6.2f  %d of %d windows, %d false alarms"
              .formatted(
                  all.get(s).name(), sum.sum(), sum.seen(), sum.windows(), sum.falseAlarms()));
    }
  }

  private static JsonObject json(
      String name, List<Series> all, Scoring.Result result, double seconds) {
    JsonObject line = new JsonObject();
    line.addProperty("detector", name);
    line.addProperty("score", result.score());
    line.addProperty("threshold", result.threshold());
    line.addProperty("seconds", seconds);
    JsonObject series = new JsonObject();
    for (int s = 0; s < all.size(); s++) {
      series.addProperty(all.get(s).name(), result.series().get(s).sum());
    }
    line.add("sums", series);
    return line;
  }
}
