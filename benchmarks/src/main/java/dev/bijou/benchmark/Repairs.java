package dev.bijou.benchmark;

import dev.bijou.novelty.Detector;
import dev.bijou.novelty.Expectation;
import dev.bijou.novelty.Reason;
import dev.bijou.novelty.Repair;
import dev.bijou.novelty.Verdict;
import dev.bijou.table.io.Missing;
import dev.bijou.table.io.RowBlock;
import dev.bijou.table.io.TableReader;
import dev.bijou.table.io.TableSource;
import dev.bijou.table.model.Provenance;
import dev.bijou.table.model.TableModel;
import dev.bijou.table.schema.Column;
import dev.bijou.table.schema.Schema;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Whether the repairs of novel rows work, and blame the cells that are wrong.
///
/// - *As it is*: the novel rows of a table at alpha 0.01. In how many the proposed values make the row usual, read back
///   from their text; how many first reasons quote an interval that their cell lies in; how many proposed values lie out
///   of the range of the training rows or their names; how many cells are blamed, and the time for a row.
/// - *Beyond*, *within*: one wrong cell planted in each row, as in [Corruptions], in columns of numbers. Of those found at
///   alpha 0.05, in how many that cell alone is blamed.
/// - *Exchanged*: two cells of a row replaced by those of another row. Of those found at alpha 0.05, in how many these
///   two are blamed; of a table of four columns the other two are as right.
///
/// Arguments: the model, a table it did not learn from and, if that is long, how many of its rows to plant errors in.
public final class Repairs {
  private static final double USUAL = 0.1;
  private static final double ALPHA = 0.05;
  private static final long SEED = 1;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final Detector detector;
  private final TableModel model;
  private final double[][] rows;
  private final int most;

  private Repairs(TableModel model, double[][] rows, int most) {
    this.detector = Detector.of(model);
    this.model = model;
    this.rows = rows;
    this.most = most;
  }

  public static void main(String[] arguments) {
    TableModel model = TableModel.load(Path.of(arguments[0]));
    int most = arguments.length > 2 ? Integer.parseInt(arguments[2]) : Integer.MAX_VALUE;
    Repairs repairs = new Repairs(model, rows(Path.of(arguments[1]), model.schema()), most);
    repairs.asItIs();
    repairs.planted("beyond");
    repairs.planted("within");
    repairs.planted("exchanged");
  }

  private static double[][] rows(Path file, Schema schema) {
    List<double[]> rows = new ArrayList<>();
    try (TableReader reader = TableSource.of(file).open(schema.plan(), Missing.DROP)) {
      for (RowBlock block = reader.next(); block != null; block = reader.next()) {
        for (int row = 0; row < block.rows(); row++) {
          rows.add(block.cells(row));
        }
      }
    }
    return rows.toArray(double[][]::new);
  }

  private void asItIs() {
    Tally tally = new Tally();
    for (double[] row : rows) {
      if (tally.novel < most) {
        tally.add(row, detector);
      }
    }
    System.out.printf("as it is: %s%n", tally);
  }

  private void planted(String kind) {
    Detector strict = detector.withAlpha(ALPHA);
    Random random = new Random(SEED);
    Tally tally = new Tally();
    int planted = 0;
    int blamed = 0;
    int clear = 0; // found, usual before, and with some of the wrong cells put back still not usual
    int clearlyBlamed = 0;
    for (double[] row : rows) {
      if (planted == most) {
        break;
      }
      double[] wrong = row.clone();
      Set<String> cells =
          kind.equals("exchanged") ? exchange(wrong, random) : plant(kind, wrong, random);
      if (cells.isEmpty()) {
        continue;
      }
      planted++;
      Verdict verdict = tally.add(wrong, strict);
      if (verdict.novel()) {
        Set<String> changed =
            verdict.repair().stream()
                .flatMap(repair -> repair.cells().stream())
                .map(Repair.Cell::column)
                .collect(Collectors.toSet());
        boolean right = changed.equals(cells) || isOtherHalf(changed, cells);
        blamed += right ? 1 : 0;
        if (isClear(row, wrong)) {
          clear++;
          clearlyBlamed += right ? 1 : 0;
        }
      }
    }
    System.out.printf(
        "%s: %,d planted, %.1f %% found, of those %.1f %% blamed as planted (%.1f %% of %d clear ones); %s%n",
        kind,
        planted,
        100.0 * tally.novel / planted,
        100.0 * blamed / tally.novel,
        100.0 * clearlyBlamed / clear,
        clear,
        tally);
  }

  /// Whether the row was usual before, and is not if only some of the wrong cells are put back.
  private boolean isClear(double[] row, double[] wrong) {
    boolean clear = detector.judge(row).pValue() > USUAL;
    int[] cells = IntStream.range(0, row.length).filter(c -> row[c] != wrong[c]).toArray();
    for (int c : cells.length == 2 ? cells : new int[0]) {
      double[] half = wrong.clone();
      half[c] = row[c];
      clear &= detector.judge(half).pValue() <= USUAL;
    }
    return clear;
  }

