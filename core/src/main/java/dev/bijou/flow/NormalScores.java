package dev.bijou.flow;

import dev.bijou.distribution.MixedLayout;
import dev.bijou.operation.Knots;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// The distribution function of the values of a column on a grid, by which [Knots] map it to normal scores (van der Waerden,
/// 1952): between the edges of the cell of a value it rises by the share of rows that have it. What a flow then learns is how
/// the column depends on others; that one value is a hundred times as frequent as the next, which no spline can follow, is
/// known.
///
/// Some of the probability is left for values that were not seen, see [Runs#discount]. Where there are more values than
/// cells, the rarest share cells of equally many rows.
final class NormalScores {
  /// Rows that are taken to lie below all values, and as many above.
  private static final double BEYOND = 0.5;

  private static final int JUDGED = 100_000;

  /// The most knots of a column.
  private static final int MOST = 8192;

  /// The most cells for values that share them, which have half the knots at most.
  private static final int SHARED = 64;

  private static final int SPARE = 16; // knots

  /// How much better, in nats a row, values are predicted by their own frequency than by that of their neighbourhood.
  private static final double CLEARLY = 0.01;

  /// Rows that a neighbourhood has at least, of several sizes.
  private static final int[] NEIGHBOURHOODS = {8, 32, 128, 512};

  private NormalScores() {}

  /// The layout of rows with knots for those columns that need them.
  ///
  /// @param data rows of the layout, of which a large set is judged by evenly spaced ones
  static MixedLayout choose(MixedLayout layout, Dataset data) {
    return layout.withKnots(
        IntStream.range(0, layout.values().size())
            .mapToObj(f -> knots(present(layout, data, f), layout.values().get(f).grid()))
            .toList());
  }

  private static double[] present(MixedLayout layout, Dataset data, int value) {
    int state = layout.values().get(value).state();
    int judged = Math.min(data.size(), JUDGED);
    return IntStream.range(0, judged)
        .map(i -> (int) ((long) i * data.size() / judged))
        .filter(row -> state < 0 || data.get(row, state) == 0)
        .mapToDouble(row -> data.get(row, layout.codes() + value))
        .sorted()
        .toArray();
  }

  /// How many knots a column needs; 0 if its values are as frequent as those around them, up to chance. Each row is
  /// predicted by the others.
  ///
  /// @param sorted the values in ascending order
  /// @param grid their distance; 0 if there is none
  static int knots(double[] sorted, double grid) {
    if (grid == 0 || sorted.length < 2) {
      return 0;
    }
    Runs runs = Runs.of(sorted, grid);
    double own = ownFrequency(runs);
    for (int rows : NEIGHBOURHOODS) {
      if (neighbourhood(runs, rows) > own - CLEARLY) {
        return 0;
      }
    }
    int needed = knots(runs.size());
    // Another part of the table may have more values.
    return Math.min(needed + needed / 8 + SPARE, MOST);
  }

  /// The mean log-probability of a row by the frequency of its value among the others.
  private static double ownFrequency(Runs runs) {
    double discount = runs.discount();
    double sum = 0;
    for (int i = 0; i < runs.size(); i++) {
      double before = i == 0 ? 1 : runs.unseenAfter(i - 1);
      double after = i == runs.size() - 1 ? 1 : runs.unseenAfter(i);
      int count = runs.counts()[i];
      double share =
          count == 1
              ? discount / (before + after + 1)
              : count - 1 - discount * (before > 0 ? 0.5 : 0) - discount * (after > 0 ? 0.5 : 0);
      sum += count * Math.log(Math.max(share, 1e-3));
    }
    return sum / runs.rows() - Math.log(runs.rows() - 1);
  }

