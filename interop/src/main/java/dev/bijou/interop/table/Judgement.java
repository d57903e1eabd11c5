package dev.bijou.interop.table;

import dev.bijou.interop.onnx.Graph;
import dev.bijou.interop.onnx.Graph.Value;
import dev.bijou.interop.onnx.Search;
import dev.bijou.interop.onnx.Type;
import dev.bijou.interop.onnx.Unusual;
import dev.bijou.novelty.rank.CombinedSides;
import dev.bijou.novelty.rank.Survival;
import dev.bijou.novelty.side.RowSides;
import dev.bijou.table.model.Calibration;
import dev.bijou.table.model.TableModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// The novelty of a row and its p-value, as [dev.bijou.novelty.Detector] has them of rows without keys and free text.
final class Judgement {
  /// What [dev.bijou.novelty.PValues] adds to a rank before it is made whole.
  private static final double TOLERANCE = 0.01;

  /// What [dev.bijou.novelty.Watches] leaves to the density and the constants beside keys and free text.
  private static final double ROW = 0.8;

  private final Graph graph;
  private final TableModel model;
  private final Calibration calibration;
  private final int rows;

  Judgement(Graph graph, TableModel model, Calibration calibration) {
    this.graph = graph;
    this.model = model;
    this.calibration = calibration;
    this.rows = calibration.rows();
  }

  /// Both, rows × 1, in double precision.
  record Judged(Value novelty, Value pValue) {}

  /// @param unusual of the distribution
  /// @param constants of the table, null if they are not watched
  Judged of(TableRows cells, Unusual unusual, @Nullable Constants constants, boolean watched) {
    Value novelty = novelty(sides(cells, unusual));
    Value rank =
        graph.apply(
            "Floor",
            graph.add(
                graph.multiply(
                    graph.apply("Exp", graph.apply("Neg", novelty)), graph.precise(rows + 1.0)),
                graph.precise(TOLERANCE)));
    Value p =
        graph.divide(
            graph.apply("Clip", rank, graph.precise(1), graph.precise(rows + 1.0)),
            graph.precise(rows + 1.0));
    double weight = watched && !model.watched().columns().isEmpty() ? ROW : 1;
    Value row = p;
    Value all = novelty;
    if (constants != null) {
      Value count = constants.count();
      Value isBroken = graph.apply("Greater", count, graph.whole(0));
      Value alike = alike(constants, count);
      row = graph.where(isBroken, alike, graph.apply("Min", graph.add(p, alike), graph.precise(1)));
      all = graph.add(novelty, graph.apply("Min", constants.surprise(), seen(constants, count)));
    }
    return new Judged(
        graph.apply("Min", all, graph.precise(Float.MAX_VALUE)),
        graph.apply("Min", graph.divide(row, graph.precise(weight)), graph.precise(1)));
  }

  /// The share of rows that break as many constants: (1 + their number) / (n + 1) for rows that break some, their number / (n
  /// + 1) for the others.
  private Value alike(Constants constants, Value count) {
    double[] shares = new double[constants.size() + 1];
    Arrays.setAll(
        shares, k -> ((k > 0 ? 1.0 : 0) + calibration.breaking(Math.max(1, k))) / (rows + 1.0));
    return new Search(graph).at(shares, count);
  }

  /// The most that broken constants add to the novelty.
  private Value seen(Constants constants, Value count) {
    double[] most = new double[constants.size() + 1];
    Arrays.setAll(
        most,
        k -> {
          int alike = calibration.breaking(Math.max(1, k));
          return alike == 0 ? Double.MAX_VALUE : -Math.log((alike + 0.5) / (rows + 1.0));
        });
    return new Search(graph).at(most, count);
  }

  /// The sides of a row by each group of flows, each rows × 1 in double precision.
  private List<List<Value>> sides(TableRows cells, Unusual unusual) {
    RowSides sides = RowSides.of(model);
    Value margins = new MarginGraph(graph).nats(sides.margins(), cells.targets());
    List<List<Value>> all = new ArrayList<>();
    for (int group = 0; group < sides.groups().length; group++) {
      int[] members = sides.groups()[group];
      List<Value> own = new ArrayList<>();
      for (int side : sides.ofDistribution()) {
        List<Value> each =
            IntStream.of(members).mapToObj(first -> unusual.sides().get(first + side)).toList();
        own.add(graph.cast(Unusual.mean(graph, each), Type.DOUBLE));
      }
      own.add(single(graph.slice(margins, 1, group, group + 1)));
      if (!sides.neighbours().isEmpty()) {
        Value distance =
            new NeighbourGraph(graph).distance(sides.neighbours().get(group), cells.targets());
        own.add(graph.cast(distance, Type.DOUBLE));
      }
      all.add(own);
    }
    return all;
  }

  private Value single(Value x) {
    return graph.cast(graph.cast(x, Type.FLOAT), Type.DOUBLE);
  }

  /// As [dev.bijou.novelty.PValues#novelty] combines the parts.
  private Value novelty(List<List<Value>> sides) {
    List<Calibration> parts = calibration.byParts();
    Value count = graph.precise(1);
    Value logExcess = graph.precise(0);
    for (int i = 0; i < parts.size(); i++) {
      Calibration part = parts.get(i);
      CombinedSides combined = CombinedSides.of(part);
      Value score = combined(combined, sides.get(i));
      double[] known = new double[part.rows()];
      Arrays.setAll(known, row -> combined.applyAsDouble(part.row(row)));
      SurvivalGraph survival = new SurvivalGraph(graph, Survival.of(known));
      Value excess = survival.excess(score);
      count = graph.add(count, survival.count(score, excess));
      logExcess = graph.add(logExcess, graph.apply("Log", excess));
    }
    Value beyond = graph.apply("Exp", graph.divide(logExcess, graph.precise(parts.size())));
    Value ranked = graph.subtract(graph.precise(Math.log(rows + 1.0)), graph.apply("Log", count));
    return single(graph.apply("Min", graph.add(ranked, beyond), graph.precise(Float.MAX_VALUE)));
  }

  /// log Σ w / p, see [CombinedSides].
  private Value combined(CombinedSides combined, List<Value> sides) {
    List<Value> excesses = new ArrayList<>();
    List<Value> shares = new ArrayList<>();
    for (int i = 0; i < sides.size(); i++) {
      SurvivalGraph survival = new SurvivalGraph(graph, combined.sides().get(i));
      Value excess = survival.excess(sides.get(i));
      excesses.add(excess);
      Value reached = graph.add(survival.count(sides.get(i), excess), graph.precise(1));
      double all = combined.weights()[i] * (1.0 + combined.sides().get(i).size());
      shares.add(graph.divide(graph.precise(all), reached));
    }
    Value most =
        excesses.size() == 1
            ? excesses.getFirst()
            : graph.apply("Max", excesses.toArray(Value[]::new));
    Value sum = graph.precise(0);
    for (int i = 0; i < sides.size(); i++) {
      Value power = graph.apply("Exp", graph.subtract(excesses.get(i), most));
      sum = graph.add(sum, graph.multiply(shares.get(i), power));
    }
    return graph.add(most, graph.apply("Log", sum));
  }
}
