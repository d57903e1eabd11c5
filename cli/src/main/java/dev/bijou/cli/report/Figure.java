package dev.bijou.cli.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/// A picture: an SVG drawing with what it shows in words.
///
/// @param name of its file when it stands alone, without ending
/// @param width in pixels, at the size it is drawn for
/// @param height in pixels
/// @param title what it shows, in a few words
/// @param description what is to be seen, for those who cannot see it
/// @param body the content of the svg element
public record Figure(
    String name, double width, double height, String title, String description, String body) {

  /// The element for a page that holds the style sheet.
  String inline() {
    return element().toString();
  }

  /// The element for a place within another drawing; what leaves its frame is cut.
  String nested(double x, double y, double scale) {
    return new Markup()
        .open(
            "svg",
            "x",
            x,
            "y",
            y,
            "width",
            scale * width,
            "height",
            scale * height,
            "viewBox",
            viewBox())
        .add(body)
        .close("svg")
        .toString();
  }

  /// A file of its own, with the style sheet in it.
  public String standalone() {
    return element("xmlns", "http://www.w3.org/2000/svg", "width", width, "height", height)
        .toString();
  }

  private Markup element(Object... attributes) {
    boolean alone = attributes.length > 0;
    Markup svg = new Markup();
    if (alone) {
      svg.open(
          "svg",
          "xmlns",
          attributes[1],
          "width",
          width,
          "height",
          height,
          "viewBox",
          viewBox(),
          "role",
          "img");
    } else {
      svg.open("svg", "viewBox", viewBox(), "role", "img");
    }
    svg.element("title", title).element("desc", description);
    if (alone) {
      svg.open("style").add(styleSheet("figure.css")).close("style");
      svg.empty("rect", "class", "paper", "width", width, "height", height);
    }
    return svg.add(body).close("svg");
  }

  private String viewBox() {
    return "0 0 " + PathData.coordinate(width) + " " + PathData.coordinate(height);
  }

  /// A style sheet that is shipped with this package.
  static String styleSheet(String name) {
    try (InputStream stream = Figure.class.getResourceAsStream(name)) {
      return new String(
          Objects.requireNonNull(stream, name).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
