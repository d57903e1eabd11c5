package dev.bijou.table.schema;

import dev.bijou.table.io.CellReader;
import dev.bijou.table.io.pass.RowHash;
import dev.bijou.table.text.NumberParser;
import dev.bijou.table.text.NumberText;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/// A summary of the cells of a column as they stream by, in memory that does not grow with the table: statistics of
/// numbers and a sample of them, different texts, and the patterns that all cells share if they are dates.
final class ColumnCells implements CellReader {
  private static final int SAMPLE = 20_000;
  private static final int MOST_TEXTS = 10_000;
  private static final int LONGEST_NAME = 200;

  private final List<String> datePatterns;
  private final boolean takesMissing;
  private final SplittableRandom random;
  private final ColumnStatistics statistics = new ColumnStatistics();
  private final TextCounts texts = new TextCounts(MOST_TEXTS);
  private final double[] sample = new double[SAMPLE];
  private List<DateCandidate> dates = List.of();
  private long missing;
  private long numbers;
  private long others; // cells that are neither missing nor numbers
  private boolean overflow;

  /// @param draft what the draft says about the column
  /// @param takesMissing whether a cell may be missing
  /// @param seed of the sample
  ColumnCells(ColumnDraft draft, boolean takesMissing, long seed) {
    this.datePatterns = draft.pattern().map(List::of).orElse(DateTimes.KNOWN);
    this.takesMissing = takesMissing;
    this.random = new SplittableRandom(RowHash.mix(seed) ^ draft.name().hashCode());
  }

  @Override
  public boolean takesMissing() {
    return takesMissing;
  }

  /// Text, because only that shows what a column holds, also in a format that has numbers.
  @Override
  public boolean isNumeric() {
    return false;
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
    others++;
    overflow |= length > LONGEST_NAME || !texts.add(text, from, length);
    date(text, from, length);
    return 0; // irrelevant: what is read now is not kept
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
    if (others > 1 && dates.isEmpty()) {
      return;
    }
    if (!DateTimes.looksLikeOne(text, from, length)) {
      dates = List.of();
      return;
    }
    if (others == 1) {
      dates = datePatterns.stream().map(DateCandidate::new).toList();
    }
    String cell = new String(text, from, length);
    dates = dates.stream().filter(candidate -> candidate.takes(cell)).toList();
  }

  /// A date pattern that all cells so far have.
  static final class DateCandidate {
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

  /// How many cells are missing; none if their rows are dropped.
  long missing() {
    return takesMissing ? missing : 0;
  }

  /// How many cells are numbers.
  long numbers() {
    return numbers;
  }

  /// How many cells are neither missing nor numbers.
  long others() {
    return others;
  }

  /// How many cells are not missing.
  long present() {
    return numbers + others;
  }

  /// The statistics of the numbers.
  ColumnStatistics statistics() {
    return statistics;
  }

  /// A random sample of the numbers, ascending.
  double[] sorted() {
    double[] sorted = Arrays.copyOf(sample, (int) Math.min(numbers, SAMPLE));
    Arrays.sort(sorted);
    return sorted;
  }

  /// The different texts of cells that are not missing.
  TextCounts texts() {
    return texts;
  }

  /// Whether there are more different texts than are kept.
  boolean overflows() {
    return overflow;
  }

  /// The date patterns that fit all cells which are neither missing nor numbers, the most likely first.
  List<DateCandidate> dates() {
    return dates;
  }
}