  /// The same by the frequency of values in a window around it that reaches to the neighbours on the grid, and further
  /// until there are so many rows.
  private static double neighbourhood(Runs runs, int rows) {
    double sum = 0;
    for (int i = 0; i < runs.size(); i++) {
      double reach = runs.grid();
      int from = i;
      int to = i;
      long within = runs.counts()[i] - 1;
      while (true) {
        while (from > 0 && runs.values()[i] - runs.values()[from - 1] < reach * 1.01) {
          within += runs.counts()[--from];
        }
        while (to < runs.size() - 1 && runs.values()[to + 1] - runs.values()[i] < reach * 1.01) {
          within += runs.counts()[++to];
        }
        if (within >= rows || (from == 0 && to == runs.size() - 1)) {
          break;
        }
        reach *= 2;
      }
      double points = 2 * Math.rint(reach / runs.grid()) + 1;
      sum += runs.counts()[i] * Math.log(Math.max(within, 1e-3) / points);
    }
    return sum / runs.rows() - Math.log(runs.rows() - 1);
  }

  /// The knots with which every one of so many values can have a cell of its own.
  private static int knots(int values) {
    return 2 * values;
  }

  /// A piece of the line, and the rows on it.
  ///
  /// @param own whether all of them have the same value, in the middle
  private record Cell(double from, double to, double rows, boolean own) {
    Cell with(double more) {
      return new Cell(from, to, rows + more, own);
    }

    Cell until(double end) {
      return new Cell(from, end, rows, own);
    }
  }

  /// From which count on a value has a cell of its own.
  private static int fewest(Runs runs, int knots) {
    if (knots(runs.size()) <= knots) {
      return 1;
    }
    int[] counts = runs.counts().clone();
    Arrays.sort(counts);
    int cells = Math.max(0, (knots - 2 - shared(knots) / 2) / 2); // each may have one before it
    return counts[counts.length - 1 - cells] + 1;
  }

  private static int shared(int knots) {
    return Math.min(SHARED, knots / 2);
  }

  private static List<Cell> cells(Runs runs, int knots) {
    int fewest = fewest(runs, knots);
    long shared = Arrays.stream(runs.counts()).filter(count -> count < fewest).asLongStream().sum();
    double full = Math.max(1, 2.0 * shared / shared(knots));
    double half = runs.grid() / 2;
    List<Cell> cells = new ArrayList<>();
    double end = runs.values()[0] - half;
    for (int i = 0; i < runs.size(); i++) {
      double value = runs.values()[i];
      int count = runs.counts()[i];
      boolean continues = !cells.isEmpty() && !cells.getLast().own();
      if (count >= fewest) {
        if (continues) {
          cells.set(cells.size() - 1, cells.getLast().until(Math.max(end, value - half)));
        } else if (value - half - end > half) {
          cells.add(new Cell(end, value - half, 0, false));
        }
        cells.add(new Cell(value - half, value + half, count, true));
      } else if (continues && cells.getLast().rows() < full) {
        cells.set(cells.size() - 1, cells.getLast().until(value + half).with(count));
      } else {
        cells.add(new Cell(end, value + half, count, false));
      }
      end = value + half;
    }
    return cells;
  }

  /// Leaves something of the cells of single values to the shared ones beside them.
  private static void leave(List<Cell> cells, double discount) {
    for (int i = 0; i + 1 < cells.size(); i++) {
      if (cells.get(i).own() != cells.get(i + 1).own()) {
        double gain = cells.get(i).own() ? -discount / 2 : discount / 2;
        cells.set(i, cells.get(i).with(gain));
        cells.set(i + 1, cells.get(i + 1).with(-gain));
      }
    }
  }

  /// Sets the knots of a column; those that are left over repeat the last.
  ///
  /// @param sorted its values in ascending order, at least one
  /// @param grid their distance
  static void set(double[] sorted, double grid, Knots knots) {
    Runs runs = Runs.of(sorted, grid);
    float[] x = knots.x().data();
    float[] shares = knots.shares().data();
    List<Cell> cells = cells(runs, x.length);
    leave(cells, runs.discount());
    double all = sorted.length + 2 * BEYOND;
    double below = BEYOND;
    x[0] = (float) cells.getFirst().from();
    shares[0] = (float) (below / all);
    int size = 1;
    for (Cell cell : cells) {
      below += cell.rows();
      x[size] = (float) cell.to();
      shares[size++] = (float) (below / all);
    }
    Arrays.fill(x, size, x.length, x[size - 1]);
    Arrays.fill(shares, size, x.length, shares[size - 1]);
  }
}
