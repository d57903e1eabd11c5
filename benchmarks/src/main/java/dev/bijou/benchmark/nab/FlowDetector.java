package dev.bijou.benchmark.nab;

import dev.bijou.novelty.NoveltyRule;
import dev.bijou.novelty.NoveltyScore;
import dev.bijou.novelty.TableDetector;
import dev.bijou.table.fit.TableFit;
import dev.bijou.table.fit.TableFitOptions;
import dev.bijou.table.io.Missing;
import dev.bijou.table.io.TableException;
import dev.bijou.table.io.TableSource;
import dev.bijou.table.model.TableModel;
import dev.bijou.tensor.Workers;
import dev.bijou.train.FitOptions;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;

/// Bijou: a flow of rows in time.
///
/// It learns the probation rows, and if it is to, again from all rows so far whenever these have doubled. With v the novelty of
/// a row, −log p in nats, v / (1 + v) is its score.
///
/// @param window rows that are seen together
/// @param recent how many rows before it a row is ranked among; empty for the held-out ones
/// @param again whether it learns again
/// @param seed of the fits
record FlowDetector(int window, OptionalInt recent, boolean again, long seed, Workers workers)
    implements AnomalyDetector {
  private static final double ANY_ALPHA = 0.01; // verdicts are not asked for

  @Override
  public String name() {
    return "Bijou, window "
        + window
        + (recent.isPresent() ? ", recent " + recent.getAsInt() : "")
        + (again ? ", learning again" : "");
  }

  @Override
  public double[] scores(Series series) {
    return Arrays.stream(novelties(series)).map(novelty -> novelty / (1 + novelty)).toArray();
  }

  /// The novelty of each row after the probation rows, which have 0.
  private double[] novelties(Series series) {
    int rows = series.values().length;
    double[] novelties = new double[rows];
    for (int from = series.probation(); from < rows; ) {
      int to = again ? Math.min(rows, 2 * from) : rows;
      judge(series, from, to, novelties);
      from = to;
    }
    return novelties;
  }

  /// Judges rows by a model of all rows before them.
  private void judge(Series series, int from, int to, double[] novelties) {
    TableModel model;
    try {
      TableFitOptions options =
          TableFitOptions.standard()
              .withFit(FitOptions.standard().withSeed(seed))
              .withWindow(window, Optional.empty());
      model = TableFit.read(table(series, 0, from), options).run(workers);
    } catch (TableException nothingToLearn) {
      return; // such as that all rows are equal
    }
    TableDetector detector =
        new TableDetector(
            model,
            NoveltyScore.COMBINED,
            new NoveltyRule.Alpha(ANY_ALPHA),
            TableDetector.Reasons.NONE,
            true,
            recent,
            workers);
    int start = from - (window - 1);
    int[] row = {start};
    detector.detect(
        table(series, start, to),
        Missing.REFUSE,
        _ ->
            (_, verdicts) ->
                verdicts.forEach(verdict -> {
                  verdict.ifPresent(found -> novelties[row[0]] = found.novelty());
                  row[0]++;
                }));
  }

  private static TableSource table(Series series, int from, int to) {
    byte[] csv = series.csv(from, to).getBytes(StandardCharsets.UTF_8);
    return TableSource.of(series.name(), new ByteArrayInputStream(csv));
  }
}
