package dev.bijou.table.fit;

import dev.bijou.novelty.NoveltyScore;
import dev.bijou.novelty.PValues;
import dev.bijou.table.encoding.RowEncoder;
import dev.bijou.table.model.Calibration;
import dev.bijou.tensor.Workers;
import dev.bijou.train.FitOptions;
import dev.bijou.train.FlowFit;
import java.time.Duration;
import java.util.List;

/// A look at the rows of a table that may hold anomalies, before the fit: a few simple flows, each of which learns from all
/// rows but a part, so that every row is judged by one that has not learned it.
///
/// There are [#LOOKS]. Flows that learn from anomalies find them less unusual, so in the second the rows that were unusual in
/// the first weigh less; what stands out then is more than the tail of the others.
///
/// @param table with the parts held out, one after the other
/// @param rows of the fit
/// @param fit learns the flows
record FirstLook(FitTable table, FitRows rows, FlowFit fit) {
  /// How many looks there are.
  static final int LOOKS = 2;

  /// The share of a time budget for each.
  private static final double SHARE = 0.2;

  /// The weight of the most unusual rows in the second look: they have no say but in the scales of the columns, without
  /// which all that is far out would look impossible.
  private static final float LEAST_WEIGHT = 1e-6f;

  /// Rows up to which there are as many parts; two beyond.
  private static final int FEW = 5_000;

  private static final int MANY = 20_000;
  private static final int MOST_PARTS = 5;
  private static final int FEWER_PARTS = 3;

  /// What was seen of each row.
  ///
  /// @param surprise −log p(row), in nats
  /// @param novelty its [NoveltyScore#COMBINED] among all rows, in nats
  /// @param time that it took
  record Seen(float[] surprise, float[] novelty, Duration time) {}

  /// @param weights of the rows; empty if all weigh the same
  static FirstLook of(
      RowEncoder encoder, FitTable table, TableFitOptions options, float... weights) {
    int parts = parts(table.rows().rows());
    FitTable divided =
        table.with(
            new HeldOut(
                table.rows(),
                Split.parts(table.rows(), parts, options.fit().seed()),
                table.heldOut().source()));
    FitOptions fit = options.fit();
    FitRows rows = FitRows.of(encoder, divided, atLeast(LEAST_WEIGHT, weights));
    return new FirstLook(
        divided,
        rows,
        FlowFit.firstLook(
            rows.heldOut().splits(),
            new FitOptions(
                fit.flow(),
                fit.members(),
                fit.epochs(),
                fit.budget().map(FirstLook::share),
                fit.seed()),
            encoder.layout()));
  }

  private static float[] atLeast(float least, float[] weights) {
    float[] raised = new float[weights.length];
    for (int i = 0; i < raised.length; i++) {
      raised[i] = Math.max(least, weights[i]);
    }
    return raised;
  }

  /// How many parts there are: fewer than [#parts(int)] where copies of a record fill several.
  int parts() {
    return table.heldOut().splits().size();
  }

  /// How many flows there are for so many rows.
  static int parts(int rows) {
    return rows <= FEW ? MOST_PARTS : rows <= MANY ? FEWER_PARTS : 2;
  }

  private static Duration share(Duration budget) {
    return Duration.ofNanos(Math.max(1, (long) (SHARE * budget.toNanos())));
  }

  /// The options of the fit after looks, which have used up some of its time.
  static FitOptions left(FitOptions fit, List<Seen> seen) {
    Duration used = seen.stream().map(Seen::time).reduce(Duration.ZERO, Duration::plus);
    return new FitOptions(
        fit.flow(),
        fit.members(),
        fit.epochs(),
        fit.budget()
            .map(all -> all.minus(used))
            .map(time -> time.isPositive() ? time : Duration.ofNanos(1)),
        fit.seed());
  }

  /// Judges every row by the flow that has not learned it.
  ///
  /// @param result of the fit, with all flows
  Seen judge(FlowFit.Result result, Workers workers) {
    List<String> names = List.of();
    float[][] sides = {};
    List<Split> splits = table.heldOut().splits();
    for (int i = 0; i < splits.size(); i++) {
      int[] numbers = splits.get(i).validation();
      HeldOutRows.Sided sided = rows.heldOut().judge(i, result, workers).orElseThrow();
      if (names.isEmpty()) {
        names = sided.names();
        sides = new float[names.size()][table.rows().rows()];
      }
      for (int row = 0; row < numbers.length; row++) {
        for (int side = 0; side < sides.length; side++) {
          sides[side][numbers[row]] = sided.rows().get(row)[side];
        }
      }
    }
    float[] surprise = sides[0];
    float[] novelty = PValues.novelties(new Calibration("", names, sides), NoveltyScore.COMBINED);
    Duration time =
        result.trainings().stream().map(end -> end.elapsed()).reduce(Duration.ZERO, Duration::plus);
    return new Seen(surprise, novelty, time);
  }
}
