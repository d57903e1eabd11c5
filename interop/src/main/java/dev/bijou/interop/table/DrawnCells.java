package dev.bijou.interop.table;

import dev.bijou.interop.onnx.Draws;
import dev.bijou.interop.onnx.Graph;
import dev.bijou.interop.onnx.Graph.Value;
import dev.bijou.interop.onnx.Search;
import dev.bijou.interop.onnx.Type;
import dev.bijou.table.encoding.CellStates;
import dev.bijou.table.schema.Column;
import dev.bijou.table.schema.Kind;
import dev.bijou.table.schema.Schema;
import dev.bijou.table.text.NumberParser;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The cells of rows that were drawn, as [dev.bijou.table.encoding.RowEncoder#decode] makes them.
///
/// Of each target column a number in double precision: a code of names, NaN for a missing cell.
final class DrawnCells {
  private static final double MOST_EXACT = 1e15;

  private final Graph graph;
  private final Draws.Drawn drawn;
  private final List<Value> cells = new ArrayList<>();
  private final List<Value> sound = new ArrayList<>();
  private final Value zero; // rows × 1

  /// @param drawn codes and values
  DrawnCells(Graph graph, Draws.Drawn drawn, Schema schema) {
    this.graph = graph;
    this.drawn = drawn;
    this.zero =
        graph.multiply(graph.cast(graph.slice(drawn.x(), 1, 0, 1), Type.DOUBLE), graph.precise(0));
    int codes = (int) schema.targets().stream().filter(TableRows::hasCode).count();
    int code = 0;
    int value = codes;
    for (Column column : schema.targets()) {
      Value state = TableRows.hasCode(column) ? feature(code) : zero;
      Value rest = TableRows.hasCode(column) ? rest(code) : null;
      cells.add(
          column.isAtom()
              ? zero
              : column.kind().isNumeric()
                  ? number(column, state, TableRows.hasValue(column) ? feature(value) : null)
                  : name(column, state, rest));
      code += TableRows.hasCode(column) ? 1 : 0;
      value += TableRows.hasValue(column) ? 1 : 0;
    }
  }

  private Value feature(int f) {
    return graph.cast(graph.slice(drawn.x(), 1, f, f + 1), Type.DOUBLE);
  }

  private @Nullable Value rest(int code) {
    Value rests = drawn.rests();
    return rests == null ? null : graph.slice(rests, 1, code, code + 1);
  }

  private Value number(Column column, Value state, @Nullable Value value) {
    CellStates states = CellStates.of(column);
    List<Double> atoms = column.kind().atoms().values();
    Value cell;
    if (value == null) {
      sound.add(graph.apply("Greater", state, graph.precise(0)));
      cell = graph.add(zero, graph.precise(atoms.getFirst()));
    } else {
      Value absolute =
          graph.add(
              graph.multiply(value, graph.precise(column.unit())), graph.precise(column.offset()));
      double grid = column.kind().grid();
      Value exact = grid == 0 ? rounded(column, absolute) : onGrid(column, grid, absolute);
      cell = graph.apply("Clip", exact, graph.precise(column.min()), graph.precise(column.max()));
      Value isOther = graph.apply("Greater", state, graph.precise(0));
      sound.add(graph.apply("Or", isOther, graph.apply("Equal", cell, exact)));
    }
    for (int i = 0; i < atoms.size(); i++) {
      Value isOwn = graph.apply("Equal", state, graph.precise(states.firstAtom() + i));
      cell = graph.where(isOwn, graph.precise(atoms.get(i)), cell);
    }
    return missing(states, state, cell);
  }

  private Value missing(CellStates states, Value state, Value cell) {
    if (states.missing() < 0) {
      return cell;
    }
    Value isMissing = graph.apply("Equal", state, graph.precise(states.missing()));
    return graph.where(isMissing, graph.precise(Double.NaN), cell);
  }

  private Value onGrid(Column column, double grid, Value cell) {
    Value steps =
        graph.divide(graph.subtract(cell, graph.precise(column.min())), graph.precise(grid));
    return graph.add(
        graph.multiply(graph.apply("Round", steps), graph.precise(grid)),
        graph.precise(column.min()));
  }

  private Value rounded(Column column, Value cell) {
    if (column.decimals() < 0) {
      return cell;
    }
    Value perUnit = graph.precise(Math.pow(10, column.decimals()));
    Value steps = graph.multiply(cell, perUnit);
    Value isLarge =
        graph.apply("GreaterOrEqual", graph.apply("Abs", steps), graph.precise(MOST_EXACT));
    return graph.where(isLarge, cell, graph.divide(graph.apply("Round", steps), perUnit));
  }

  private Value name(Column column, Value state, @Nullable Value rest) {
    CellStates states = CellStates.of(column);
    int known = states.names();
    Value isOther = graph.apply("Equal", state, graph.precise(known));
    List<Kind.Level> rare =
        column.kind() instanceof Kind.Categorical(List<Kind.Level> _, List<Kind.Level> names)
            ? names
            : List.of();
    Value other = zero;
    if (rare.isEmpty() || rest == null) {
      sound.add(graph.apply("Not", isOther));
    } else {
      double[] ends = rare.stream().mapToDouble(level -> Math.max(1, level.count())).toArray();
      Arrays.parallelPrefix(ends, Double::sum);
      Value choice = graph.multiply(rest, graph.precise(ends[ends.length - 1]));
      Value place = new Search(graph).upTo(choice, Arrays.copyOf(ends, ends.length - 1));
      other = graph.add(graph.cast(place, Type.DOUBLE), graph.precise(known));
    }
    return missing(states, state, graph.where(isOther, other, state));
  }

  /// Makes the rows keep the relations of their schema.
  DrawnCells related(Schema schema) {
    sound.addAll(new Relations(graph, schema).keep(cells));
    return this;
  }

  /// Makes the cells outputs of the graph, and `sound`: whether all are ones that their columns can have.
  void output(Schema schema) {
    for (int c = 0; c < cells.size(); c++) {
      Column column = schema.targets().get(c);
      Value cell = cells.get(c);
      if (column.kind() instanceof Kind.Constant(String text) && NumberParser.isNumber(text)) {
        Value number = graph.add(zero, graph.precise(Double.parseDouble(text)));
        graph.output(column.name(), number, 1, Type.DOUBLE);
      } else if (column.kind().isNumeric()) {
        Type type = Cell.type(column);
        graph.output(column.name(), type == Type.DOUBLE ? cell : graph.cast(cell, type), 1, type);
      } else {
        List<String> names = new ArrayList<>(column.kind().names());
        names.add(""); // of a missing cell
        Value place =
            graph.where(graph.apply("IsNaN", cell), graph.precise(names.size() - 1), cell);
        Value text = graph.along("Gather", 0, graph.texts(names), graph.cast(place, Type.WHOLE));
        graph.output(column.name(), text, 1, Type.TEXT);
      }
    }
    Value all = graph.apply("Equal", zero, graph.precise(0));
    for (Value own : sound) {
      all = graph.apply("And", all, own);
    }
    graph.output("sound", all, 1, Type.TRUTH);
  }
}
