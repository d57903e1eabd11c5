package dev.bijou.table;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Finds out what a column holds while its cells stream by, in memory that does not grow with the table.
final class ColumnInference implements CellReader {
  private static final int SAMPLE = 20_000;
  private static final int MOST_TEXTS = 10_000;
  private static final int LONGEST_NAME = 200;
  private static final int MOST_LEVELS = 128;

  /// Rows that a level needs to have a probability of its own.
  private static final int ROWS_PER_LEVEL = 5;

  /// Share of the rows that levels must cover, lest the column be free text or a key.
  private static final double COVERED = 0.5;

  /// Share of numbers from which the rest are mistakes rather than names.
  private static final double NUMBERS = 0.9;

  private static final int MOST_ATOMS = 8;
  private static final int FEWEST_ATOM_ROWS = 10;
  private static final double OFTEN = 0.05;
  private static final double OFTEN_ON_GRID = 0.1;
  private static final int MOST_DISCRETE = 32;
  private static final int MOST_SPARSE = 128;
  private static final double SPARSE = 0.1;

  /// Codes know no order, so that each has to be learned on its own.
  private static final int ROWS_PER_DISCRETE_VALUE = 100;

  private static final int ROWS_PER_GRID_VALUE = 4;

  /// Different values from which a coarse grid is no chance.
  private static final int FEWEST_ON_COARSE_GRID = 4;

  /// Steps that a float can count.
  private static final double MOST_STEPS = 1 << 22;

  private static final int DAY = 86_400;
  private static final List<List<String>> NO_AND_YES =
      List.of(
          List.of("false", "true"),
          List.of("no", "yes"),
          List.of("n", "y"),
          List.of("f", "t"),
          List.of("off", "on"));

  private final ColumnDraft draft;
  private final boolean takesMissing;
  private final SplittableRandom random;
  private final ColumnStatistics statistics = new ColumnStatistics();
  private final TextCounts texts = new TextCounts(MOST_TEXTS);
  private final double[] sample = new double[SAMPLE];
  private List<DateCandidate> dates = List.of();
  private long missing;
  private long numbers;
  private long cells; // that are neither missing nor numbers
  private boolean overflow; // more different texts than are kept

  ColumnInference(ColumnDraft draft, boolean takesMissing, long seed) {
    this.draft = draft;
    this.takesMissing = takesMissing;
    this.random = new SplittableRandom(RowHash.mix(seed) ^ draft.name().hashCode());
  }

  @Override
  public boolean takesMissing() {
    return takesMissing;
  }

  @Override
  public double read(double number) {
    if (!(Math.abs(number) <= NumberParser.LIMIT)) {
      missing += Double.isNaN(number) ? 1 : 0;
      return number;
    }
    number(number);
    if (!overflow) {
      overflow = texts.size() == MOST_TEXTS;
      texts.add(NumberText.of(number));
    }
    return number;
  }

  @Override
  public double read(char[] text, int from, int length) {
    double value = NumberParser.parse(text, from, length);
    if (Math.abs(value) <= NumberParser.LIMIT) {
      number(value);
      if (!overflow) {
        overflow = !texts.add(text, from, length);
      }
      return value;
    }
    if (NumberParser.isMissing(text, from, length)) {
      missing++;
      return Double.NaN;
    }
    cells++;
    overflow |= length > LONGEST_NAME || !texts.add(text, from, length);
    date(text, from, length);
    return 0; // of no consequence: what is read now is not kept
  }

  private void number(double value) {
    long place = numbers < SAMPLE ? numbers : random.nextLong(numbers + 1);
    if (place < SAMPLE) {
      sample[(int) place] = value;
    }
    numbers++;
    statistics.add(value);
  }

