package dev.bijou.benchmark.truth;

import dev.bijou.flow.Dataset;
import dev.bijou.table.baseline.GaussianBaseline;
import dev.bijou.table.baseline.IndependentBaseline;
import dev.bijou.table.encoding.PlainRows;
import dev.bijou.table.encoding.RowEncoder;
import dev.bijou.table.fit.TableFit;
import dev.bijou.table.fit.TableFitOptions;
import dev.bijou.table.io.Missing;
import dev.bijou.table.io.RowBlock;
import dev.bijou.table.io.TableException;
import dev.bijou.table.io.TableReader;
import dev.bijou.table.io.TableSource;
import dev.bijou.table.model.TableModel;
import dev.bijou.table.model.TableSampler;
import dev.bijou.table.model.TableScorer;
import dev.bijou.table.schema.Column;
import dev.bijou.table.schema.FloatMatrix;
import dev.bijou.table.schema.Schema;
import dev.bijou.tensor.Workers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/// What a fit reached on a table of a known truth. All means are over the same fresh rows, in nats and in the units of
/// the fitted schema.
///
/// @param truth the table
/// @param trueMean mean log-density under the truth; NaN if the schema has no units for it
/// @param model mean log-density under the fitted model
/// @param difference model − truth, row by row
/// @param gaussian mean under a Gaussian with full covariance; empty unless all columns are numbers that are there
/// @param independent mean under columns that know nothing of each other
/// @param shares how the draws compare
/// @param seconds reading and learning
/// @param problems why something could not be measured
record Measurement(
    KnownTruth truth,
    double trueMean,
    double model,
    Difference difference,
    OptionalDouble gaussian,
    OptionalDouble independent,
    Shares shares,
    double seconds,
    List<String> problems) {
  private static final int FRESH = 10_000;
  private static final int REFERENCE = 200_000;
  private static final int MOST_REFERENCE_CELLS = 10_000_000;
  private static final int FEWEST_DRAWS = 5_000;
  private static final int MOST_DRAWS = 20_000;

  /// Copies the list.
  Measurement {
    problems = List.copyOf(problems);
  }

  /// A mean over rows and its standard error.
  record Difference(double mean, double standardError) {
    static Difference of(double[] differences) {
      double mean = Arrays.stream(differences).average().orElse(Double.NaN);
      double squares = Arrays.stream(differences).map(d -> (d - mean) * (d - mean)).sum();
      int n = differences.length;
      return new Difference(mean, Math.sqrt(squares / (n - 1) / n));
    }
  }

  /// A table that could not be learned.
  static Measurement failed(KnownTruth truth, String why) {
    return new Measurement(
        truth,
        Double.NaN,
        Double.NaN,
        new Difference(Double.NaN, Double.NaN),
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        new Shares(List.of()),
        Double.NaN,
        List.of(why));
  }

  /// Draws a table, learns it, and compares.
  ///
  /// @param options of the fit; its seed is also that of the tables
  static Measurement of(KnownTruth truth, TableFitOptions options, Workers workers) {
    try {
      Path folder = Files.createTempDirectory("truths");
      Path table = folder.resolve(truth.name() + ".csv");
      Path fresh = folder.resolve("fresh.csv");
      try {
        return of(truth, options, table, fresh, workers);
      } catch (TableException e) {
        return failed(truth, String.valueOf(e.getMessage()));
      } finally {
        Files.deleteIfExists(table);
        Files.deleteIfExists(fresh);
        Files.deleteIfExists(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Measurement of(
      KnownTruth truth, TableFitOptions options, Path table, Path fresh, Workers workers) {
    long seed = options.fit().seed();
    truth.write(table, truth.table(truth.random(seed, "table")), workers);
    double[][] freshRows = truth.draw(FRESH, truth.random(seed, "fresh"));
    truth.write(fresh, freshRows, workers);

    long start = System.nanoTime();
    TableModel model = TableFit.read(TableSource.of(table), options).run(workers);
    double seconds = (System.nanoTime() - start) / 1e9;

    float[] scores =
        new TableScorer(model, workers).logDensities(TableSource.of(fresh), Missing.KEEP);
    Units units = new Units(truth, model.schema());
    List<String> problems = new ArrayList<>(units.problems(freshRows));
    boolean comparable = problems.isEmpty();
    double[] known = new double[FRESH];
    workers.run(
        FRESH, (row, _) -> known[row] = comparable ? units.logDensity(freshRows[row]) : Double.NaN);
    long without = IntStream.range(0, FRESH).filter(i -> Float.isNaN(scores[i])).count();
    if (without > 0) {
      problems.add("%,d of %,d fresh rows have no density".formatted(without, FRESH));
    }
    Baselines baselines = Baselines.of(model, table, fresh);
    return new Measurement(
        truth,
        Arrays.stream(known).average().orElse(Double.NaN),
        IntStream.range(0, FRESH).mapToDouble(i -> scores[i]).average().orElse(Double.NaN),
        Difference.of(IntStream.range(0, FRESH).mapToDouble(i -> scores[i] - known[i]).toArray()),
        baselines.gaussian(),
        baselines.independent(),
        shares(truth, model, seed, workers),
        seconds,
        problems);
  }

  private static Shares shares(KnownTruth truth, TableModel model, long seed, Workers workers) {
    int columns = truth.columns().size();
    double[][] reference =
        truth.draw(
            Math.min(REFERENCE, MOST_REFERENCE_CELLS / columns), truth.random(seed, "reference"));
    int count = Math.clamp(truth.rows(), FEWEST_DRAWS, MOST_DRAWS);
    double[][] rows = new TableSampler(model, seed, workers).rows(count);
    return Shares.of(
        truth,
        reference,
        cells(truth, model.schema(), rows),
        truth.arrangement().independent(truth.rows()));
  }

  /// Draws as a user would read them from a file, column by column; null for a column that the model leaves out.
  private static double[][] cells(KnownTruth truth, Schema schema, double[][] rows) {
    double[][] cells = new double[truth.columns().size()][];
    List<String> names = schema.targets().stream().map(Column::name).toList();
    for (int c = 0; c < cells.length; c++) {
      TrueColumn column = truth.columns().get(c);
      int at = names.indexOf(column.name());
      if (at >= 0) {
        cells[c] =
            Arrays.stream(rows)
                .mapToDouble(row -> column.form().cell(schema.targets().get(at).text(row[at])))
                .toArray();
      }
    }
    return cells;
  }

  /// What simpler models reach on the fresh rows.
  private record Baselines(OptionalDouble gaussian, OptionalDouble independent) {
    static Baselines of(TableModel model, Path table, Path fresh) {
      RowEncoder encoder = RowEncoder.of(model.schema());
      Dataset training = encoded(model.schema(), encoder, table);
      Dataset test = encoded(model.schema(), encoder, fresh);
      double independent = IndependentBaseline.fit(encoder.layout(), training).meanLogDensity(test);
      return new Baselines(
          encoder instanceof PlainRows
              ? OptionalDouble.of(gaussian(training, test) - logUnits(model.schema()))
              : OptionalDouble.empty(),
          OptionalDouble.of(independent));
    }

    /// What the units of the columns take from a density of encoded rows.
    private static double logUnits(Schema schema) {
      return schema.targets().stream().mapToDouble(column -> Math.log(column.unit())).sum();
    }

    private static Dataset encoded(Schema schema, RowEncoder encoder, Path file) {
      Dataset data = new Dataset(encoder.features(), 0);
      float[] row = new float[encoder.features()];
      try (TableReader reader = TableSource.of(file).open(schema.plan(), Missing.KEEP)) {
        for (RowBlock block = reader.next(); block != null; block = reader.next()) {
          for (int n = 0; n < block.rows(); n++) {
            encoder.encode(block.cells(n), row);
            data.add(row);
          }
        }
      }
      return data;
    }

    private static double gaussian(Dataset training, Dataset test) {
      FloatMatrix learned = matrix(training);
      FloatMatrix judged = matrix(test);
      return GaussianBaseline.fit(learned, learned.select(), rows(training))
          .meanLogDensity(judged, judged.select(), rows(test));
    }

    private static int[] rows(Dataset data) {
      return IntStream.range(0, data.size()).toArray();
    }

    private static FloatMatrix matrix(Dataset data) {
      float[] cells = new float[data.size() * data.features()];
      for (int i = 0; i < cells.length; i++) {
        cells[i] = data.get(i / data.features(), i % data.features());
      }
      return FloatMatrix.of(data.features(), cells);
    }
  }

  /// Whether the table was learned.
  boolean isDefined() {
    return !Double.isNaN(seconds);
  }

  /// The better of the two simpler models; −∞ if there is none.
  double baseline() {
    return Math.max(
        gaussian.orElse(Double.NEGATIVE_INFINITY), independent.orElse(Double.NEGATIVE_INFINITY));
  }
}
