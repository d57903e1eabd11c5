package dev.bijou.table.baseline;

import dev.bijou.distribution.MixedLayout;
import dev.bijou.flow.Dataset;
import java.util.Arrays;
import java.util.stream.IntStream;

/// Independent columns: frequencies of codes, and histograms of values. A model that knows how columns depend on each
/// other has to beat it.
public final class IndependentBaseline {
  private static final int MOST_BINS = 100;
  private static final int ROWS_PER_BIN = 20;
  private static final double TAIL_SHARE = 0.01;
  private static final double TAIL_WIDTH = 3;
  private static final double LOG_ROOT_TWO_PI = 0.5 * Math.log(2 * Math.PI);

  private final MixedLayout layout;
  private final double[][] logCodes; // by code column and code
  private final Histogram[] values;

  private IndependentBaseline(MixedLayout layout, double[][] logCodes, Histogram[] values) {
    this.layout = layout;
    this.logCodes = logCodes;
    this.values = values;
  }

  /// Counts the codes and the values of some rows.
  ///
  /// @param layout what the codes and values are
  /// @param rows as [dev.bijou.table.encoding.RowEncoder] writes them
  public static IndependentBaseline fit(MixedLayout layout, Dataset rows) {
    int codes = layout.cardinalities().size();
    double[][] logCodes = new double[codes][];
    for (int c = 0; c < codes; c++) {
      double[] counts = new double[layout.cardinalities().get(c)];
      Arrays.fill(counts, 1.0 / counts.length);
      for (int row = 0; row < rows.size(); row++) {
        counts[(int) rows.get(row, c)]++;
      }
      logCodes[c] = Arrays.stream(counts).map(n -> Math.log(n / (rows.size() + 1))).toArray();
    }
    Histogram[] values = new Histogram[layout.values().size()];
    for (int v = 0; v < values.length; v++) {
      MixedLayout.Value value = layout.values().get(v);
      double[] present = new double[rows.size()];
      int count = 0;
      for (int row = 0; row < rows.size(); row++) {
        if (value.state() < 0 || rows.get(row, value.state()) == 0) {
          present[count++] = rows.get(row, codes + v);
        }
      }
      values[v] = Histogram.of(Arrays.copyOf(present, count), value.grid());
    }
    return new IndependentBaseline(layout, logCodes, values);
  }

  /// The mean over all rows of their log-probability density, in nats.
  public double meanLogDensity(Dataset rows) {
    double sum = 0;
    for (int row = 0; row < rows.size(); row++) {
      for (int c = 0; c < logCodes.length; c++) {
        sum += logCodes[c][(int) rows.get(row, c)];
      }
      for (int v = 0; v < values.length; v++) {
        MixedLayout.Value value = layout.values().get(v);
        if (value.state() < 0 || rows.get(row, value.state()) == 0) {
          sum +=
              values[v].logDensity(rows.get(row, logCodes.length + v))
                  - Math.log(value.unit().orElse(1));
        }
      }
    }
    return sum / rows.size();
  }

  /// Bins of equally many values, with some probability for a wide normal beside them.
  ///
  /// @param edges ascending; n + 1 for n bins
  /// @param densities of the bins
  /// @param mean of the values
  /// @param deviation of the normal
  private record Histogram(double[] edges, double[] densities, double mean, double deviation) {
    static Histogram of(double[] present, double grid) {
      Arrays.sort(present);
      int n = present.length;
      double mean = Arrays.stream(present).average().orElse(0);
      double variance =
          Arrays.stream(present).map(x -> (x - mean) * (x - mean)).average().orElse(0);
      double deviation =
          TAIL_WIDTH
              * Math.max(
                  Math.sqrt(variance),
                  grid > 0 ? grid : Math.ulp((float) Math.max(1, Math.abs(mean))));
      int bins = Math.clamp(n / ROWS_PER_BIN, 1, MOST_BINS);
      double[] edges =
          n == 0
              ? new double[0]
              : IntStream.rangeClosed(0, bins)
                  .mapToDouble(b ->
                      b == bins
                          ? present[n - 1] + grid / 2
                          : present[(int) ((long) b * n / bins)] - grid / 2)
                  .distinct()
                  .toArray();
      double[] densities = new double[Math.max(0, edges.length - 1)];
      int from = 0;
      for (int b = 0; b < densities.length; b++) {
        int to = from;
        while (to < n && (present[to] < edges[b + 1] || b == densities.length - 1)) {
          to++;
        }
        densities[b] = (double) (to - from) / n / (edges[b + 1] - edges[b]);
        from = to;
      }
      return new Histogram(edges, densities, mean, deviation);
    }

    double logDensity(double x) {
      double z = (x - mean) / deviation;
      double normal = Math.exp(-0.5 * z * z - LOG_ROOT_TWO_PI) / deviation;
      int at = Arrays.binarySearch(edges, x);
      int bin = at >= 0 ? at : -at - 2;
      if (bin == densities.length && bin > 0 && x == edges[bin]) {
        bin--;
      }
      double binned = bin >= 0 && bin < densities.length ? densities[bin] : 0;
      double density = (1 - TAIL_SHARE) * binned + TAIL_SHARE * normal;
      return density > 0
          ? Math.log(density)
          : Math.log(TAIL_SHARE / deviation) - LOG_ROOT_TWO_PI - 0.5 * z * z;
    }
  }
}
