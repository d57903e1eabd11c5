package dev.bijou.table.schema;

import dev.bijou.table.io.CellReader;
import dev.bijou.table.io.pass.RowHash;
import dev.bijou.table.text.NumberParser;
import dev.bijou.table.text.NumberText;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// A summary of the cells of a column as they stream by, in memory that does not grow with the table: statistics of
/// numbers and a sample of them, different texts, and the patterns that all cells share if they are dates.
final class ColumnCells implements CellReader, Serializable {
  private static final long serialVersionUID = 1L;

  private static final int SAMPLE = 20_000;
  private static final int MOST_TEXTS = 10_000;
  private static final int LONGEST_NAME = 200;

  private final List<String> datePatterns;
  private final boolean takesMissing;
  private final long seed;
  private transient SplittableRandom random;
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
    this.seed = RowHash.mix(seed) ^ draft.name().hashCode();
    this.random = new SplittableRandom(this.seed);
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
      dates = List.copyOf(datePatterns.stream().map(DateCandidate::new).toList());
    }
    String cell = new String(text, from, length);
    dates = List.copyOf(dates.stream().filter(candidate -> candidate.takes(cell)).toList());
  }

  /// A date pattern that all cells so far have.
  static final class DateCandidate implements Serializable {
    private static final long serialVersionUID = 1L;

    private final String pattern;
    private transient @Nullable DateTimes format;
    final ColumnStatistics statistics = new ColumnStatistics();

    DateCandidate(String pattern) {
      this.pattern = pattern;
    }

    DateTimes format() {
      DateTimes known = format;
      if (known == null) {
        known = DateTimes.of(pattern);
        format = known;
      }
      return known;
    }

    boolean takes(String cell) {
      double seconds = format().seconds(cell);
      if (Double.isNaN(seconds)) {
        return false;
      }
      statistics.add(seconds);
      return true;
    }
  }

  /// Adds the cells of another part of the column.
  void add(ColumnCells other) {
    addSample(other);
    if (others == 0) {
      dates = other.dates;
    } else if (other.others > 0) {
      dates = shared(dates, other.dates);
    }
    statistics.add(other.statistics);
    overflow |= !texts.add(other.texts) || other.overflow;
    missing += other.missing;
    numbers += other.numbers;
    others += other.others;
  }

  /// Keeps a uniform sample of the numbers of both parts.
  private void addSample(ColumnCells other) {
    SplittableRandom choice = new SplittableRandom(seed ^ RowHash.mix(numbers + other.numbers));
    double[] own = Arrays.copyOf(sample, (int) Math.min(numbers, SAMPLE));
    double[] others = Arrays.copyOf(other.sample, (int) Math.min(other.numbers, SAMPLE));
    long ownLeft = numbers;
    long othersLeft = other.numbers;
    int ownKept = own.length;
    int othersKept = others.length;
    for (int i = 0; i < SAMPLE && ownLeft + othersLeft > 0; i++) {
      if (choice.nextLong(ownLeft + othersLeft) < ownLeft) {
        int at = choice.nextInt(ownKept);
        sample[i] = own[at];
        own[at] = own[--ownKept];
        ownLeft--;
      } else {
        int at = choice.nextInt(othersKept);
        sample[i] = others[at];
        others[at] = others[--othersKept];
        othersLeft--;
      }
    }
  }

  private static List<DateCandidate> shared(List<DateCandidate> all, List<DateCandidate> others) {
    List<DateCandidate> shared = new ArrayList<>();
    for (DateCandidate own : all) {
      for (DateCandidate other : others) {
        if (own.pattern.equals(other.pattern)) {
          own.statistics.add(other.statistics);
          shared.add(own);
        }
      }
    }
    return List.copyOf(shared);
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
