package dev.bijou.table.schema;

import dev.bijou.table.io.TableException;
import dev.bijou.table.text.Phrases;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/// Infers what kind of numbers a column holds.
///
/// @param draft what the draft says about the column
/// @param cells the summary of its cells
record NumberInference(ColumnDraft draft, ColumnCells cells) {
  private static final int MOST_ATOMS = 8;
  private static final int MOST_REPEATED = 64;
  private static final int FEWEST_ATOM_ROWS = 10;
  private static final double OFTEN = 0.05;
  private static final double OFTEN_ON_GRID = 0.1;
  private static final double STANDS_OUT = 2; // times the neighbours
  private static final double NEXT = 1.5; // steps
  private static final int MOST_DISCRETE = 32;
  private static final int MOST_SPARSE = 128;
  private static final double SPARSE = 0.1;

  /// Codes have no order, so each has to be learned on its own.
  private static final int ROWS_PER_DISCRETE_VALUE = 100;

  private static final int ROWS_PER_GRID_VALUE = 4;

  /// The share of rows in heaps from which on a column is rounded, however many others it has.
  private static final double HEAPED = 0.2;

  /// How far the numbers around one lie at most, in steps, or of how many on each side one is told.
  private static final int REACH = 10;

  /// How many times as frequent as those around it a number is in a heap.
  private static final double FAR_MORE = 5;

  /// The share of rows that may lie off a grid.
  private static final double MOST_OFF_GRID = 1e-3;

  private static final int FEWEST_ON_ROUGH_GRID = 1_000;
  private static final int MOST_ROUGH_DECIMALS = 3;

  /// The number of different values from which on a coarse grid is no coincidence.
  private static final int FEWEST_ON_COARSE_GRID = 4;

  /// The most steps that a float can count.
  static final double MOST_STEPS = 1 << 22;

  /// Whole numbers, and others that repeat as rounded ones do, but for a few.
  boolean isOnGrid(Column column) {
    return isOnGrid(column, step(column)) || roughGrid(column) > 0;
  }

  /// The distance of neighbours by the column's decimals or, if they are too many, that of rounded numbers in other units;
  /// 0 if there is none.
  private double step(Column column) {
    return column.decimals() < 0 ? Lattice.step(cells.sorted()) : column.step();
  }

  private boolean isOnGrid(Column column, double step) {
    return step > 0
        && (column.max() - column.min()) / step < MOST_STEPS
        && (column.decimals() == 0 || repeats(cells.sorted(), step));
  }

  /// Whether each sampled number occurs several times, or many stand in heaps.
  private static boolean repeats(double[] sorted, double step) {
    List<Run> runs = Run.of(sorted);
    return sorted.length >= ROWS_PER_GRID_VALUE * runs.size()
        || heaped(runs, step) >= HEAPED * sorted.length;
  }

  /// How many rows have a number that is far more frequent than those around it: of a dense part of a distribution too,
  /// numbers occur several times.
  private static int heaped(List<Run> runs, double step) {
    int heaped = 0;
    int from = 0;
    int to = 0;
    int around = 0; // rows within the reach of a run, its own included
    for (Run run : runs) {
      while (to < runs.size() && runs.get(to).value() <= run.value() + REACH * step) {
        around += runs.get(to++).length();
      }
      while (runs.get(from).value() < run.value() - REACH * step) {
        around -= runs.get(from++).length();
      }
      double expected = (around - run.length()) / (2.0 * REACH);
      boolean heap = run.length() >= ROWS_PER_GRID_VALUE && run.length() >= FAR_MORE * expected;
      heaped += heap ? run.length() : 0;
    }
    return heaped;
  }

  /// The coarsest grid of few decimals on which all sampled numbers lie but for one in a thousand, if the column has no
  /// finer one or is on it only because of these; 0 if there is none. Repairs of a few cells, such as averages of two
  /// neighbours, make no continuous column of whole degrees.
  private double roughGrid(Column column) {
    double[] sorted = cells.sorted();
    for (int decimals = 0; decimals <= MOST_ROUGH_DECIMALS; decimals++) {
      double perUnit = Math.pow(10, decimals);
      double[] on = Arrays.stream(sorted).filter(value -> isWhole(value * perUnit)).toArray();
      if (on.length < sorted.length
          && sorted.length - on.length <= MOST_OFF_GRID * sorted.length
          && on.length >= FEWEST_ON_ROUGH_GRID
          && (column.max() - column.min()) * perUnit < MOST_STEPS
          && on.length >= ROWS_PER_GRID_VALUE * Run.of(on).size()) {
        return 1 / perUnit;
      }
    }
    return 0;
  }

  private static boolean isWhole(double steps) {
    return Math.abs(steps - Math.rint(steps)) <= 1e-9 * Math.max(1, Math.abs(steps));
  }

