package dev.bijou.table.fit;

import dev.bijou.table.model.TableModel;
import dev.bijou.table.model.TableSampler;
import dev.bijou.table.schema.Column;
import dev.bijou.table.schema.FloatMatrix;
import dev.bijou.table.schema.Relation;
import dev.bijou.table.schema.TrainingTable;
import dev.bijou.tensor.Workers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/// Finds numeric columns that are equal to others in many rows, and how near the cells of a drawn row must be to be tied.
final class Ties {
  private static final int SAMPLED_ROWS = 5_000;
  private static final int FEWEST_TIED = 30; // rows
  private static final double FEWEST_SHARE = 0.01;

  /// How many times as frequent as any other difference 0 is. Where both columns are rounded to hundreds, say, −100 and
  /// 100 are about as frequent.
  private static final double FAR_MORE = 5;

  private static final double NEAR = 0.1; // of the median distance from the median
  private static final int DRAWN_ROWS = 4_096;

  private final List<Column> columns;
  private final FloatMatrix cells;
  private final int[] rows;

  private Ties(TrainingTable table) {
    columns = table.schema().targets();
    cells = table.targets();
    int sampled = Math.min(table.rows(), SAMPLED_ROWS);
    rows =
        IntStream.range(0, sampled).map(i -> (int) ((long) i * table.rows() / sampled)).toArray();
  }

  /// The ties between the targets of a table, the most frequent first, by evenly spaced rows.
  ///
  /// @param following the columns that follow from others in every row
  static List<Relation.Tie> of(TrainingTable table, Set<Integer> following) {
    if (!table.schema().given().isEmpty()) {
      return List.of(); // how near drawn cells are depends on what is given
    }
    Ties ties = new Ties(table);
    int[] numeric =
        IntStream.range(0, ties.columns.size())
            .filter(c -> isTieable(ties.columns.get(c)) && !following.contains(c))
            .toArray();
    List<Relation.Tie> found = new ArrayList<>();
    for (int column : numeric) {
      for (int to : numeric) {
        if (to < column) {
          ties.tie(column, to).ifPresent(found::add);
        }
      }
    }
    found.sort((a, b) -> Double.compare(b.share(), a.share()));
    return found;
  }

  private static boolean isTieable(Column column) {
    return column.kind().isNumeric() && !column.kind().atoms().only();
  }

  private Optional<Relation.Tie> tie(int column, int to) {
    Column own = columns.get(column);
    Column other = columns.get(to);
    if (own.offset() != other.offset() || own.unit() != other.unit()) {
      return Optional.empty(); // floats that are equal are not equal cells
    }
    int tied = 0;
    for (int row : rows) {
      float cell = cells.get(row, column);
      tied += cell == cells.get(row, to) && !isAtom(own, cell) && !isAtom(other, cell) ? 1 : 0;
    }
    if (tied < Math.max(FEWEST_TIED, FEWEST_SHARE * rows.length)
        || tied < FAR_MORE * mostFrequentDifference(column, to)) {
      return Optional.empty();
    }
    double[] values =
        IntStream.of(rows)
            .mapToDouble(row -> other.absolute(cells.get(row, to)))
            .filter(value -> !Double.isNaN(value))
            .toArray();
    double middle = median(values);
    double spread = median(DoubleStream.of(values).map(v -> Math.abs(v - middle)).toArray());
    double scale = NEAR * (spread > 0 ? spread : other.standardDeviation());
    return scale > 0
        ? Optional.of(
            new Relation.Tie(
                own.name(), other.name(), (double) tied / rows.length, middle, scale, 0))
        : Optional.empty();
  }

  /// In how many rows the most frequent difference but 0 occurs.
  private int mostFrequentDifference(int column, int to) {
    Map<Float, Integer> differences = new HashMap<>();
    int most = 0;
    for (int row : rows) {
      float a = cells.get(row, column);
      float b = cells.get(row, to);
      float apart = a - b; // NaN where a cell is missing
      boolean counts = apart < 0 || apart > 0;
      if (counts && !isAtom(columns.get(column), a) && !isAtom(columns.get(to), b)) {
        most = Math.max(most, differences.merge(apart, 1, Integer::sum));
      }
    }
    return most;
  }

  private static boolean isAtom(Column column, float cell) {
    return column.kind().atoms().values().stream().anyMatch(atom -> column.relative(atom) == cell);
  }

  private static double median(double[] values) {
    Arrays.sort(values);
    return values[values.length / 2];
  }

  /// The model that ties as large a share of its drawn rows as of those that it was learned from: the nearest.
  static TableModel measured(TableModel model, long seed, Workers workers) {
    List<Relation> relations = model.schema().relations();
    if (relations.stream().noneMatch(relation -> relation instanceof Relation.Tie)) {
      return model;
    }
    double[][] drawn = new TableSampler(model, seed, workers).rows(DRAWN_ROWS);
    return model.related(
        relations.stream()
            .map(relation ->
                relation instanceof Relation.Tie tie
                    ? tie.within(within(tie, model.schema().targets(), drawn))
                    : relation)
            .toList());
  }

  private static double within(Relation.Tie tie, List<Column> columns, double[][] drawn) {
    List<String> names = columns.stream().map(Column::name).toList();
    int column = names.indexOf(tie.column());
    int to = names.indexOf(tie.to());
    List<Double> own = columns.get(column).kind().atoms().values();
    List<Double> others = columns.get(to).kind().atoms().values();
    double[] distances =
        Arrays.stream(drawn)
            .filter(row -> !own.contains(row[column]) && !others.contains(row[to]))
            .mapToDouble(row -> tie.distance(row[column], row[to]))
            .filter(distance -> !Double.isNaN(distance))
            .sorted()
            .toArray();
    int tied = (int) (tie.share() * drawn.length);
    return distances.length == 0 ? 0 : distances[Math.clamp(tied - 1L, 0, distances.length - 1)];
  }
}
