package dev.bijou.table.watch;

import dev.bijou.table.io.CellReader;
import dev.bijou.table.text.NumberParser;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/// Gathers the forms of a column's cells as they stream by, in bounded memory.
///
/// Forms are looked at as closely as the column allows: by their shape, if shapes that at least five rows share cover
/// 95 % of the rows and no width of a number varies (`A-9` as `A-99` and `A-999`); by their runs, if those cover as
/// much; else by the classes of signs that occur.
public final class FormCollector implements CellReader {
  private static final int MOST_FORMS = 10_000;
  private static final int MOST_KEPT = 64;
  private static final int SEVERAL = 5; // rows that a form needs to be kept
  private static final double COVERED = 0.95;
  private static final double SAME_WIDTH = 0.99;

  private final Map<String, Long> shapes = new HashMap<>();
  private final Map<String, Long> runs = new HashMap<>();
  private final Map<String, Long> classes = new HashMap<>();
  private final long[] lengths = new long[WatchedColumn.LONGEST + 1];
  private final long[] lengthsWithoutDigits = new long[WatchedColumn.LONGEST + 1];
  private final KeyMemory keys = new KeyMemory();
  private boolean key = true;
  private long rows;
  private long missing;

  /// Nothing seen yet.
  public FormCollector() {}

  @Override
  public double read(char[] text, int from, int length) {
    rows++;
    if (NumberParser.isMissing(text, from, length)) {
      missing++;
      return 0;
    }
    String cell = new String(text, from, length);
    count(TextForm.SHAPE.of(cell), shapes);
    count(TextForm.RUNS.of(cell), runs);
    count(TextForm.CLASSES.of(cell), classes);
    lengths[Math.min(WatchedColumn.LONGEST, length)]++;
    lengthsWithoutDigits[Math.min(WatchedColumn.LONGEST, TextForm.lengthWithoutDigits(cell))]++;
    key = key && keys.firstRow(cell, rows) == 0;
    return 0;
  }

  private static void count(String form, Map<String, Long> counts) {
    if (counts.size() < MOST_FORMS || counts.containsKey(form)) {
      counts.merge(form, 1L, Long::sum);
    }
  }

  @Override
  public boolean isNumeric() {
    return false;
  }

  @Override
  public boolean takesMissing() {
    return true;
  }

  /// How many cells there were.
  public long rows() {
    return rows;
  }

  /// What is known of the column; there must be rows.
  ///
  /// @param name of the column
  public WatchedColumn column(String name) {
    TextForm level = level();
    Map<String, Long> forms = shared(counts(level));
    if (missing >= SEVERAL) {
      Map<String, Long> all = new HashMap<>(forms);
      all.put(WatchedColumn.MISSING, missing);
      forms = shared(all);
    }
    long kept = forms.values().stream().mapToLong(Long::longValue).sum();
    boolean countsDigits = spread(lengths) <= spread(lengthsWithoutDigits);
    List<Integer> percentiles = percentiles(countsDigits ? lengths : lengthsWithoutDigits);
    return new WatchedColumn(
        name,
        rows,
        level,
        forms,
        rows - kept,
        countsDigits,
        level == TextForm.SHAPE || (!countsDigits && areNumbers(forms.keySet()))
            ? List.of()
            : percentiles,
        key && rows - missing > 1);
  }

  /// Whether cells are numbers or missing, of which the form says all.
  private static boolean areNumbers(Set<String> forms) {
    return forms.stream().allMatch(form -> form.isEmpty() || form.equals("9"));
  }

  private Map<String, Long> counts(TextForm level) {
    return switch (level) {
      case SHAPE -> shapes;
      case RUNS -> runs;
      case CLASSES -> classes;
    };
  }

  private TextForm level() {
    if (covers(shared(shapes)) && haveOneWidth()) {
      return TextForm.SHAPE;
    }
    return covers(shared(runs)) ? TextForm.RUNS : TextForm.CLASSES;
  }

  private boolean covers(Map<String, Long> forms) {
    return forms.values().stream().mapToLong(Long::longValue).sum() >= COVERED * (rows - missing);
  }

  /// Whether almost all rows of the same runs have the same shape.
  private boolean haveOneWidth() {
    Map<String, Long> largest = new HashMap<>();
    Map<String, Long> all = new HashMap<>();
    shapes.forEach((shape, count) -> {
      largest.merge(TextForm.RUNS.of(shape), count, Math::max);
      all.merge(TextForm.RUNS.of(shape), count, Long::sum);
    });
    return largest.entrySet().stream()
        .allMatch(form -> {
          long count = all.getOrDefault(form.getKey(), 0L);
          return count < SEVERAL || form.getValue() >= SAME_WIDTH * count;
        });
  }

  /// The forms that several rows share, the most frequent first.
  private static Map<String, Long> shared(Map<String, Long> counts) {
    Map<String, Long> sorted = new LinkedHashMap<>();
    counts.entrySet().stream()
        .filter(form -> form.getValue() >= SEVERAL)
        .sorted(
            Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey()))
        .limit(MOST_KEPT)
        .forEach(form -> sorted.put(form.getKey(), form.getValue()));
    return sorted;
  }

  /// The width of the middle 98 %.
  private static int spread(long[] counts) {
    List<Integer> percentiles = percentiles(counts);
    return percentiles.isEmpty() ? 0 : percentiles.get(99) - percentiles.get(1);
  }

  private static List<Integer> percentiles(long[] counts) {
    long all = Arrays.stream(counts).sum();
    return all == 0
        ? List.of()
        : IntStream.range(0, WatchedColumn.PERCENTILES)
            .map(p -> place(counts, p * (all - 1) / (WatchedColumn.PERCENTILES - 1)))
            .boxed()
            .toList();
  }

  /// The length of the row that has so many shorter ones before it.
  private static int place(long[] counts, long before) {
    long upTo = 0;
    int length = 0;
    while (upTo + counts[length] <= before) {
      upTo += counts[length++];
    }
    return length;
  }
}