  /// What the column is.
  ///
  /// Throws a [TableException] if it holds no numbers.
  Column column(String table, boolean onGrid) {
    if (cells.numbers() == 0) {
      throw new TableException(
          "%s, column %s: the schema says %s, but it holds no numbers"
              .formatted(table, Phrases.quote(draft.name()), draft.type().orElse("integer")));
    }
    double[] sorted = cells.sorted();
    double offset = Offsets.choose(spread(sorted));
    Column column =
        cells
            .statistics()
            .column(draft.name(), new Kind.Continuous(Kind.Atoms.NONE), offset, cells.missing());
    Kind.Atoms atoms = draft.atoms().orElseGet(() -> atoms(column, sorted, onGrid));
    if (!onGrid) {
      return column
          .withKind(new Kind.Continuous(atoms))
          .inUnits(Offsets.unit(spread(sorted), offset));
    }
    double rough = draft.grid().isPresent() ? 0 : roughGrid(column);
    if (rough > 0) {
      return column.withKind(new Kind.Integral(rough, atoms)).roundedTo(rough);
    }
    double grid = draft.grid().orElseGet(() -> grid(column));
    return column.withKind(new Kind.Integral(grid, atoms)).onGrid(grid);
  }

  /// The distance of neighbours: the largest of which all distances are multiples where all values are known, else that
  /// of their decimals.
  private double grid(Column column) {
    if (column.decimals() < 0) {
      double lattice = Lattice.step(cells.sorted());
      return lattice > 0 ? lattice : 1;
    }
    double step = column.step();
    if (column.distinct() < FEWEST_ON_COARSE_GRID || column.distinct() >= Column.MANY) {
      return step;
    }
    long steps =
        Arrays.stream(cells.statistics().values())
            .mapToLong(value -> Math.round((value - column.min()) / step))
            .reduce(0, NumberInference::greatestDivisor);
    return steps == 1 ? step : BigDecimal.valueOf(steps, column.decimals()).doubleValue();
  }

  private static long greatestDivisor(long a, long b) {
    return b == 0 ? a : greatestDivisor(b, a % b);
  }

  /// At most [Column#MANY] evenly spaced values, which represent all.
  private static double[] spread(double[] sorted) {
    int count = Math.min(sorted.length, Column.MANY);
    return IntStream.range(0, count)
        .mapToDouble(i -> sorted[(int) ((long) i * sorted.length / count)])
        .toArray();
  }

  private Kind.Atoms atoms(Column column, double[] sorted, boolean onGrid) {
    if (isDiscrete(column, onGrid)) {
      return new Kind.Atoms(Arrays.stream(cells.statistics().values()).boxed().toList(), true);
    }
    List<Run> runs = Run.of(sorted);
    double often = Math.max(FEWEST_ATOM_ROWS, (onGrid ? OFTEN_ON_GRID : OFTEN) * sorted.length);
    double reach = NEXT * (onGrid ? grid(column) : column.step());
    boolean offAnyGrid = !onGrid && column.decimals() < 0;
    return new Kind.Atoms(
        IntStream.range(0, runs.size())
            .filter(i ->
                (runs.get(i).length() >= often && standsOut(runs, i, reach))
                    || (offAnyGrid && isRepeated(runs, i, sorted.length)))
            .mapToObj(runs::get)
            .sorted(Comparator.comparingInt(Run::length).reversed())
            .limit(offAnyGrid ? MOST_REPEATED : MOST_ATOMS)
            .map(Run::value)
            .toList(),
        false);
  }

  /// Whether a number that lies on no grid, such as a third, has rows enough to learn a code, and far more than the numbers
  /// next to it: those of a measurement in other units have about as many.
  private boolean isRepeated(List<Run> runs, int i, int sampled) {
    double fewest = (double) ROWS_PER_DISCRETE_VALUE * sampled / cells.numbers();
    int length = runs.get(i).length();
    if (length < Math.max(FEWEST_ATOM_ROWS, fewest)) {
      return false;
    }
    int from = Math.max(0, i - REACH);
    int to = Math.min(runs.size(), i + REACH + 1);
    int around = runs.subList(from, to).stream().mapToInt(Run::length).sum() - length;
    return length * (to - from - 1.0) >= FAR_MORE * around;
  }

  /// Whether a number is much more frequent than those next to it: the top of a narrow distribution of rounded numbers
  /// is not.
  ///
  /// @param reach how far others may be to be next
  private static boolean standsOut(List<Run> runs, int i, double reach) {
    Run run = runs.get(i);
    int most = 0;
    for (int other : new int[] {i - 1, i + 1}) {
      if (other >= 0 && other < runs.size()) {
        Run next = runs.get(other);
        most = Math.abs(next.value() - run.value()) < reach ? Math.max(most, next.length()) : most;
      }
    }
    return run.length() >= STANDS_OUT * most;
  }

  /// Whether there are few whole numbers, or not so few that lie on few points of their grid, like the amounts of a
  /// tariff.
  private static boolean isDiscrete(Column column, boolean onGrid) {
    double points = (column.max() - column.min()) / column.step() + 1;
    return column.count() >= (long) ROWS_PER_DISCRETE_VALUE * column.distinct()
        && column.decimals() == 0
        && (column.distinct() <= MOST_DISCRETE
            || (onGrid && column.distinct() <= MOST_SPARSE && column.distinct() < SPARSE * points));
  }

  /// A value and how often it occurs.
  private record Run(double value, int length) {
    static List<Run> of(double[] sorted) {
      List<Run> runs = new ArrayList<>();
      for (int from = 0, to; from < sorted.length; from = to) {
        to = from + 1;
        while (to < sorted.length && sorted[to] == sorted[from]) {
          to++;
        }
        runs.add(new Run(sorted[from], to - from));
      }
      return runs;
    }
  }
}
