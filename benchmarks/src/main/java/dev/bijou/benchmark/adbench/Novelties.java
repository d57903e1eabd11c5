package dev.bijou.benchmark.adbench;

import dev.bijou.novelty.Detector;
import dev.bijou.novelty.FalseDiscoveries;
import dev.bijou.novelty.NoveltyScore;
import dev.bijou.novelty.PValues;
import dev.bijou.novelty.side.RowSides;
import dev.bijou.table.baseline.GaussianBaseline;
import dev.bijou.table.fit.TableFit;
import dev.bijou.table.fit.TableFitOptions;
import dev.bijou.table.io.Missing;
import dev.bijou.table.io.TableSource;
import dev.bijou.table.io.TableWriter;
import dev.bijou.table.model.TableModel;
import dev.bijou.table.model.TableScorer;
import dev.bijou.table.schema.FloatMatrix;
import dev.bijou.tensor.Workers;
import dev.bijou.train.FitOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// The detectors that are run: each learns the training rows and gives the test rows a score, the higher the more
/// anomalous.
final class Novelties {
  /// The share of normal rows among those called novel.
  static final double FALSE_DISCOVERIES = 0.1;

  private static final int NEIGHBOURS = 5;

  private Novelties() {}

  /// What a detector says of the test rows.
  ///
  /// @param scores the higher the more anomalous
  /// @param novel the rows that it calls novel at a rate of false discoveries; empty if it has no such rule
  record Judged(double[] scores, Optional<boolean[]> novel) {
    static Judged of(double[] scores) {
      return new Judged(scores, Optional.empty());
    }
  }

  /// Bijou with its defaults, on tables as a user would have them.
  static Judged bijou(AnomalySet set, FitOptions options, Workers workers) {
    try {
      Path folder = Files.createTempDirectory("adbench");
      Path training = folder.resolve("training.csv");
      Path test = folder.resolve("test.csv");
      try {
        write(training, set.columns(), set.training());
        write(test, set.columns(), set.test());
        TableModel model =
            TableFit.read(TableSource.of(training), TableFitOptions.standard().withFit(options))
                .run(workers);
        return judged(model, TableSource.of(test), workers);
      } finally {
        Files.deleteIfExists(training);
        Files.deleteIfExists(test);
        Files.deleteIfExists(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Judged judged(TableModel model, TableSource test, Workers workers) {
    PValues pValues =
        PValues.of(Detector.requireCalibration(model, "the model"), NoveltyScore.COMBINED);
    RowSides sides = RowSides.of(model);
    List<Float> novelties = new ArrayList<>();
    new TableScorer(model, workers)
        .score(
            test,
            Missing.REFUSE,
            (block, scores) -> {
              for (int row = 0; row < block.rows(); row++) {
                novelties.add(pValues.novelty(sides.of(block.cells(row), scores, row)));
              }
            });
    FalseDiscoveries discoveries = FalseDiscoveries.ofTable(pValues, FALSE_DISCOVERIES);
    novelties.forEach(novelty -> discoveries.add(pValues.rank(novelty)));
    int last = discoveries.lastNovelRank();
    boolean[] novel = new boolean[novelties.size()];
    for (int row = 0; row < novel.length; row++) {
      novel[row] = pValues.rank(novelties.get(row)) <= last;
    }
    return new Judged(
        novelties.stream().mapToDouble(Float::doubleValue).toArray(), Optional.of(novel));
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
