package dev.bijou.table.fit;

import dev.bijou.novelty.side.CoreRows;
import dev.bijou.table.schema.Column;
import dev.bijou.table.schema.TrainingTable;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/// Which rows of a table are taken for anomalies, and how much the others weigh in learning.
///
/// A row is doubted if, by the last look, its density is lower than the tail of the others explains ([BulkTail]), as far as a
/// fifth of such rows at most would be expected among rows that are all right (Benjamini and Hochberg, 1995). By the first
/// look it has to lie in the last twentieth of that tail too, and it has to stand alone ([Neighbours]): rare rows that are
/// alike, which no flow of the later look has learned, do not. Or, where the share of anomalies is known, it is doubted if it
/// is among so many of the most unusual, and the others weigh the same.
///
/// Anomalies that are hardly more unusual than the outermost of the other rows are not found so. Where their share is not
/// known, rows count the less in the next look, the more unusual they are: with p the share of rows that are at least as
/// unusual,
///
/// ```
/// weight = min(1, max(0, (p − 0.05) / 0.1))
/// ```
///
/// After the looks, only the core of the rows is learned from, four in five ([CoreRows]): a trimmed likelihood. Where columns are
/// given, by which rows would have to be compared, the weights are again those.
///
/// @param doubted for each row of the table
/// @param weights of the rows
record Doubts(boolean[] doubted, float[] weights) {
  private static final double FALSE_DISCOVERIES = 0.2;
  private static final double UNUSUAL_BEFORE = 0.05;
  private static final double NONE_BELOW = 0.05;
  private static final double ALL_FROM = 0.15;
  private static final double NOT_LEARNED = 0.2;

  /// Doubts no row, and learns from all alike.
  static Doubts none(int rows) {
    return new Doubts(new boolean[rows], new float[0]);
  }

  /// By looks at the rows; none before the first.
  ///
  /// @param table the rows
  static Doubts of(
      TableFitOptions.Contamination contamination, TrainingTable table, List<FirstLook.Seen> seen) {
    if (seen.isEmpty()) {
      return none(table.rows());
    }
    float[] novelty = seen.getLast().novelty();
    int[] order =
        IntStream.range(0, novelty.length)
            .boxed()
            .sorted(Comparator.comparingDouble((Integer row) -> -novelty[row]))
            .mapToInt(row -> row)
            .toArray();
    return switch (contamination) {
      case TableFitOptions.Contamination.None _ -> none(novelty.length);
      case TableFitOptions.Contamination.Auto _ ->
          new Doubts(
              Neighbours.alone(
                  table, beyondTheTail(seen.getFirst().surprise(), seen.getLast().surprise())),
              weights(order));
      case TableFitOptions.Contamination.Share(double share) -> {
        boolean[] doubted = new boolean[order.length];
        float[] weights = new float[order.length];
        Arrays.fill(weights, 1);
        for (int i = 0; i < Math.round(share * order.length); i++) {
          doubted[order[i]] = true;
          weights[order[i]] = 0;
        }
        yield new Doubts(doubted, weights);
      }
    };
  }

  /// Which rows lie beyond the tail of the others.
  ///
  /// @param first the surprises of the first look
  /// @param last those of the last
  static boolean[] beyondTheTail(float[] first, float[] last) {
    double[] before = beyond(first);
    double[] p = beyond(last);
    double[] sorted = p.clone();
    Arrays.sort(sorted);
    double most = -1;
    for (int i = 0; i < sorted.length; i++) {
      if (sorted[i] <= FALSE_DISCOVERIES * (i + 1) / sorted.length) {
        most = sorted[i];
      }
    }
    boolean[] doubted = new boolean[p.length];
    for (int row = 0; row < p.length; row++) {
      doubted[row] = p[row] <= most && before[row] <= UNUSUAL_BEFORE;
    }
    return doubted;
  }

  /// How probable a greater surprise than that of each row is.
  private static double[] beyond(float[] surprise) {
    BulkTail tail = BulkTail.of(surprise);
    double[] p = new double[surprise.length];
    Arrays.setAll(p, row -> tail.beyond(surprise[row]));
    return p;
  }

  /// The same, to learn from after the looks.
  Doubts toLearn(TableFitOptions.Contamination contamination, TrainingTable table) {
    return contamination instanceof TableFitOptions.Contamination.Auto
            && table.schema().given().isEmpty()
        ? new Doubts(doubted, core(table))
        : this;
  }

  /// 1 for the rows of the core, 0 for the others.
  static float[] core(TrainingTable table) {
    List<Column> columns = table.schema().targets();
    int[] rows = IntStream.range(0, table.rows()).toArray();
    float[] squares =
        CoreRows.squares(
            table.schema(),
            ColumnQuantiles.ofTargets(table, rows),
            rows.length,
            row ->
                IntStream.range(0, columns.size())
                    .mapToDouble(c -> columns.get(c).absolute(table.targets().get(row, c)))
                    .toArray(),
            NOT_LEARNED);
    float[] weights = new float[rows.length];
    IntStream.of(rows)
        .boxed()
        .sorted(Comparator.comparingDouble((Integer row) -> squares[row]))
        .limit(Math.max(1, Math.round((1 - NOT_LEARNED) * rows.length)))
        .forEach(row -> weights[row] = 1);
    return weights;
  }

  /// @param order the rows, the most unusual first
  static float[] weights(int[] order) {
    float[] weights = new float[order.length];
    for (int i = 0; i < order.length; i++) {
      double p = (i + 0.5) / order.length;
      weights[order[i]] = (float) Math.clamp((p - NONE_BELOW) / (ALL_FROM - NONE_BELOW), 0, 1);
    }
    return weights;
  }

  /// How many rows are doubted.
  int count() {
    return rows().length;
  }

  /// Those rows, ascending.
  int[] rows() {
    return IntStream.range(0, doubted.length).filter(row -> doubted[row]).toArray();
  }
}
