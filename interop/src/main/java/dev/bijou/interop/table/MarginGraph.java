package dev.bijou.interop.table;

import dev.bijou.interop.onnx.Graph;
import dev.bijou.interop.onnx.Graph.Value;
import dev.bijou.interop.onnx.Search;
import dev.bijou.interop.onnx.Type;
import dev.bijou.novelty.side.Margins;
import java.util.List;

/// How extreme the numbers of a row are one by one, as [Margins] has it. In double precision.
///
/// @param graph receives the operators
record MarginGraph(Graph graph) {

  /// The sums for a row by each part, rows × parts.
  ///
  /// @param cells of the target columns
  Value nats(Margins margins, List<Cell> cells) {
    int parts = margins.rows().length;
    Value sum = graph.precise(new double[parts], 1, parts);
    // So that there is a row for each row of the table, should no column be a number.
    Value first = cells.getFirst().state();
    sum = graph.add(sum, graph.multiply(graph.cast(first, Type.DOUBLE), graph.precise(0)));
    for (Margins.Margin margin : margins.columns()) {
      sum = graph.add(sum, nats(margin, margins.rows(), cells.get(margin.place())));
    }
    return sum;
  }

  private Value nats(Margins.Margin margin, double[] rows, Cell cell) {
    Value number = cell.wide();
    double[] numbers = margin.numbers();
    int places = numbers.length + 1;
    int parts = rows.length;
    double[] own = new double[places];
    double[] width = new double[places];
    double[] share = new double[places * parts];
    double[] rise = new double[places * parts];
    double[] exact = new double[places * parts];
    for (int place = 0; place < places; place++) {
      boolean inside = place > 0 && place < numbers.length;
      own[place] = numbers[Math.max(0, place - 1)];
      width[place] =
          inside ? numbers[place] - numbers[place - 1] : Double.POSITIVE_INFINITY; // no way then
      for (int part = 0; part < parts; part++) {
        Margins.Shares shares = margin.parts().get(part);
        int at = place * parts + part;
        if (inside) {
          share[at] = shares.upTo()[place - 1];
          rise[at] = shares.below()[place] - shares.upTo()[place - 1];
        }
        exact[at] = place == 0 ? 0 : shares.nats()[place - 1];
      }
    }
    Search search = new Search(graph);
    Value place = search.upTo(number, numbers);
    Value from = search.at(own, place);
    Value way = graph.divide(graph.subtract(number, from), search.at(width, place));
    Value flat = graph.reshape(place, -1);
    Value shares =
        graph.add(
            rows(share, places, parts, flat), graph.multiply(way, rows(rise, places, parts, flat)));
    Value least = graph.apply("Min", shares, graph.subtract(graph.precise(1), shares));
    double[] factors = new double[parts];
    double[] terms = new double[parts];
    for (int part = 0; part < parts; part++) {
      factors[part] = 2 * rows[part] / (rows[part] + 2);
      terms[part] = 2 / (rows[part] + 2);
    }
    Value p =
        graph.add(
            graph.multiply(least, graph.precise(factors, 1, parts)),
            graph.precise(terms, 1, parts));
    Value between = graph.apply("Neg", graph.apply("Log", graph.apply("Min", p, graph.precise(1))));
    Value met = graph.apply("Equal", number, from);
    Value isOne = graph.apply("And", met, graph.apply("Greater", place, graph.whole(0)));
    Value nats = graph.where(isOne, rows(exact, places, parts, flat), between);
    return graph.where(cell.missing(), graph.precise(0), nats);
  }

  private Value rows(double[] table, int places, int parts, Value place) {
    return graph.along("Gather", 0, graph.precise(table, places, parts), place);
  }
}
