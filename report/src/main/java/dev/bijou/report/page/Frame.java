package dev.bijou.report.page;

import dev.bijou.table.text.NumberText;
import java.util.List;

/// The rectangle of a picture in which data is drawn, and the axes around it.
///
/// @param left edge of the rectangle, in the units of the drawing
/// @param top edge
/// @param width of the rectangle
/// @param height of the rectangle
/// @param x the horizontal axis
/// @param y the vertical axis, upwards
public record Frame(double left, double top, double width, double height, Axis x, Axis y) {
  private static final double LETTER = 6.8; // width of a digit of the axis labels
  private static final double NARROWEST = 34; // between ticks, and between lines
  private static final double GAP = 12; // between labels
  private static final double MARGIN = 8; // of the drawing, on the right of the rectangle

  /// Where a value stands within the rectangle, from its left edge.
  public double across(double value) {
    return width * x.at(value);
  }

  /// Where a value stands within the rectangle, from its top edge.
  public double down(double value) {
    return height * (1 - y.at(value));
  }

  /// The rectangle with what is drawn in it, cut at its edges.
  public String with(String content) {
    return new Markup()
        .open("svg", "x", left, "y", top, "width", width, "height", height)
        .add(content)
        .close("svg")
        .empty("rect", "class", "frame", "x", left, "y", top, "width", width, "height", height)
        .toString();
  }

  /// Ticks, their labels and a name below the rectangle.
  public String below(String name) {
    Markup axis = new Markup();
    for (double tick : spacedTicks()) {
      double at = left + across(tick);
      axis.empty(
          "line", "class", "tick", "x1", at, "x2", at, "y1", top + height, "y2", top + height + 4);
      double half = letters(tick) / 2;
      if (at - half >= 0 && at + half <= left + width + MARGIN) {
        axis.element("text", label(tick), "class", "label middle", "x", at, "y", top + height + 17);
      }
    }
    return axis.element(
            "text", name, "class", "name middle", "x", left + width / 2, "y", top + height + 36)
        .toString();
  }

  /// As many ticks as have room for their labels.
  private List<Double> spacedTicks() {
    double spacing = NARROWEST;
    List<Double> ticks = x.ticks(spacing / width);
    while (spacing < width && longest(ticks) + GAP > spacing) {
      spacing *= 1.2;
      ticks = x.ticks(spacing / width);
    }
    return ticks;
  }

  private static double longest(List<Double> ticks) {
    return ticks.stream().mapToDouble(Frame::letters).max().orElse(0);
  }

  private static double letters(double tick) {
    return LETTER * label(tick).length();
  }

  private static String label(double tick) {
    return NumberText.value(tick, 12);
  }

  /// Ticks, their labels and a name on the left of the rectangle.
  public String beside(String name) {
    Markup axis = new Markup();
    for (double tick : y.ticks(NARROWEST / height)) {
      double at = top + down(tick);
      axis.empty("line", "class", "tick", "x1", left - 4, "x2", left, "y1", at, "y2", at);
      axis.element("text", label(tick), "class", "label end", "x", left - 7, "y", at + 4);
    }
    double middle = top + height / 2;
    String turn = "rotate(-90 13 " + PathData.coordinate(middle) + ")";
    return axis.element(
            "text", name, "class", "name middle", "x", 13, "y", middle, "transform", turn)
        .toString();
  }

  /// Horizontal lines at the ticks of the vertical axis.
  public String rules() {
    Markup rules = new Markup();
    for (double tick : y.ticks(NARROWEST / height)) {
      rules.empty(
          "line", "class", "rule", "x1", 0, "x2", width, "y1", down(tick), "y2", down(tick));
    }
    return rules.toString();
  }
}
