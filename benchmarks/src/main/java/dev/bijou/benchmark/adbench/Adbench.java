package dev.bijou.benchmark.adbench;

import com.google.gson.JsonObject;
import dev.bijou.benchmark.CommandLine;
import dev.bijou.table.io.TableException;
import dev.bijou.tensor.Workers;
import dev.bijou.train.FitOptions;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Runs the one-class protocol over a folder of ADBench's sets and prints AUROC, average precision and seconds, and
/// what others published.
public final class Adbench {
  private static final String USAGE =
      """
      Usage: benchmarks/adbench FOLDER [--sets NAME,...] [--seed N] [--threads N] [--json FILE]
      Learns the first half of each set's normal rows with Bijou's defaults and ranks all other rows.

        FOLDER         ADBench's sets as CSV, plain or .gz, with a column label, 1 for an anomaly
        --sets NAME,.. only these, by the name without number and .csv
        --seed N       of the fit (default 0)
        --threads N    by default all processors
        --json FILE    a JSON line for each set as well
      """;

  /// What a detector reached on a set, and how long it took to learn and to judge.
  ///
  /// @param discoveries what it called novel, if it has a rule for that
  private record Result(Ranking ranking, double seconds, Optional<Discoveries> discoveries) {}

  private Adbench() {}

  /// The command line; exits 2 for a bad one.
  public static void main(String[] args) throws IOException {
    PrintStream out = System.out;
    if (List.of(args).contains("--help")) {
      out.print(USAGE);
      return;
    }
    try {
      Arguments arguments = Arguments.parse(args);
      run(arguments, out);
    } catch (IllegalArgumentException | TableException e) {
      System.err.println("adbench: " + e.getMessage());
      System.exit(2);
    }
  }

  /// @param folder of the sets
  /// @param sets lower-case names, empty for all
  /// @param seed of the fits
  /// @param threads to use
  /// @param json file for JSON lines
  private record Arguments(
      Path folder, List<String> sets, long seed, int threads, @Nullable Path json) {

    static Arguments parse(String[] args) {
      CommandLine line =
          CommandLine.parse(args, Set.of(), Set.of("--sets", "--seed", "--threads", "--json"));
      if (line.positional().size() != 1) {
        throw new IllegalArgumentException("one folder is needed; see --help");
      }
      String sets = line.value("--sets").orElse("").toLowerCase(Locale.ROOT);
      return new Arguments(
          Path.of(line.positional().getFirst()),
          sets.isEmpty() ? List.of() : List.of(sets.split(",")),
          line.number("--seed", 0, 0),
          line.threads(),
          line.path("--json").orElse(null));
    }
  }

  private static void run(Arguments arguments, PrintStream out) throws IOException {
    List<Path> files = files(arguments.folder());
    Published published = Published.read(arguments.folder().resolve(Published.FILE));
    List<Map<String, Result>> results = new ArrayList<>();
    List<String> names = new ArrayList<>();
    StringBuilder json = new StringBuilder();
    try (Workers workers = new Workers(arguments.threads())) {
      for (Path file : files) {
        AnomalySet set = AnomalySet.read(file);
        if (!arguments.sets().isEmpty()
            && !arguments.sets().contains(set.name().toLowerCase(Locale.ROOT))) {
          continue;
        }
        Map<String, Result> result = judge(set, arguments.seed(), workers);
        if (results.isEmpty()) {
          out.println(header(result, published));
        }
        out.println(line(set.name(), result, published));
        names.add(set.name());
        results.add(result);
        json.append(json(set, result, arguments.seed())).append('\n');
      }
    }
    if (results.isEmpty()) {
      throw new IllegalArgumentException(
          "none of the sets asked for is in " + arguments.folder() + "; see --help");
    }
    out.println(means(names, results, published));
    if (arguments.json() != null) {
      Files.writeString(arguments.json(), json);
    }
  }

  private static List<Path> files(Path folder) {
    try (Stream<Path> all = Files.list(folder)) {
      List<Path> files =
          all.filter(file -> file.toString().matches(".*\\.csv(\\.gz)?"))
              .filter(file -> !file.endsWith(Published.FILE))
              .sorted()
              .toList();
      if (files.isEmpty()) {
        throw new IllegalArgumentException(folder + " holds no .csv or .csv.gz files");
      }
      return files;
    } catch (IOException e) {
      throw new IllegalArgumentException(folder + " is no folder that can be read", e);
    }
  }

