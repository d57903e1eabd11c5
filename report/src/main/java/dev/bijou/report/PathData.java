package dev.bijou.report;

/// The data of an SVG path, with one decimal.
final class PathData {
  private final StringBuilder text = new StringBuilder();

  PathData move(double x, double y) {
    return point('M', x, y);
  }

  PathData line(double x, double y) {
    return point('L', x, y);
  }

  /// A point, drawn as a dot by a line with round ends.
  PathData dot(double x, double y) {
    point('M', x, y);
    text.append("h0");
    return this;
  }

  /// A rectangle in whole numbers.
  PathData rectangle(int x, int y, int width, int height) {
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

  PathData close() {
    text.append('z');
    return this;
  }

  boolean isEmpty() {
    return text.isEmpty();
  }

  private PathData point(char command, double x, double y) {
    text.append(command).append(coordinate(x)).append(' ').append(coordinate(y));
    return this;
  }

  /// A number with at most one decimal.
  static String coordinate(double value) {
    long tenths = Math.round(10 * value);
    String whole = (tenths < 0 ? "-" : "") + Math.abs(tenths / 10);
    return tenths % 10 == 0 ? Long.toString(tenths / 10) : whole + "." + Math.abs(tenths % 10);
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
