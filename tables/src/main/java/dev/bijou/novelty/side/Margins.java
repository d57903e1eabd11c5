package dev.bijou.novelty.side;

import dev.bijou.table.schema.Column;
import dev.bijou.table.schema.Schema;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// How extreme the numbers of a row are, each among those of its own column: see [RowSides#MARGINS]. Safe for any
/// number of threads.
///
/// Several parts of a calibration set are compared at once: their percentiles are merged, so that a number is looked up once.
public final class Margins {
  private final List<Margin> margins = new ArrayList<>();
  private final double[] rows; // of each part

  /// What a part of the rows says of one column.
  ///
  /// @param below the share of its rows that lies below each number
  /// @param upTo the share of its rows that lies below or at each number
  /// @param nats how extreme each number is
  public record Shares(double[] below, double[] upTo, double[] nats) {
    static Shares of(double[] numbers, double[] percentiles, double rows) {
      double[] below = new double[numbers.length];
      double[] upTo = new double[numbers.length];
      double[] nats = new double[numbers.length];
      int last = percentiles.length - 1;
      for (int i = 0, at = 0; i < numbers.length; i++) {
        int equal = at; // the first percentile that is not less
        while (at <= last && percentiles[at] == numbers[i]) {
          at++;
        }
        if (at > equal) {
          below[i] = equal / (double) last;
          upTo[i] = (at - 1) / (double) last;
        } else if (equal > 0 && equal <= last) {
          double from = percentiles[equal - 1];
          double way = (numbers[i] - from) / (percentiles[equal] - from);
          below[i] = (equal - 1 + way) / last;
          upTo[i] = below[i];
        } else {
          below[i] = equal == 0 ? 0 : 1;
          upTo[i] = below[i];
        }
        nats[i] = Margins.nats(Math.min(upTo[i], 1 - below[i]), rows);
      }
      return new Shares(below, upTo, nats);
    }

    /// How extreme it is to lie some way from one number to the next.
    double nats(int from, double way, double rows) {
      double share = upTo[from] + way * (below[from + 1] - upTo[from]);
      return Margins.nats(Math.min(share, 1 - share), rows);
    }
  }

  /// One column.
  ///
  /// @param place of the column among the targets
  /// @param column itself
  /// @param numbers percentiles of all parts, ascending, without repetitions
  /// @param parts what each part says of it
  public record Margin(int place, Column column, double[] numbers, List<Shares> parts) {
    void add(double number, double[] rows, double[] sums) {
      int at = Arrays.binarySearch(numbers, number);
      int next = -at - 1;
      boolean beyond = next == 0 || next == numbers.length;
      double way =
          at >= 0 || beyond
              ? 0
              : (number - numbers[next - 1]) / (numbers[next] - numbers[next - 1]);
      for (int part = 0; part < sums.length; part++) {
        Shares shares = parts.get(part);
        sums[part] +=
            at >= 0
                ? shares.nats[at]
                : beyond ? nats(0, rows[part]) : shares.nats(next - 1, way, rows[part]);
      }
    }
  }

  /// @param percentiles for each part those of each target column of the schema, ascending
  /// @param rows how many rows each part's are of
  Margins(Schema schema, List<double[][]> percentiles, int[] rows) {
    this.rows = Arrays.stream(rows).asDoubleStream().toArray();
    for (int c = 0; c < schema.targets().size(); c++) {
      if (schema.targets().get(c).kind().isNumeric()) {
        int place = c;
        double[] numbers =
            percentiles.stream()
                .flatMapToDouble(part -> Arrays.stream(part[place]))
                .sorted()
                .distinct()
                .toArray();
        List<Shares> parts = new ArrayList<>();
        for (int part = 0; part < rows.length; part++) {
          parts.add(Shares.of(numbers, percentiles.get(part)[place], rows[part]));
        }
        margins.add(new Margin(place, schema.targets().get(place), numbers, parts));
      }
    }
  }

  /// The columns of numbers.
  public List<Margin> columns() {
    return List.copyOf(margins);
  }

  /// How many rows each part's percentiles are of.
  public double[] rows() {
    return rows.clone();
  }

  /// The sums for a row by each part, in nats.
  double[] extremeness(double[] row) {
    double[] sums = new double[rows.length];
    for (Margin margin : margins) {
      double read = row[margin.place()];
      if (!Double.isNaN(read)) {
        // As precise as the rows of the percentiles, so that a number that equals one of them does.
        margin.add(margin.column().absolute(margin.column().relative(read)), rows, sums);
      }
    }
    return sums;
  }

  /// @param share of the rows that are as extreme on the same side
  private static double nats(double share, double rows) {
    // The row itself would have at least this share.
    return -Math.log(Math.min(1, 2 * (share * rows + 1) / (rows + 2)));
  }
}
