package dev.bijou.report.page;

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
  private static final String NAMESPACE = "http://www.w3.org/2000/svg";

  /// The element for a page that holds the style sheet.
  public String inline() {
    return new Markup()
        .open("svg", "viewBox", viewBox(), "role", "img")
        .add(words())
        .add(body)
        .close("svg")
        .toString();
  }

  /// The element for a place within another drawing; what leaves its frame is cut.
  public String nested(double x, double y) {
    Object[] place = {"x", x, "y", y, "width", width, "height", height, "viewBox", viewBox()};
    return new Markup().open("svg", place).add(body).close("svg").toString();
  }

  /// A file of its own, with the style sheet in it.
  public String standalone() {
    Object[] attributes = {
      "xmlns", NAMESPACE, "width", width, "height", height, "viewBox", viewBox(), "role", "img"
    };
    return new Markup()
        .open("svg", attributes)
        .add(words())
        .open("style")
        .add(styleSheet("figure.css"))
        .close("style")
        .empty("rect", "class", "paper", "width", width, "height", height)
        .add(body)
        .close("svg")
        .toString();
  }

  private String words() {
    return new Markup().element("title", title).element("desc", description).toString();
  }

  private String viewBox() {
    return "0 0 " + PathData.coordinate(width) + " " + PathData.coordinate(height);
  }

  /// A style sheet that is shipped with this package.
  public static String styleSheet(String name) {
    try (InputStream stream = Figure.class.getResourceAsStream(name)) {
      return new String(
          Objects.requireNonNull(stream, name).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
