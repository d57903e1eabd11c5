package dev.bijou.report.page;

/// The data of an SVG path, with one decimal.
public final class PathData {
  private final StringBuilder text = new StringBuilder();

  public PathData move(double x, double y) {
    return point('M', x, y);
  }

  public PathData line(double x, double y) {
    return point('L', x, y);
  }

  /// A point, drawn as a dot by a line with round ends.
  public PathData dot(double x, double y) {
    point('M', x, y);
    text.append("h0");
    return this;
  }

  /// A rectangle in whole numbers.
  public PathData rectangle(int x, int y, int width, int height) {
    text.append('M')
        .append(x)
        .append(' ')
        .append(y)
        .append('h')
        .append(width)
        .append('v')
        .append(height);
    text.append("h-").append(width).append('z');
    return this;
  }

  public PathData close() {
    text.append('z');
    return this;
  }

  public boolean isEmpty() {
    return text.isEmpty();
  }

  private PathData point(char command, double x, double y) {
    text.append(command).append(coordinate(x)).append(' ').append(coordinate(y));
    return this;
  }

  /// A number with at most one decimal.
  public static String coordinate(double value) {
    long tenths = Math.round(10 * value);
    String whole = (tenths < 0 ? "-" : "") + Math.abs(tenths / 10);
    return tenths % 10 == 0 ? Long.toString(tenths / 10) : whole + "." + Math.abs(tenths % 10);
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
