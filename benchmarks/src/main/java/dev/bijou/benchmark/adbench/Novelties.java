package dev.bijou.benchmark.adbench;

import dev.bijou.flow.Workers;
import dev.bijou.table.FloatMatrix;
import dev.bijou.table.GaussianBaseline;
import dev.bijou.table.Missing;
import dev.bijou.table.TableFit;
import dev.bijou.table.TableModel;
import dev.bijou.table.TableScorer;
import dev.bijou.table.TableSource;
import dev.bijou.table.TableWriter;
import dev.bijou.train.FitOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// The detectors that are run: each learns the training rows and gives the test rows a score, the higher the more
/// anomalous.
final class Novelties {
  private static final int NEIGHBOURS = 5;

  private Novelties() {}

  /// Bijou with its defaults, on tables as a user would have them.
  static double[] bijou(AnomalySet set, FitOptions options, Workers workers) {
    try {
      Path folder = Files.createTempDirectory("adbench");
      Path training = folder.resolve("training.csv");
      Path test = folder.resolve("test.csv");
      try {
        write(training, set.columns(), set.training());
        write(test, set.columns(), set.test());
        TableModel model =
            TableFit.read(TableSource.of(training), TableFit.Options.standard().withFit(options))
                .run(workers);
        float[] logDensity =
            new TableScorer(model, workers).logDensities(TableSource.of(test), Missing.REFUSE);
        return IntStream.range(0, logDensity.length).mapToDouble(n -> -logDensity[n]).toArray();
      } finally {
        Files.deleteIfExists(training);
        Files.deleteIfExists(test);
        Files.deleteIfExists(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(Path file, List<String> columns, double[][] rows) {
    try (TableWriter writer = TableWriter.toFile(file.toString(), columns)) {
      for (double[] row : rows) {
        writer.row(Arrays.stream(row).mapToObj(Double::toString).toList());
      }
      writer.commit();
    }
  }

  /// −log p of a Gaussian with full covariance.
  static double[] gaussian(AnomalySet set) {
    AnomalySet scaled = set.standardized();
    FloatMatrix training = matrix(scaled.training());
    FloatMatrix test = matrix(scaled.test());
    GaussianBaseline gaussian =
        GaussianBaseline.fit(
            training, training.select(), IntStream.range(0, training.rows()).toArray());
    return IntStream.range(0, test.rows())
        .mapToDouble(row -> -gaussian.logDensity(test, test.select(), row))
        .toArray();
  }

  /// The distance to the fifth nearest training row, columns standardized; the published column of that name is this
  /// to two decimals, which shows that the protocol is the same.
  static double[] nearestNeighbours(AnomalySet set, Workers workers) {
    AnomalySet scaled = set.standardized();
    double[] scores = new double[scaled.test().length];
    workers.run(
        scores.length, (row, _) -> scores[row] = distance(scaled.test()[row], scaled.training()));
    return scores;
  }

  private static double distance(double[] row, double[][] training) {
    double[] nearest = new double[NEIGHBOURS];
    Arrays.fill(nearest, Double.POSITIVE_INFINITY);
    for (double[] other : training) {
      double squares = 0;
      for (int c = 0; c < row.length; c++) {
        squares += (row[c] - other[c]) * (row[c] - other[c]);
      }
      if (squares < nearest[NEIGHBOURS - 1]) {
        int at = NEIGHBOURS - 1;
        for (; at > 0 && nearest[at - 1] > squares; at--) {
          nearest[at] = nearest[at - 1];
        }
        nearest[at] = squares;
      }
    }
    return Math.sqrt(nearest[Math.min(NEIGHBOURS, training.length) - 1]);
  }

  private static FloatMatrix matrix(double[][] rows) {
    int columns = rows[0].length;
    float[] cells = new float[rows.length * columns];
    for (int n = 0; n < rows.length; n++) {
      for (int c = 0; c < columns; c++) {
        cells[n * columns + c] = (float) rows[n][c];
      }
    }
    return FloatMatrix.of(columns, cells);
  }
}
