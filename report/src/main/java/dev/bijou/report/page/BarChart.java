package dev.bijou.report.page;

import dev.bijou.table.text.NumberText;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// The shares of names twice: one as bars and one as outlines, the most frequent names first, as many as fit.
///
/// @param area the shares in the data, if they are known
/// @param line those of the model, if it can be sampled; of the same names
public record BarChart(Optional<NameShares> area, Optional<NameShares> line) {
  private static final int MOST = 8;
  private static final double WIDTH = 320;
  private static final double HEIGHT = 190;
  private static final double LEFT = 132; // of the bars
  private static final double ROW = 19;
  private static final double GAP = 4; // between bars
  private static final double FOOT = 154; // of all bars
  private static final int LETTERS = 18;

  /// The picture, with the name of the column below it.
  public Figure figure(String name, String column, String title, String description) {
    List<NameShares> both =
        IntStream.range(0, 2)
            .mapToObj(i -> i == 0 ? area : line)
            .flatMap(Optional::stream)
            .toList();
    int[] shown =
        IntStream.range(0, both.getFirst().names().size())
            .filter(i -> largest(both, i) > 0)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> -largest(both, i)))
            .limit(MOST)
            .mapToInt(Integer::intValue)
            .toArray();
    double most = 1e-9;
    for (int i : shown) {
      most = Math.max(most, largest(both, i));
    }
    double scale = (WIDTH - LEFT - 52) / most;
    Markup body = new Markup();
    for (int row = 0; row < shown.length; row++) {
      int i = shown[row];
      double y = 4 + row * ROW;
      body.element(
          "text",
          shortened(both.getFirst().names().get(i)),
          "class",
          "label end",
          "x",
          LEFT - 6,
          "y",
          y + ROW - 7);
      area.ifPresent(data -> bar(body, "data area", y, data.shares()[i] * scale));
      line.ifPresent(model -> bar(body, "model line", y, model.shares()[i] * scale));
      body.element(
          "text",
          NumberText.percent(both.getFirst().shares()[i]),
          "class",
          "label",
          "x",
          LEFT + largest(both, i) * scale + 5,
          "y",
          y + ROW - 7);
    }
    body.element("text", column, "class", "name middle", "x", WIDTH / 2, "y", FOOT + 24);
    return new Figure(name, WIDTH, HEIGHT, title, description, body.toString());
  }

  private static void bar(Markup body, String style, double y, double length) {
    PathData path =
        new PathData()
            .move(LEFT, y + GAP / 2)
            .line(LEFT + length, y + GAP / 2)
            .line(LEFT + length, y + ROW - GAP / 2)
            .line(LEFT, y + ROW - GAP / 2);
    body.empty("path", "class", style, "d", path);
  }

  private static double largest(List<NameShares> both, int i) {
    return both.stream().mapToDouble(shares -> shares.shares()[i]).max().orElse(0);
  }

  private static String shortened(String name) {
    return name.length() > LETTERS ? name.substring(0, LETTERS - 1) + "…" : name;
  }
}
