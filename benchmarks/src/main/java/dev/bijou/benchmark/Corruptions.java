package dev.bijou.benchmark;

import dev.bijou.novelty.Detector;
import dev.bijou.novelty.Verdict;
import dev.bijou.table.fit.TableFit;
import dev.bijou.table.fit.TableFitOptions;
import dev.bijou.table.io.Missing;
import dev.bijou.table.io.RowBlock;
import dev.bijou.table.io.TableReader;
import dev.bijou.table.io.TableSource;
import dev.bijou.table.model.TableModel;
import dev.bijou.table.schema.Column;
import dev.bijou.table.schema.Schema;
import dev.bijou.tensor.Workers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/// How well novelties are found and explained: plants one wrong cell in each row of a held-out table, and counts how many
/// of the rows are found at alpha 0.05, and in how many of those the wrong cell is the first reason. [Repairs] tells
/// whether it is the only one.
///
/// - *Beyond*: the cell lies outside the range of the training rows by 10 % to 60 % of its width.
/// - *Within*: a cell of the lowest third moves to the 97th percentile, one of the highest third to the 3rd; those of the
///   middle third stay out.
///
/// Also says whether the p-values of the rows as they are are uniform. Arguments: the training table, the test table and
/// the model, which is fitted with the defaults if the file does not exist.
public final class Corruptions {
  private static final double ALPHA = 0.05;
  private static final long SEED = 1;

  private Corruptions() {}

  public static void main(String[] arguments) {
    Path training = Path.of(arguments[0]);
    Path file = Path.of(arguments[2]);
    TableModel model = model(training, file);
    Detector detector = Detector.of(model).withAlpha(ALPHA);
    double[][] learned = rows(training, model.schema());
    double[][] test = rows(Path.of(arguments[1]), model.schema());
    uniformity(detector, test);
    plant("beyond", detector, learned, test);
    plant("within", detector, learned, test);
  }

  private static TableModel model(Path training, Path file) {
    if (Files.exists(file)) {
      return TableModel.load(file);
    }
    try (Workers workers = new Workers(Runtime.getRuntime().availableProcessors())) {
      TableModel model =
          TableFit.read(TableSource.of(training), TableFitOptions.standard()).run(workers);
      model.save(file);
      return model;
    }
  }

  private static double[][] rows(Path file, Schema schema) {
    List<double[]> rows = new ArrayList<>();
    try (TableReader reader = TableSource.of(file).open(schema.plan(), Missing.REFUSE)) {
      for (RowBlock block = reader.next(); block != null; block = reader.next()) {
        for (int row = 0; row < block.rows(); row++) {
          double[] cells = new double[schema.columns().size()];
          for (int c = 0; c < cells.length; c++) {
            cells[c] = block.column(c)[row];
          }
          rows.add(cells);
        }
      }
    }
    return rows.toArray(double[][]::new);
  }

  private static void uniformity(Detector detector, double[][] test) {
    double[] p =
        Arrays.stream(test).mapToDouble(row -> detector.judge(row).pValue()).sorted().toArray();
    double gap = 0;
    for (int i = 0; i < p.length; i++) {
      gap = Math.max(gap, Math.max((i + 1.0) / p.length - p[i], p[i] - (double) i / p.length));
    }
    int calibration = detector.pValues().rows();
    double both = (double) p.length * calibration / (p.length + calibration);
    System.out.printf(
        "p-values of %,d rows by %,d calibration rows: gap %.4f, KS p %.4f (against uniform), %.4f (two samples);"
            + " %.3f at most 0.05%n",
        p.length,
        calibration,
        gap,
        kolmogorov(gap, p.length),
        kolmogorov(gap, both),
        Arrays.stream(p).filter(value -> value <= ALPHA).count() / (double) p.length);
  }

  /// P(gap or more) by Kolmogorov's distribution, with Stephens' correction for few values.
  private static double kolmogorov(double gap, double values) {
    double x = (Math.sqrt(values) + 0.12 + 0.11 / Math.sqrt(values)) * gap;
    double sum = 0;
    for (int k = 1; k <= 100; k++) {
      sum += (k % 2 == 1 ? 2 : -2) * Math.exp(-2 * k * k * x * x);
    }
    return Math.clamp(sum, 0, 1);
  }

  private static void plant(String kind, Detector detector, double[][] learned, double[][] test) {
    List<Column> columns = detector.schema().targets();
    Random random = new Random(SEED);
    int planted = 0;
    int found = 0;
    int named = 0;
    long nanos = 0;
    for (double[] row : test) {
      int c = random.nextInt(columns.size());
      double[] sorted = Arrays.stream(learned).mapToDouble(cells -> cells[c]).sorted().toArray();
      double[] corrupted = row.clone();
      corrupted[c] = kind.equals("beyond") ? beyond(sorted, random) : within(sorted, row[c]);
      if (Double.isNaN(corrupted[c])) {
        continue;
      }
      planted++;
      long start = System.nanoTime();
      Verdict verdict = detector.judge(corrupted);
      if (verdict.novel()) {
        nanos += System.nanoTime() - start;
        found++;
        named += verdict.reasons().getFirst().column().equals(columns.get(c).name()) ? 1 : 0;
      }
    }
    System.out.printf(
        "%s: %,d planted, %.1f %% found, the cell first in %.1f %% of those; %.2f ms each%n",
        kind, planted, 100.0 * found / planted, 100.0 * named / found, nanos / 1e6 / found);
  }

  private static double beyond(double[] sorted, Random random) {
    double low = sorted[0];
    double high = sorted[sorted.length - 1];
    double far = (0.1 + 0.5 * random.nextDouble()) * (high - low);
    return random.nextBoolean() ? high + far : low - far;
  }

  private static double within(double[] sorted, double value) {
    long below = IntStream.range(0, sorted.length).filter(i -> sorted[i] < value).count();
    if (3 * below < sorted.length) {
      return sorted[(int) (0.97 * sorted.length)];
    }
    return 3 * below > 2L * sorted.length ? sorted[(int) (0.03 * sorted.length)] : Double.NaN;
  }
}
