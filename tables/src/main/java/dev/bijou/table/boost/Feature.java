package dev.bijou.table.boost;

import java.util.Arrays;
import java.util.stream.IntStream;

/// A column cut into bins.
///
/// Numbers have bin 0 where missing, and then as many bins, at most 256, as equal shares of the rows give; each of fewer
/// different numbers has its own. A name is a bin, and so is a missing one.
///
/// @param bins the bin of each row
/// @param count how many bins there are
/// @param names whether the bins have no order: a split then sets one of them apart from all others
public record Feature(short[] bins, int count, boolean names) {
  private static final int NUMBERS = 256;
  private static final int NAMES = 1_000;

  /// A column of numbers, NaN where missing, cut by all of them.
  public static Feature numbers(double[] cells) {
    return numbers(cells, cells.length);
  }

  /// A column of numbers, NaN where missing, cut by the first of them. A number beyond these has the last bin.
  ///
  /// @param learned how many
  public static Feature numbers(double[] cells, int learned) {
    double[] cuts = cuts(Arrays.copyOf(cells, learned));
    short[] bins = new short[cells.length];
    for (int row = 0; row < bins.length; row++) {
      if (!Double.isNaN(cells[row])) {
        int at = Arrays.binarySearch(cuts, cells[row]);
        bins[row] = (short) Math.min(1 + (at >= 0 ? at : -1 - at), cuts.length);
      }
    }
    return new Feature(bins, cuts.length + 1, false);
  }

  /// A column of names. Those rarer than the thousand most frequent share a bin.
  ///
  /// @param codes 0, 1, … for names, NaN where missing
  public static Feature names(double[] codes) {
    int size = 1 + (int) Arrays.stream(codes).filter(code -> !Double.isNaN(code)).max().orElse(0);
    int[] counts = new int[size];
    for (double code : codes) {
      if (!Double.isNaN(code)) {
        counts[(int) code]++;
      }
    }
    int kept = Math.min(size, NAMES);
    int[] bin = new int[size];
    Arrays.fill(bin, kept);
    int[] frequent =
        IntStream.range(0, size)
            .boxed()
            .sorted((a, b) -> Integer.compare(counts[b], counts[a]))
            .limit(kept)
            .mapToInt(Integer::intValue)
            .toArray();
    for (int i = 0; i < kept; i++) {
      bin[frequent[i]] = i;
    }
    short[] bins = new short[codes.length];
    for (int row = 0; row < bins.length; row++) {
      bins[row] = (short) (Double.isNaN(codes[row]) ? kept + 1 : bin[(int) codes[row]]);
    }
    return new Feature(bins, kept + 2, true);
  }

  /// The largest number of each bin, ascending.
  private static double[] cuts(double[] cells) {
    double[] sorted =
        Arrays.stream(cells)
            .filter(cell -> !Double.isNaN(cell))
            .map(cell -> cell + 0.0)
            .sorted()
            .toArray();
    double[] distinct = Arrays.stream(sorted).distinct().toArray();
    if (distinct.length <= NUMBERS) {
      return distinct;
    }
    double[] cuts = new double[NUMBERS];
    for (int i = 0; i < NUMBERS; i++) {
      cuts[i] = sorted[(int) ((i + 1L) * sorted.length / NUMBERS) - 1];
    }
    return Arrays.stream(cuts).distinct().toArray();
  }

  /// The same column of some rows.
  Feature of(int[] rows) {
    short[] selected = new short[rows.length];
    for (int i = 0; i < rows.length; i++) {
      selected[i] = bins[rows[i]];
    }
    return new Feature(selected, count, names);
  }
}