  /// To exchange two of four columns is to exchange the others.
  private boolean isOtherHalf(Set<String> changed, Set<String> cells) {
    return model.schema().columns().size() == 4
        && cells.size() == 2
        && changed.size() == 2
        && changed.stream().noneMatch(cells::contains);
  }

  private Set<String> exchange(double[] row, Random random) {
    int count = model.schema().targets().size();
    int a = random.nextInt(count);
    int b = (a + 1 + random.nextInt(count - 1)) % count;
    double[] other = rows[random.nextInt(rows.length)];
    if (Double.compare(row[a], other[a]) == 0 || Double.compare(row[b], other[b]) == 0) {
      return Set.of();
    }
    row[a] = other[a];
    row[b] = other[b];
    return Set.of(name(a), name(b));
  }

  private String name(int column) {
    return model.schema().targets().get(column).name();
  }

  private Set<String> plant(String kind, double[] row, Random random) {
    int[] numbers =
        IntStream.range(0, model.schema().targets().size())
            .filter(c -> model.schema().targets().get(c).kind().isNumeric())
            .toArray();
    int c = numbers[random.nextInt(numbers.length)];
    if (Double.isNaN(row[c])) {
      return Set.of();
    }
    double[] percentiles = model.provenance().quantiles().get(c).values();
    double cell = kind.equals("beyond") ? beyond(percentiles, random) : within(percentiles, row[c]);
    Column column = model.schema().targets().get(c);
    if (Double.isNaN(cell)) {
      return Set.of();
    }
    double written = column.value(column.text(cell));
    if (written == row[c]) {
      return Set.of();
    }
    row[c] = written;
    return Set.of(column.name());
  }

  private static double beyond(double[] percentiles, Random random) {
    double low = percentiles[0];
    double high = percentiles[percentiles.length - 1];
    double far = (0.1 + 0.5 * random.nextDouble()) * (high - low);
    return random.nextBoolean() ? high + far : low - far;
  }

  private static double within(double[] percentiles, double cell) {
    if (cell < percentiles[33]) {
      return percentiles[97];
    }
    return cell > percentiles[67] ? percentiles[3] : Double.NaN;
  }

  /// Counts what is said of novel rows.
  private final class Tally {
    int novel;
    int work;
    int inside;
    int outOfRange;
    final int[] sizes = new int[4];
    final long[] nanos = new long[4];

    Verdict add(double[] row, Detector judge) {
      long start = THREADS.getCurrentThreadCpuTime();
      Verdict verdict = judge.judge(row);
      if (!verdict.novel()) {
        return verdict;
      }
      long took = THREADS.getCurrentThreadCpuTime() - start;
      novel++;
      inside += isInside(verdict.reasons().getFirst(), row) ? 1 : 0;
      int size = verdict.repair().map(repair -> repair.cells().size()).orElse(0);
      sizes[size]++;
      nanos[size] += took;
      verdict
          .repair()
          .ifPresent(repair -> {
            double[] repaired = row.clone();
            for (Repair.Cell cell : repair.cells()) {
              int place = detector.columns().indexOf(cell.column());
              Column column = model.schema().targets().get(place);
              repaired[place] = column.value(cell.to());
              outOfRange += isKnown(column, place, repaired[place]) ? 0 : 1;
            }
            Verdict after = judge.judge(repaired);
            work += after.pValue() > USUAL && !after.novel() ? 1 : 0;
          });
      return verdict;
    }

    private boolean isInside(Reason reason, double[] row) {
      return switch (reason.expected()) {
        case Expectation.Range range -> {
          double cell = row[detector.columns().indexOf(reason.column())];
          yield cell >= range.low() && cell <= range.high();
        }
        case Expectation.Values values -> values.values().contains(reason.value());
        case Expectation.Watched _ -> false;
      };
    }

    private boolean isKnown(Column column, int place, double cell) {
      Provenance.Quantiles quantiles = model.provenance().quantiles().get(place);
      double[] values = quantiles.values();
      if (Double.isNaN(cell)) {
        return column.missing() > 0;
      }
      return column.kind().isNumeric()
          ? column.relative(cell) >= column.relative(values[0])
              && column.relative(cell) <= column.relative(values[values.length - 1])
              && (column.decimals() < 0 || column.value(column.text(cell)) == cell)
          : cell < column.kind().namesKnown();
    }

    @Override
    public String toString() {
      return "%,d novel, repaired %.1f %%, first reason inside %.1f %%, out of range %d; %s"
          .formatted(
              novel,
              100.0 * work / novel,
              100.0 * inside / novel,
              outOfRange,
              IntStream.range(0, sizes.length)
                  .mapToObj(n ->
                      "%d by %s (%.1f ms)"
                          .formatted(sizes[n], n == 0 ? "none" : n, nanos[n] / 1e6 / sizes[n]))
                  .collect(Collectors.joining(", ")));
    }
  }
}
