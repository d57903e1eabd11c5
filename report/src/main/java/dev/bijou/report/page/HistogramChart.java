package dev.bijou.report.page;

import java.util.Optional;
import java.util.stream.IntStream;

/// Two distributions of one column, one as an area and one as a line, as shares of the rows in equal parts of the axis.
///
/// @param axis of the values
/// @param area the distribution of the data, if it is known
/// @param line that of the model, if it can be sampled
public record HistogramChart(Axis axis, Optional<Ecdf> area, Optional<Ecdf> line) {
  private static final int BINS = 40;
  private static final double WIDTH = 320;
  private static final double HEIGHT = 190;

  /// The picture, with the name of the values below it.
  public Figure figure(String name, String values, String title, String description) {
    double[] filled = area.map(this::shares).orElse(new double[0]);
    double[] outlined = line.map(this::shares).orElse(new double[0]);
    double highest = Math.max(max(filled), max(outlined));
    Frame frame =
        new Frame(
            8,
            8,
            WIDTH - 16,
            HEIGHT - 56,
            axis,
            new Axis(0, 1.06 * highest, 0, Double.POSITIVE_INFINITY));
    Markup inside = new Markup();
    if (filled.length > 0) {
      inside.empty("path", "class", "data area", "d", area(filled, frame));
    }
    if (outlined.length > 0) {
      inside.empty("path", "class", "model line", "d", line(outlined, frame));
    }
    return new Figure(
        name,
        WIDTH,
        HEIGHT,
        title,
        description,
        frame.with(inside.toString()) + frame.below(values));
  }

  /// The share of the rows in each bin.
  private double[] shares(Ecdf column) {
    return IntStream.range(0, BINS)
        .mapToDouble(bin -> column.at(edge(bin + 1)) - column.at(edge(bin)))
        .toArray();
  }

  private double edge(int bin) {
    return axis.invert((double) bin / BINS);
  }

  private static double max(double[] shares) {
    double max = 1e-9;
    for (double share : shares) {
      max = Math.max(max, share);
    }
    return max;
  }

  private static PathData line(double[] shares, Frame frame) {
    PathData path = new PathData();
    for (int bin = 0; bin < BINS; bin++) {
      double y = frame.down(shares[bin]);
      double x = frame.width() * bin / BINS;
      if (bin == 0) {
        path.move(x, y);
      } else {
        path.line(x, y);
      }
      path.line(frame.width() * (bin + 1) / BINS, y);
    }
    return path;
  }

  private static PathData area(double[] shares, Frame frame) {
    return line(shares, frame).line(frame.width(), frame.height()).line(0, frame.height()).close();
  }
}
