package dev.bijou.report;

import dev.bijou.report.page.Axis;
import dev.bijou.report.page.Ecdf;
import dev.bijou.report.page.Figure;
import dev.bijou.report.page.Frame;
import dev.bijou.report.page.Markup;
import dev.bijou.report.page.PathData;
import dev.bijou.report.step.FlowSteps;
import java.util.List;
import java.util.stream.IntStream;

/// The picture of one step of a flow: its points in the colours of their angles in the base, so that each can be
/// followed.
///
/// @param steps all of them
/// @param index which one
record StepPanel(FlowSteps steps, int index) {
  /// The number of colours around the circle.
  static final int COLOURS = 16;

  private static final double SIDE = 200;
  private static final double CAPTION = 24;
  private static final double FINENESS = 1.5; // the least distance of points of a curve
  private static final double CUT =
      0.004; // the share of the points at either end that may leave the picture

  Figure figure() {
    FlowSteps.Step step = steps.steps().get(index);
    double[] x = doubles(step.x());
    double[] y = doubles(step.y());
    Frame frame = new Frame(1, 1, SIDE, SIDE, axis(x), axis(y));
    Markup inside = new Markup();
    if (steps.circles()) {
      circles(x, y, frame, inside);
    }
    dots(x, y, frame, inside);
    String caption = caption();
    return new Figure(
        "step-" + index,
        SIDE + 2,
        SIDE + CAPTION + 2,
        "Flow, " + caption,
        "Draws of the base, coloured by their angle there: " + caption + ".",
        frame.with(inside.toString())
            + new Markup()
                .element(
                    "text",
                    caption,
                    "class",
                    "name middle",
                    "x",
                    SIDE / 2 + 1,
                    "y",
                    SIDE + CAPTION - 4));
  }

  private String caption() {
    int last = steps.steps().size() - 1;
    int layers = steps.steps().get(index).layers();
    return index == 0 ? "base" : index == last ? "data" : "after layer " + layers;
  }

  /// All steps in one picture, from left to right.
  static Figure strip(FlowSteps steps) {
    List<Figure> panels =
        IntStream.range(0, steps.steps().size())
            .mapToObj(i -> new StepPanel(steps, i).figure())
            .toList();
    double width = panels.getFirst().width() + 10;
    Markup all = new Markup();
    for (int i = 0; i < panels.size(); i++) {
      all.add(panels.get(i).nested(i * width, 0));
    }
    return new Figure(
        "flow",
        panels.size() * width - 10,
        panels.getFirst().height(),
        "A flow, from its base to the data",
        "Draws of the base, coloured by their angle there, after each layer of the flow.",
        all.toString());
  }

  private Axis axis(double[] values) {
    double[] points = IntStream.range(0, steps.points()).mapToDouble(i -> values[i]).toArray();
    Ecdf ecdf = Ecdf.of(points);
    return Axis.linear(ecdf.quantile(CUT), ecdf.quantile(1 - CUT));
  }

  private void dots(double[] x, double[] y, Frame frame, Markup inside) {
    PathData[] paths =
        IntStream.range(0, COLOURS).mapToObj(_ -> new PathData()).toArray(PathData[]::new);
    FlowSteps.Step base = steps.steps().getFirst();
    for (int n = 0; n < steps.points(); n++) {
      double across = frame.x().at(x[n]);
      double up = frame.y().at(y[n]);
      if (across >= 0 && across <= 1 && up >= 0 && up <= 1) {
        paths[colour(base.x()[n], base.y()[n])].dot(SIDE * across, SIDE * (1 - up));
      }
    }
    for (int colour = 0; colour < COLOURS; colour++) {
      if (!paths[colour].isEmpty()) {
        inside.empty("path", "class", "dots angle" + colour, "d", paths[colour]);
      }
    }
  }

  private static int colour(float x, float y) {
    double turn = Math.atan2(y, x) / (2 * Math.PI) + 1;
    return (int) (COLOURS * turn) % COLOURS;
  }

  private void circles(double[] x, double[] y, Frame frame, Markup inside) {
    for (int from = steps.points(); from < x.length; from += FlowSteps.CIRCLE) {
      PathData path = new PathData();
      double lastAcross = Double.POSITIVE_INFINITY;
      double lastDown = Double.POSITIVE_INFINITY;
      for (int i = from; i < from + FlowSteps.CIRCLE; i++) {
        double across = Math.clamp(frame.across(x[i]), -SIDE, 2 * SIDE);
        double down = Math.clamp(frame.down(y[i]), -SIDE, 2 * SIDE);
        if (Math.hypot(across - lastAcross, down - lastDown) < FINENESS) {
          continue;
        }
        if (i == from) {
          path.move(across, down);
        } else {
          path.line(across, down);
        }
        lastAcross = across;
        lastDown = down;
      }
      inside.empty("path", "class", "circle", "d", path.close());
    }
  }

  private static double[] doubles(float[] values) {
    return IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray();
  }
}
