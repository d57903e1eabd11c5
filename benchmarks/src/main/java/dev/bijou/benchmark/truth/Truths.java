package dev.bijou.benchmark.truth;

import dev.bijou.benchmark.CommandLine;
import dev.bijou.table.fit.TableFitOptions;
import dev.bijou.tensor.Workers;
import dev.bijou.train.FitOptions;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Learns tables whose density is known and prints how close each fit comes to it.
public final class Truths {
  private static final String USAGE =
      """
      Usage: benchmarks/truths [--only NAME,...] [--seed N] [--threads N] [--json FILE] [--list]
      Learns tables whose density is known exactly, with Bijou's defaults, and says how close it comes.

        --only NAME,.. only these tables
        --seed N       of the tables, the fits and the draws (default 0)
        --threads N    by default all processors
        --json FILE    a JSON line for each table as well
        --list         the names of the tables, and nothing else
      """;

  private Truths() {}

  /// The command line; exits 2 for a bad one.
  public static void main(String[] args) throws IOException {
    PrintStream out = System.out;
    if (List.of(args).contains("--help")) {
      out.print(USAGE);
      return;
    }
    try {
      Arguments arguments = Arguments.parse(args);
      if (arguments.list()) {
        arguments
            .tables()
            .forEach(truth ->
                out.printf(
                    "%-22s %,9d rows %4d columns%n",
                    truth.name(), truth.rows(), truth.columns().size()));
      } else {
        run(arguments, out);
      }
    } catch (IllegalArgumentException e) {
      System.err.println("truths: " + e.getMessage());
      System.exit(2);
    }
  }

  /// @param tables to learn
  /// @param seed of everything random
  /// @param threads to use
  /// @param json file for JSON lines
  /// @param list whether only names are wanted
  private record Arguments(
      List<KnownTruth> tables, long seed, int threads, @Nullable Path json, boolean list) {

    static Arguments parse(String[] args) {
      CommandLine line =
          CommandLine.parse(
              args, Set.of("--list"), Set.of("--only", "--seed", "--threads", "--json"));
      if (!line.positional().isEmpty()) {
        throw new IllegalArgumentException(
            "no option is called " + line.positional().getFirst() + "; see --help");
      }
      return new Arguments(
          tables(line.value("--only").orElse("")),
          line.number("--seed", 0, 0),
          line.threads(),
          line.path("--json").orElse(null),
          line.flags().contains("--list"));
    }

    private static List<KnownTruth> tables(String only) {
      List<KnownTruth> tables = new ArrayList<>();
      for (String name : only.isEmpty() ? new String[0] : only.split(",")) {
        tables.add(Catalogue.named(name.strip()));
      }
      return tables.isEmpty() ? Catalogue.ALL : tables;
    }
  }

  private static void run(Arguments arguments, PrintStream out) throws IOException {
    TableFitOptions options =
        TableFitOptions.standard().withFit(FitOptions.standard().withSeed(arguments.seed()));
    List<Measurement> all = new ArrayList<>();
    StringBuilder json = new StringBuilder();
    out.println(Report.header());
    try (Workers workers = new Workers(arguments.threads())) {
      for (KnownTruth truth : arguments.tables()) {
        System.err.printf(
            "truths: %s, %d of %d%n", truth.name(), all.size() + 1, arguments.tables().size());
        Measurement measured = measure(truth, options, workers);
        out.println(Report.line(measured));
        all.add(measured);
        json.append(Report.json(measured, arguments.seed())).append('\n');
        if (arguments.json() != null) {
          Files.writeString(arguments.json(), json);
        }
      }
    }
    out.print(Report.failures(all));
  }

  /// A fit that breaks down is a result, and must not cost the others theirs.
  private static Measurement measure(KnownTruth truth, TableFitOptions options, Workers workers) {
    try {
      return Measurement.of(truth, options, workers);
    } catch (RuntimeException e) {
      e.printStackTrace();
      return Measurement.failed(truth, "broke down: " + e);
    }
  }
}
