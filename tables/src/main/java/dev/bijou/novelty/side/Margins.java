package dev.bijou.novelty.side;

import dev.bijou.table.schema.Column;
import dev.bijou.table.schema.Schema;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// How extreme the numbers of a row are, each among those of its own column: see [RowSides#MARGINS]. Safe for any
/// number of threads.
final class Margins {
  private final List<Margin> margins = new ArrayList<>();

  /// @param place of the column among the targets
  /// @param values percentiles, ascending, without repetitions
  /// @param below the share of all that lies below each
  /// @param upTo the share of all that lies below or at each
  private record Margin(int place, Column column, double[] values, double[] below, double[] upTo) {
    static Margin of(int place, Column column, double[] percentiles) {
      double[] values = Arrays.stream(percentiles).distinct().toArray();
      double[] below = new double[values.length];
      double[] upTo = new double[values.length];
      double last = percentiles.length - 1;
      for (int i = 0, at = 0; i < values.length; i++) {
        below[i] = at / last;
        while (at < percentiles.length && percentiles[at] == values[i]) {
          at++;
        }
        upTo[i] = (at - 1) / last;
      }
      return new Margin(place, column, values, below, upTo);
    }

    double share(double value) {
      int last = values.length - 1;
      if (value < values[0] || value > values[last]) {
        return 0;
      }
      int at = Arrays.binarySearch(values, value);
      if (at >= 0) {
        return Math.min(upTo[at], 1 - below[at]);
      }
      int next = -at - 1;
      double way = (value - values[next - 1]) / (values[next] - values[next - 1]);
      double share = upTo[next - 1] + way * (below[next] - upTo[next - 1]);
      return Math.min(share, 1 - share);
    }
  }

  private final double rows;

  /// @param percentiles of each target column of the schema
  /// @param rows how many rows they are of
  Margins(Schema schema, double[][] percentiles, int rows) {
    this.rows = rows;
    for (int c = 0; c < schema.targets().size(); c++) {
      if (schema.targets().get(c).kind().isNumeric()) {
        margins.add(Margin.of(c, schema.targets().get(c), percentiles[c]));
      }
    }
  }

  /// The sum for a row, in nats.
  float extremeness(double[] row) {
    double sum = 0;
    for (Margin margin : margins) {
      double read = row[margin.place()];
      if (!Double.isNaN(read)) {
        // As precise as the rows of the percentiles, so that a number that equals one of them does.
        double cell = margin.column().absolute(margin.column().relative(read));
        // The row itself would have at least this share.
        double share = (margin.share(cell) * rows + 1) / (rows + 2);
        sum -= Math.log(Math.min(1, 2 * share));
      }
    }
    return (float) sum;
  }
}
