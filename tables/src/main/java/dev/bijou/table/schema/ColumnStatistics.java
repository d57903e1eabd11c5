package dev.bijou.table.schema;

import dev.bijou.table.io.pass.RowHash;
import java.io.Serializable;
import java.util.Arrays;
import java.util.stream.DoubleStream;

/// Gathers the statistics of one column, block by block, in one pass of double precision.
///
/// All sums are over differences from the first value; each block is centred on its own mean, and blocks are combined
/// by the update of Chan, Golub and LeVeque (1979). So neither a large offset nor a long table costs digits. The
/// result depends on nothing but the values and their order.
final class ColumnStatistics implements Serializable {
  private static final long serialVersionUID = 1L;

  private static final int MOST_DECIMALS = 6;
  private static final double[] POWERS = {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6};
  private static final int TABLE_SIZE = Integer.highestOneBit(Column.MANY) << 2;

  private long count;
  private double origin; // the first value
  private double mean; // relative to the origin
  private double squares; // sum of squared deviations from the mean
  private double min = Double.POSITIVE_INFINITY;
  private double max = Double.NEGATIVE_INFINITY;
  private int decimals;
  private int distinct;
  private boolean seenZero;
  private long[] seen =
      new long[TABLE_SIZE]; // open addressing over the bits; zero marks a free place

  void add(double[] values, int rows) {
    if (count == 0) {
      origin = values[0];
    }
    double sum = 0;
    for (int i = 0; i < rows; i++) {
      sum += values[i] - origin;
      min = Math.min(min, values[i]);
      max = Math.max(max, values[i]);
    }
    double blockMean = sum / rows;
    double blockSquares = 0;
    for (int i = 0; i < rows; i++) {
      double deviation = values[i] - origin - blockMean;
      blockSquares += deviation * deviation;
    }
    long total = count + rows;
    double difference = blockMean - mean;
    mean += difference * rows / total;
    squares += blockSquares + difference * difference * count * rows / total;
    count = total;
    for (int i = 0; i < rows && decimals >= 0; i++) {
      countDecimals(values[i]);
    }
    for (int i = 0; i < rows && distinct < Column.MANY; i++) {
      countDistinct(values[i] + 0.0); // −0 counts as 0
    }
  }

  /// Adds one value: the update of Welford (1962).
  void add(double value) {
    if (count == 0) {
      origin = value;
    }
    count++;
    double deviation = value - origin - mean;
    mean += deviation / count;
    squares += deviation * (value - origin - mean);
    min = Math.min(min, value);
    max = Math.max(max, value);
    if (decimals >= 0) {
      countDecimals(value);
    }
    if (distinct < Column.MANY) {
      countDistinct(value + 0.0);
    }
  }

  /// Adds all values of another part of the column.
  void add(ColumnStatistics other) {
    if (other.count == 0) {
      return;
    }
    if (count == 0) {
      origin = other.origin;
    }
    long total = count + other.count;
    double difference = other.origin - origin + other.mean - mean;
    mean += difference * other.count / total;
    squares += other.squares + difference * difference * count * other.count / total;
    count = total;
    min = Math.min(min, other.min);
    max = Math.max(max, other.max);
    decimals = decimals < 0 || other.decimals < 0 ? -1 : Math.max(decimals, other.decimals);
    for (double value : other.values()) {
      if (distinct < Column.MANY) {
        countDistinct(value);
      }
    }
  }

  private void countDecimals(double value) {
    while (decimals <= MOST_DECIMALS) {
      double scaled = value * POWERS[decimals];
      // The nearest double to a decimal number differs from it by half a unit in the last place,
      // and scaling by another.
      if (Math.abs(scaled - Math.rint(scaled)) <= 2 * Math.ulp(scaled)) {
        return;
      }
      decimals++;
    }
    decimals = -1;
  }

  private void countDistinct(double value) {
    long bits = Double.doubleToRawLongBits(value);
    if (bits == 0) {
      distinct += seenZero ? 0 : 1;
      seenZero = true;
      return;
    }
    int at = (int) RowHash.mix(bits) & (TABLE_SIZE - 1);
    while (seen[at] != 0) {
      if (seen[at] == bits) {
        return;
      }
      at = (at + 1) & (TABLE_SIZE - 1);
    }
    seen[at] = bits;
    distinct++;
  }

  /// The different values, if there are fewer than [Column#MANY].
  double[] values() {
    DoubleStream others =
        Arrays.stream(seen).filter(bits -> bits != 0).mapToDouble(Double::longBitsToDouble);
    return DoubleStream.concat(seenZero ? DoubleStream.of(0) : DoubleStream.empty(), others)
        .sorted()
        .toArray();
  }

  Column column(String name, double offset) {
    return column(name, new Kind.Continuous(Kind.Atoms.NONE), offset, 0);
  }

  Column column(String name, Kind kind, double offset, long missing) {
    double standardDeviation = min == max ? 0 : Math.sqrt(squares / count);
    return new Column(
        name,
        kind,
        offset,
        count,
        missing,
        min == max ? min : origin + mean,
        standardDeviation,
        min,
        max,
        distinct,
        decimals);
  }
}
