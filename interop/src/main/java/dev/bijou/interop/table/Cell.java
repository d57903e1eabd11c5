package dev.bijou.interop.table;

import dev.bijou.interop.onnx.Graph;
import dev.bijou.interop.onnx.Graph.Value;
import dev.bijou.interop.onnx.Type;
import dev.bijou.table.encoding.CellStates;
import dev.bijou.table.schema.Column;
import dev.bijou.table.schema.Kind;
import dev.bijou.table.text.NumberParser;
import java.util.ArrayList;
import java.util.List;

/// The cells of one column as the graph reads them, each value rows × 1.
///
/// @param column the column
/// @param states of its cells
/// @param relative a number in units from the offset, a float; NaN for a missing cell; of names their codes, −1 for a missing one
/// @param wide the number that this is, in double precision; of names their codes
/// @param missing whether the cell is missing
/// @param state the number of the cell's state, a float
record Cell(
    Column column, CellStates states, Value relative, Value wide, Value missing, Value state) {

  /// Reads the cells of a column from an input of its name.
  static Cell input(Graph graph, Column column) {
    return switch (column.kind()) {
      case Kind.Continuous _, Kind.Integral _, Kind.DateTime _ -> number(graph, column);
      case Kind.Categorical _, Kind.Binary _ -> names(graph, column);
      case Kind.Constant(String text) ->
          NumberParser.isNumber(text)
              ? constant(graph, column, Double.parseDouble(text))
              : names(graph, column);
      case Kind.Identifier _ ->
          throw new UnsupportedOperationException("keys and free text are not modelled");
    };
  }

  private static boolean isPlain(Column column) {
    return column.offset() == 0 && column.unit() == 1;
  }

  /// What the numbers of a column are in a graph.
  static Type type(Column column) {
    return isPlain(column) ? Type.FLOAT : Type.DOUBLE;
  }

  private static Cell number(Graph graph, Column column) {
    Value cell = graph.input(column.name(), 1, type(column));
    Value relative = isPlain(column) ? cell : relative(graph, column, cell);
    Value wide = graph.cast(relative, Type.DOUBLE);
    if (!isPlain(column)) {
      wide =
          graph.add(
              graph.multiply(wide, graph.precise(column.unit())), graph.precise(column.offset()));
    }
    Value missing = graph.apply("IsNaN", cell);
    CellStates states = CellStates.of(column);
    return new Cell(
        column, states, relative, wide, missing, state(graph, states, relative, missing));
  }

  /// A cell beyond a float becomes the largest, an infinity NaN.
  private static Value relative(Graph graph, Column column, Value cell) {
    Value units =
        graph.divide(
            graph.subtract(cell, graph.precise(column.offset())), graph.precise(column.unit()));
    Value bounded =
        graph.apply("Clip", units, graph.precise(-Float.MAX_VALUE), graph.precise(Float.MAX_VALUE));
    return graph.cast(graph.add(bounded, graph.multiply(cell, graph.precise(0))), Type.FLOAT);
  }

  private static Value state(Graph graph, CellStates states, Value relative, Value missing) {
    List<Value> terms = new ArrayList<>();
    float[] atoms = states.atoms();
    if (atoms.length > 0) {
      float[] numbers = new float[atoms.length];
      for (int i = 0; i < atoms.length; i++) {
        numbers[i] = states.firstAtom() + i;
      }
      Value same = graph.apply("Equal", relative, graph.constant(atoms, 1, atoms.length));
      terms.add(
          graph.sum(
              graph.multiply(
                  graph.cast(same, Type.FLOAT), graph.constant(numbers, 1, atoms.length)),
              1));
    }
    if (states.missing() >= 0 || terms.isEmpty()) {
      terms.add(
          graph.multiply(
              graph.cast(missing, Type.FLOAT), graph.constant(Math.max(0, states.missing()))));
    }
    return terms.stream().reduce(graph::add).orElseThrow();
  }

  private static Cell names(Graph graph, Column column) {
    Names names = Names.of(column.kind());
    Value text = graph.input(column.name(), 1, Type.TEXT);
    int count = names.count();
    Value found =
        graph.counts(
            text,
            List.copyOf(names.places().keySet()),
            names.places().values().stream().mapToInt(Integer::intValue).toArray());
    boolean canMiss = names.places().containsValue(count);
    float[] codes = new float[count + (canMiss ? 1 : 0)];
    for (int code = 0; code < codes.length; code++) {
      codes[code] = code - count; // so that a text that is not found has the code after the last
    }
    if (canMiss) {
      codes[count] = -1 - count;
    }
    Value code =
        graph.add(
            graph.sum(graph.multiply(found, graph.constant(codes, 1, codes.length)), 1),
            graph.constant(count));
    return coded(graph, column, code);
  }

  private static Cell constant(Graph graph, Column column, double number) {
    boolean isFloat = (float) number == number;
    Value cell = graph.input(column.name(), 1, isFloat ? Type.FLOAT : Type.DOUBLE);
    Value same =
        graph.apply("Equal", cell, isFloat ? graph.constant(number) : graph.precise(number));
    Value code = graph.where(same, graph.constant(0), graph.constant(1));
    Value missing = graph.apply("IsNaN", cell);
    return coded(graph, column, graph.where(missing, graph.constant(-1), code));
  }

  private static Cell coded(Graph graph, Column column, Value code) {
    CellStates states = CellStates.of(column);
    Value missing = graph.apply("Less", code, graph.constant(0));
    Value known = graph.apply("Min", code, graph.constant(states.names()));
    int ofMissing = states.missing() >= 0 ? states.missing() : states.names();
    Value state = graph.where(missing, graph.constant(ofMissing), known);
    return new Cell(column, states, code, graph.cast(code, Type.DOUBLE), missing, state);
  }
}
