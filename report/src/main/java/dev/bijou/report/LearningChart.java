package dev.bijou.report;

import dev.bijou.report.page.Axis;
import dev.bijou.report.page.Ecdf;
import dev.bijou.report.page.Figure;
import dev.bijou.report.page.Frame;
import dev.bijou.report.page.Markup;
import dev.bijou.report.page.PathData;
import dev.bijou.table.model.Provenance;
import dev.bijou.table.text.NumberText;
import java.util.List;
import java.util.stream.DoubleStream;

/// The mean log-density of training and held-out rows against the passes over the data, a pair of lines for each
/// member.
///
/// @param members that have points to draw
/// @param heldOut the final result
record LearningChart(List<Provenance.Member> members, Provenance.HeldOut heldOut) {
  private static final double WIDTH = 600;
  private static final double HEIGHT = 300;
  private static final double EARLY =
      0.06; // the share of the lowest points that may lie below the picture

  Figure figure() {
    Frame frame = new Frame(62, 10, WIDTH - 76, HEIGHT - 58, epochs(), nats());
    Markup inside = new Markup().add(frame.rules());
    level(heldOut.gaussian(), "gaussian", frame, inside);
    for (Provenance.Member member : members) {
      curve(member.epochs(), member.training(), "training", frame, inside);
    }
    for (Provenance.Member member : members) {
      curve(member.epochs(), member.validation(), "heldout", frame, inside);
    }
    level(heldOut.logDensity(), "final", frame, inside);
    return new Figure(
        "learning",
        WIDTH,
        HEIGHT,
        "Learning curve",
        "Mean log-density in nats against epochs. Held-out rows end at %s, the Gaussian baseline lies at %s."
            .formatted(NumberText.nats(heldOut.logDensity()), NumberText.nats(heldOut.gaussian())),
        frame.with(inside.toString()) + frame.below("epochs") + frame.beside("nats"));
  }

  /// Whether the baseline lies within the picture.
  boolean showsGaussian() {
    Axis axis = nats();
    return axis.at(heldOut.gaussian()) >= 0;
  }

  private Axis epochs() {
    double last = 0;
    for (Provenance.Member member : members) {
      for (float epoch : member.epochs()) {
        last = Math.max(last, epoch);
      }
    }
    return new Axis(0, last == 0 ? 1 : last, 0, Double.POSITIVE_INFINITY);
  }

  private Axis nats() {
    DoubleStream.Builder finite = DoubleStream.builder();
    for (Provenance.Member member : members) {
      for (float[] curve : List.of(member.training(), member.validation())) {
        for (float value : curve) {
          if (Float.isFinite(value)) {
            finite.add(value);
          }
        }
      }
    }
    finite.add(heldOut.logDensity());
    Ecdf values = Ecdf.of(finite.build().toArray());
    double low = Math.min(values.quantile(EARLY), heldOut.logDensity());
    double high = values.quantile(1);
    double gaussian = heldOut.gaussian();
    if (gaussian < low && low - gaussian < high - low) {
      low = gaussian;
    }
    return Axis.linear(low, Math.max(high, gaussian));
  }

  private static void level(double value, String style, Frame frame, Markup inside) {
    double y = frame.down(value);
    inside.empty("line", "class", "curve " + style, "x1", 0, "x2", frame.width(), "y1", y, "y2", y);
  }

  private static void curve(
      float[] epochs, float[] values, String style, Frame frame, Markup inside) {
    PathData path = new PathData();
    for (int i = 0; i < Math.min(epochs.length, values.length); i++) {
      if (!Float.isFinite(values[i])) {
        continue;
      }
      double x = frame.across(epochs[i]);
      double y = Math.clamp(frame.down(values[i]), -1e4, 1e4);
      if (path.isEmpty()) {
        path.move(x, y);
      } else {
        path.line(x, y);
      }
    }
    if (!path.isEmpty()) {
      inside.empty("path", "class", "curve " + style, "d", path);
    }
  }
}