  private void date(char[] text, int from, int length) {
    if (cells > 1 && dates.isEmpty()) {
      return;
    }
    if (!DateTimes.looksLikeOne(text, from, length)) {
      dates = List.of();
      return;
    }
    if (cells == 1) {
      dates =
          draft.pattern().map(List::of).orElse(DateTimes.KNOWN).stream()
              .map(DateCandidate::new)
              .toList();
    }
    String cell = new String(text, from, length);
    dates = dates.stream().filter(candidate -> candidate.takes(cell)).toList();
  }

  /// A form that all cells so far have.
  private static final class DateCandidate {
    final DateTimes format;
    final ColumnStatistics statistics = new ColumnStatistics();

    DateCandidate(String pattern) {
      format = DateTimes.of(pattern);
    }

    boolean takes(String cell) {
      double seconds = format.seconds(cell);
      if (Double.isNaN(seconds)) {
        return false;
      }
      statistics.add(seconds);
      return true;
    }
  }

  /// What the column is.
  ///
  /// Throws a [TableException] if it cannot be what the draft says.
  Column column(String table) {
    if (!takesMissing) {
      missing = 0; // their rows are dropped
    }
    Column column =
        switch (draft.type().orElseGet(this::type)) {
          case "continuous" -> numeric(table, false);
          case "integer" -> numeric(table, true);
          case "date-time" -> date(table);
          case "boolean" -> coded(binary(table));
          case "categorical" -> coded(categorical(table));
          case "constant" -> coded(new Kind.Constant(texts.size() == 0 ? "" : texts.text(0)));
          default -> coded(new Kind.Identifier());
        };
    return bounded(column);
  }

  private String type() {
    long present = numbers + cells;
    if (present == 0 || (texts.size() == 1 && !overflow && missing == 0)) {
      return "constant";
    }
    if (numbers >= NUMBERS * present && numbers > 0) {
      return numericType();
    }
    if (!dates.isEmpty() && numbers == 0) {
      return "date-time";
    }
    if (texts.size() == 2 && !overflow && noAndYes().isPresent()) {
      return "boolean";
    }
    return isKey() ? "identifier" : "categorical";
  }

  private String numericType() {
    Column column = statistics.column(draft.name(), 0);
    if (cells == 0 && column.isConstant() && missing == 0) {
      return "constant";
    }
    if (missing == 0 && Diagnosis.numbersRows(column)) {
      return "identifier";
    }
    if (column.distinct() == 2
        && column.min() == 0
        && column.max() == 1
        && texts.size() == 2
        && !overflow) {
      return "boolean";
    }
    return isOnGrid(column) ? "integer" : "continuous";
  }

  /// Whole numbers, and others that repeat each other as rounded ones do.
  private boolean isOnGrid(Column column) {
    return column.decimals() >= 0
        && (column.max() - column.min()) / column.step() < MOST_STEPS
        && (column.decimals() == 0 || sampled() >= ROWS_PER_GRID_VALUE * distinctSampled());
  }

  private int sampled() {
    return (int) Math.min(numbers, SAMPLE);
  }

  private double[] sorted() {
    double[] sorted = Arrays.copyOf(sample, sampled());
    Arrays.sort(sorted);
    return sorted;
  }

  private long distinctSampled() {
    return Arrays.stream(sorted()).distinct().count();
  }

  private Column numeric(String table, boolean onGrid) {
    if (numbers == 0) {
      throw new TableException(
          "%s, column %s: the schema says %s, but it holds no numbers"
              .formatted(table, Phrases.quote(draft.name()), draft.type().orElse("integer")));
    }
    double[] sorted = sorted();
    double offset = Offsets.choose(spread(sorted));
    Column column =
        statistics.column(draft.name(), new Kind.Continuous(Kind.Atoms.NONE), offset, missing);
    Kind.Atoms atoms = draft.atoms().orElseGet(() -> atoms(column, sorted, onGrid));
    if (!onGrid) {
      return column
          .withKind(new Kind.Continuous(atoms))
          .inUnits(Offsets.unit(spread(sorted), offset));
    }
    double grid = draft.grid().orElseGet(() -> grid(column));
    return column.withKind(new Kind.Integral(grid, atoms)).onGrid(grid);
  }

