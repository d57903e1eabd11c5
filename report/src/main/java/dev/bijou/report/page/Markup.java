package dev.bijou.report.page;

/// HTML and SVG as text, well-formed as XML; content and attributes are escaped.
public final class Markup {
  private final StringBuilder text = new StringBuilder();

  /// Starts an element.
  ///
  /// @param attributes names and values by turns
  public Markup open(String element, Object... attributes) {
    return tag(element, ">", attributes);
  }

  /// Ends an element.
  public Markup close(String element) {
    text.append("</").append(element).append('>');
    return this;
  }

  /// An element without content.
  public Markup empty(String element, Object... attributes) {
    return tag(element, "/>", attributes);
  }

  /// An element with text in it.
  public Markup element(String element, String content, Object... attributes) {
    open(element, attributes);
    escape(content);
    return close(element);
  }

  /// Adds finished markup.
  public Markup add(String markup) {
    text.append(markup);
    return this;
  }

  private Markup tag(String element, String end, Object... attributes) {
    text.append('<').append(element);
    for (int i = 0; i < attributes.length; i += 2) {
      text.append(' ').append(attributes[i]).append("=\"");
      Object value = attributes[i + 1];
      escape(value instanceof Double number ? PathData.coordinate(number) : value.toString());
      text.append('"');
    }
    text.append(end);
    return this;
  }

  private void escape(String content) {
    content
        .codePoints()
        .forEach(c -> {
          switch (c) {
            case '&' -> text.append("&amp;");
            case '<' -> text.append("&lt;");
            case '>' -> text.append("&gt;");
            case '"' -> text.append("&quot;");
            default -> text.appendCodePoint(allowed(c) ? c : 0xFFFD);
          }
        });
  }

  /// Whether XML 1.0 knows this character.
  private static boolean allowed(int c) {
    return c >= 0x20 && c <= 0xD7FF
        || c >= 0xE000 && c <= 0xFFFD
        || c >= 0x10000
        || c == '\t'
        || c == '\n';
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
