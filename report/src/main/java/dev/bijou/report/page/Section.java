package dev.bijou.report.page;

import java.util.List;

/// A part of the report.
///
/// @param id of its element
/// @param title its heading
/// @param html what stands below the heading
/// @param figures the pictures in it, as they may stand alone
public record Section(String id, String title, String html, List<Figure> figures) {

  /// A paragraph.
  public static String paragraph(String text) {
    return new Markup().element("p", text).toString();
  }

  /// A picture with a caption.
  public static String figure(Figure figure, String caption) {
    Markup html = new Markup().open("figure").add(figure.inline());
    return (caption.isEmpty() ? html : html.element("figcaption", caption))
        .close("figure")
        .toString();
  }

  /// A legend of the two kinds of marks in the pictures below it.
  public static String legend(String data, String model) {
    return new Markup()
        .open("p", "class", "legend")
        .element("span", data, "class", "key data")
        .element("span", model, "class", "key model")
        .close("p")
        .toString();
  }

  /// One of the main numbers of a page, as an item of its list.
  public static void number(Markup html, String term, String value, String unit) {
    html.open("div")
        .element("dt", term)
        .element("dd", value, "class", "value")
        .element("dd", unit, "class", "muted")
        .close("div");
  }
}