  /// The distance of neighbours: the largest of which all distances are multiples where all values are known, else that of
  /// their decimals.
  private double grid(Column column) {
    if (column.decimals() < 0) {
      return 1;
    }
    double step = column.step();
    if (column.distinct() < FEWEST_ON_COARSE_GRID || column.distinct() >= Column.MANY) {
      return step;
    }
    long steps =
        Arrays.stream(statistics.values())
            .mapToLong(value -> Math.round((value - column.min()) / step))
            .reduce(0, ColumnInference::greatestDivisor);
    return steps == 1 ? step : BigDecimal.valueOf(steps, column.decimals()).doubleValue();
  }

  private static long greatestDivisor(long a, long b) {
    return b == 0 ? a : greatestDivisor(b, a % b);
  }

  /// Few enough values for a thousand to stand for all.
  private static double[] spread(double[] sorted) {
    int count = Math.min(sorted.length, Column.MANY);
    return IntStream.range(0, count)
        .mapToDouble(i -> sorted[(int) ((long) i * sorted.length / count)])
        .toArray();
  }

  private Kind.Atoms atoms(Column column, double[] sorted, boolean onGrid) {
    if (isDiscrete(column, onGrid)) {
      return new Kind.Atoms(Arrays.stream(statistics.values()).boxed().toList(), true);
    }
    List<Run> runs = Run.of(sorted);
    double often = Math.max(FEWEST_ATOM_ROWS, (onGrid ? OFTEN_ON_GRID : OFTEN) * sorted.length);
    return new Kind.Atoms(
        runs.stream()
            .filter(run -> run.length() >= often)
            .sorted(Comparator.comparingInt(Run::length).reversed())
            .limit(MOST_ATOMS)
            .map(Run::value)
            .toList(),
        false);
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

  /// A value and how often it stands.
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

  private Column date(String table) {
    if (dates.isEmpty()) {
      throw new TableException(
          "%s, column %s: the schema says date-time, but not all cells are written %s"
              .formatted(
                  table,
                  Phrases.quote(draft.name()),
                  draft.pattern().map(pattern -> "as " + pattern).orElse("in one known way")));
    }
    DateCandidate chosen = dates.getFirst();
    Column column = chosen.statistics.column(draft.name(), new Kind.Identifier(), 0, missing);
    double natural = chosen.format.hasTime() ? 1 : DAY;
    double range = column.max() - column.min();
    double grid =
        draft.grid().orElse(column.decimals() == 0 && range / natural < MOST_STEPS ? natural : 0);
    return new Column(
        column.name(),
        new Kind.DateTime(chosen.format.pattern(), grid),
        column.min(),
        column.count(),
        missing,
        column.mean(),
        column.standardDeviation(),
        column.min(),
        column.max(),
        column.distinct(),
        column.decimals());
  }

  private Optional<Kind> noAndYes() {
    String first = texts.text(0);
    String second = texts.text(1);
    return NO_AND_YES.stream()
        .flatMap(pair ->
            Stream.of(List.of(first, second), List.of(second, first))
                .filter(found ->
                    found.get(0).equalsIgnoreCase(pair.get(0))
                        && found.get(1).equalsIgnoreCase(pair.get(1))))
        .<Kind>map(found -> new Kind.Binary(found.get(0), found.get(1)))
        .findFirst();
  }

  private Kind binary(String table) {
    if (draft.levels().isPresent()) {
      List<Kind.Level> levels = draft.levels().get();
      if (levels.size() == 2) {
        return new Kind.Binary(levels.get(0).name(), levels.get(1).name());
      }
    } else if (texts.size() == 2) {
      return noAndYes()
          .orElseGet(() -> {
            List<String> sorted = Stream.of(texts.text(0), texts.text(1)).sorted().toList();
            return new Kind.Binary(sorted.get(0), sorted.get(1));
          });
    }
    throw new TableException(
        "%s, column %s: the schema says boolean, but it has %s, not two"
            .formatted(
                table, Phrases.quote(draft.name()), NumberText.counted(texts.size(), "value")));
  }

  private Kind categorical(String table) {
    List<Kind.Level> seen = seen();
    List<Kind.Level> rare = draft.rare().orElse(List.of());
    if (draft.levels().isPresent()) {
      List<String> unnamed = rare.stream().map(Kind.Level::name).toList();
      List<Kind.Level> levels =
          draft.levels().get().stream()
              .filter(level -> !unnamed.contains(level.name()))
              .map(level -> new Kind.Level(level.name(), count(level.name(), seen)))
              .toList();
      List<Kind.Level> others =
          rare.stream().map(l -> new Kind.Level(l.name(), count(l.name(), seen))).toList();
      if (levels.isEmpty()) {
        throw new TableException(
            "%s, column %s: the schema names no levels"
                .formatted(table, Phrases.quote(draft.name())));
      }
      return new Kind.Categorical(levels, others);
    }
    int own = ownLevels(seen);
    if (own == 0) {
      throw new TableException(
          "%s, column %s: the schema says categorical, but no name stands in %s"
              .formatted(
                  table, Phrases.quote(draft.name()), NumberText.counted(fewestRows(), "row")));
    }
    return new Kind.Categorical(
        seen.subList(0, own), seen.subList(own, Math.min(seen.size(), Column.MANY)));
  }

  private static long count(String name, List<Kind.Level> seen) {
    return seen.stream()
        .filter(level -> level.name().equals(name))
        .mapToLong(Kind.Level::count)
        .findFirst()
        .orElse(0);
  }

  /// The texts seen, the most frequent first, equally frequent ones by name.
  private List<Kind.Level> seen() {
    return IntStream.range(0, texts.size())
        .mapToObj(i -> new Kind.Level(texts.text(i), texts.count(i)))
        .sorted(
            Comparator.comparingLong(Kind.Level::count).reversed().thenComparing(Kind.Level::name))
        .toList();
  }

  /// How many levels, of those in order of frequency, have a probability of their own.
  private int ownLevels(List<Kind.Level> seen) {
    int fewest = fewestRows();
    int own = 0;
    while (own < Math.min(seen.size(), MOST_LEVELS) && seen.get(own).count() >= fewest) {
      own++;
    }
    return own;
  }

  /// Small tables must do with fewer rows a level.
  private int fewestRows() {
    return Math.clamp((numbers + cells) / 20, 1, ROWS_PER_LEVEL);
  }

  private boolean isKey() {
    List<Kind.Level> seen = seen();
    long covered = seen.subList(0, ownLevels(seen)).stream().mapToLong(Kind.Level::count).sum();
    long present = numbers + cells;
    return (texts.size() > 2 && texts.size() == present) || covered < COVERED * present;
  }

  /// A column that is not numeric; its statistics are those of the codes.
  private Column coded(Kind kind) {
    int distinct = Math.min(texts.size() + (overflow ? 1 : 0), Column.MANY);
    return new Column(
        draft.name(),
        kind,
        0,
        numbers + cells,
        missing,
        0,
        0,
        0,
        kind instanceof Kind.Constant ? 0 : kind.names().size(),
        distinct,
        0);
  }

  /// The column with the bounds and the missing cells of the draft, where it says so.
  private Column bounded(Column column) {
    return new Column(
        column.name(),
        column.kind(),
        column.offset(),
        column.unit(),
        column.count(),
        Math.max(column.missing(), takesMissing ? draft.missing().orElse(0) : 0),
        column.mean(),
        column.standardDeviation(),
        column.kind().isNumeric() ? draft.min().orElse(column.min()) : column.min(),
        column.kind().isNumeric() ? draft.max().orElse(column.max()) : column.max(),
        column.distinct(),
        column.decimals());
  }
}
