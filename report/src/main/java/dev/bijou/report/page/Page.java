package dev.bijou.report.page;

import java.util.List;

/// The frame of the page around its sections.
public final class Page {
  private Page() {}

  public static String html(String title, String header, List<Section> sections, String footer) {
    Markup page =
        new Markup()
            .add("<!DOCTYPE html>\n")
            .open("html", "lang", "en")
            .open("head")
            .empty("meta", "charset", "utf-8")
            .empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1")
            .empty("meta", "name", "color-scheme", "content", "light dark")
            .element("title", title + " · Bijou")
            .open("style")
            .add(Figure.styleSheet("figure.css"))
            .add(Figure.styleSheet("page.css"))
            .close("style")
            .close("head")
            .open("body")
            .open("main")
            .add(header);
    for (Section section : sections) {
      page.open("section", "id", section.id())
          .element("h2", section.title())
          .add(section.html())
          .close("section");
    }
    return page.close("main")
        .element("footer", footer)
        .close("body")
        .close("html")
        .add("\n")
        .toString();
  }
}