  private static Map<String, Result> judge(AnomalySet set, long seed, Workers workers) {
    Map<String, Result> results = new LinkedHashMap<>();
    results.put(
        "Bijou",
        timed(set, () -> Novelties.bijou(set, FitOptions.standard().withSeed(seed), workers)));
    results.put("Gaussian", timed(set, () -> Novelties.Judged.of(Novelties.gaussian(set))));
    results.put(
        "5-NN", timed(set, () -> Novelties.Judged.of(Novelties.nearestNeighbours(set, workers))));
    return results;
  }

  private interface Judge {
    Novelties.Judged judged();
  }

  private static Result timed(AnomalySet set, Judge judge) {
    long start = System.nanoTime();
    Novelties.Judged judged = judge.judged();
    double seconds = (System.nanoTime() - start) / 1e9;
    return new Result(
        Ranking.of(judged.scores(), set.anomaly()),
        seconds,
        judged.novel().map(novel -> Discoveries.of(novel, set.anomaly())));
  }

  private static String header(Map<String, Result> result, Published published) {
    StringBuilder first = new StringBuilder("%-20s".formatted(""));
    StringBuilder second = new StringBuilder("%-20s".formatted("set"));
    result.forEach((detector, found) -> {
      boolean rule = found.discoveries().isPresent();
      first.append(" | %-20s%s".formatted(detector, rule ? " at FDR 10  " : ""));
      second.append(" | %6s %6s %6s".formatted("AUROC", "AP", "s"));
      second.append(rule ? " %5s %6s".formatted("false", "found") : "");
    });
    if (!published.detectors().isEmpty()) {
      first.append(" | published AUROC");
      second.append(" |");
      published.detectors().forEach(name -> second.append(" %9.9s".formatted(name)));
    }
    return first + "\n" + second;
  }

  private static String line(String name, Map<String, Result> results, Published published) {
    StringBuilder line = new StringBuilder("%-20.20s".formatted(name));
    for (Result result : results.values()) {
      line.append(
          " | %6.2f %6.2f %6.1f"
              .formatted(
                  100 * result.ranking().auroc(),
                  100 * result.ranking().averagePrecision(),
                  result.seconds()));
      result.discoveries().ifPresent(found -> line.append(found.text()));
    }
    if (!published.detectors().isEmpty()) {
      line.append(" |");
      for (int i = 0; i < published.detectors().size(); i++) {
        line.append(cell(published.auroc(i, name)));
      }
    }
    return line.toString();
  }

  private static String cell(OptionalDouble value) {
    return value.isPresent() ? " %9.2f".formatted(value.getAsDouble()) : " %9s".formatted("-");
  }

  /// The means over the sets; that of a published detector only where all sets have it.
  private static String means(
      List<String> names, List<Map<String, Result>> results, Published published) {
    StringBuilder line = new StringBuilder("%-20s".formatted("mean"));
    for (String detector : results.getFirst().keySet()) {
      List<Result> all = results.stream().map(result -> result.get(detector)).toList();
      line.append(
          " | %6.2f %6.2f %6.1f"
              .formatted(
                  100 * all.stream().mapToDouble(r -> r.ranking().auroc()).average().orElseThrow(),
                  100
                      * all.stream()
                          .mapToDouble(r -> r.ranking().averagePrecision())
                          .average()
                          .orElseThrow(),
                  all.stream().mapToDouble(Result::seconds).average().orElseThrow()));
      List<Discoveries> found = all.stream().flatMap(r -> r.discoveries().stream()).toList();
      if (!found.isEmpty()) {
        line.append(Discoveries.mean(found).text());
      }
    }
    if (!published.detectors().isEmpty()) {
      line.append(" |");
      for (int i = 0; i < published.detectors().size(); i++) {
        int detector = i;
        double[] values =
            names.stream()
                .flatMapToDouble(name -> published.auroc(detector, name).stream())
                .toArray();
        line.append(
            cell(
                values.length == names.size()
                    ? Arrays.stream(values).average()
                    : OptionalDouble.empty()));
      }
    }
    return line.toString();
  }

  private static JsonObject json(AnomalySet set, Map<String, Result> results, long seed) {
    JsonObject line = new JsonObject();
    line.addProperty("set", set.name());
    line.addProperty("seed", seed);
    line.addProperty("training_rows", set.training().length);
    line.addProperty("test_rows", set.test().length);
    line.addProperty("columns", set.columns().size());
    results.forEach((detector, result) -> {
      JsonObject reached = new JsonObject();
      reached.addProperty("auroc", result.ranking().auroc());
      reached.addProperty("average_precision", result.ranking().averagePrecision());
      reached.addProperty("seconds", result.seconds());
      result
          .discoveries()
          .ifPresent(found -> {
            reached.addProperty("false_discoveries", found.falseShare());
            reached.addProperty("found", found.foundShare());
          });
      line.add(detector, reached);
    });
    return line;
  }
}
