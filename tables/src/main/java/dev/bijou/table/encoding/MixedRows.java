package dev.bijou.table.encoding;

import dev.bijou.distribution.MixedLayout;
import dev.bijou.flow.Dataset;
import dev.bijou.table.schema.Column;
import dev.bijou.table.schema.Kind;
import dev.bijou.table.schema.Schema;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;

/// Rows of codes and values.
///
/// - A categorical or boolean column is a code: 0 … K − 1 its levels, K any other name, K + 1 a missing cell if the
///   column has any.
/// - A numeric column with missing cells or atoms has a code that says which state the cell is in, 0 for none of these,
///   then missing, then each atom, and a value that is there in state 0; one of atoms only has no value.
/// - Any other numeric column is a value.
/// - A constant column is nothing.
///
/// What is drawn is kept to the range, the grid and the decimals of its column.
public final class MixedRows implements RowEncoder {
  private static final int ABSENT = -1;

  private final List<Target> targets = new ArrayList<>();
  private final GivenColumns given;
  private final Related related;
  private final MixedLayout layout;

  MixedRows(Schema schema) {
    List<Integer> cardinalities = new ArrayList<>();
    List<MixedLayout.Value> values = new ArrayList<>();
    for (Column column : schema.targets()) {
      CellStates states = CellStates.of(column);
      int code = ABSENT;
      if (states.size() > 1 && !column.isAtom()) {
        code = cardinalities.size();
        cardinalities.add(states.size());
      }
      int value = ABSENT;
      if (column.kind().isNumeric() && !column.kind().atoms().only()) {
        value = values.size();
        float grid = (float) (column.kind().grid() / column.unit());
        values.add(new MixedLayout.Value(code, grid, column.valueUnit()));
      }
      targets.add(new Target(column, states, code, value));
    }
    given = new GivenColumns(schema);
    related = new Related(schema);
    layout = new MixedLayout(cardinalities, values);
  }

  @Override
  public int targets() {
    return targets.size();
  }

  @Override
  public MixedLayout layout() {
    return layout;
  }

  @Override
  public int contextFeatures() {
    return given.features();
  }

  @Override
  public void encode(double[] row, float[] out) {
    Arrays.fill(out, 0, features() + contextFeatures(), 0);
    for (int i = 0; i < targets.size(); i++) {
      Target target = targets.get(i);
      target.encode(target.column.relative(row[i]), out);
    }
    given.encode(row, targets.size(), out, features());
  }

  @Override
  public void encode(float[] cells, float[] out) {
    Arrays.fill(out, 0, features() + contextFeatures(), 0);
    for (int i = 0; i < targets.size(); i++) {
      targets.get(i).encode(cells[i], out);
    }
    given.encode(cells, targets.size(), out, features());
  }

  @Override
  public void encodeGiven(double[] row, int from, float[] out, int at) {
    given.encode(row, from, out, at);
  }

  @Override
  public OptionalInt code(int target) {
    int code = targets.get(target).code;
    return code == ABSENT ? OptionalInt.empty() : OptionalInt.of(code);
  }

  @Override
  public boolean decode(float[] mixed, RandomGenerator random, double[] row) {
    boolean sound = true;
    for (int i = 0; i < targets.size(); i++) {
      sound &= targets.get(i).decode(mixed, random, row, i);
    }
    return related.keep(row) && sound;
  }

  @Override
  public boolean relate(double[] row) {
    return related.keep(row);
  }

  @Override
  public double[] cells(Dataset data, int row) {
    return targets.stream().mapToDouble(target -> target.cell(data, row)).toArray();
  }

  @Override
  public String text(int target, double value) {
    return targets.get(target).column.text(value);
  }

  /// A column to model.
  private final class Target {
    private final Column column;
    private final CellStates states;
    private final int code; // its place among the codes, or ABSENT
    private final int value; // its place among the values, or ABSENT
    private final long[] rare; // how often each of the rare names, and all before it, were seen

    Target(Column column, CellStates states, int code, int value) {
      this.column = column;
      this.states = states;
      this.code = code;
      this.value = value;
      this.rare =
          column.kind() instanceof Kind.Categorical(List<Kind.Level> _, List<Kind.Level> names)
              ? names.stream().mapToLong(level -> Math.max(1, level.count())).toArray()
              : new long[0];
      Arrays.parallelPrefix(rare, Long::sum);
    }

    void encode(float cell, float[] out) {
      int state = states.of(cell);
      if (code != ABSENT) {
        out[code] = state;
      }
      if (value != ABSENT && state == 0) {
        out[layout.codes() + value] = cell;
      }
    }

    double cell(Dataset data, int row) {
      if (column.isAtom()) {
        return ConstantCells.CONSTANT;
      }
      int state = code == ABSENT ? 0 : (int) data.get(row, code);
      if (state == states.missing()) {
        return Double.NaN;
      }
      if (states.names() > 0) {
        return state;
      }
      if (state >= states.firstAtom()) {
        return column.kind().atoms().values().get(state - states.firstAtom());
      }
      return value == ABSENT
          ? column.max()
          : column.absolute(data.get(row, layout.codes() + value));
    }

    boolean decode(float[] mixed, RandomGenerator random, double[] row, int at) {
      if (column.isAtom()) {
        row[at] = ConstantCells.CONSTANT;
        return true;
      }
      int state = code == ABSENT ? 0 : (int) mixed[code];
      if (state == states.missing()) {
        row[at] = Double.NaN;
        return true;
      }
      if (states.names() > 0) {
        if (state < states.names()) {
          row[at] = state;
          return true;
        }
        row[at] = rare.length == 0 ? 0 : states.names() + rare(random);
        return rare.length > 0;
      }
      if (state >= states.firstAtom()) {
        row[at] = column.kind().atoms().values().get(state - states.firstAtom());
        return true;
      }
      if (value == ABSENT) {
        row[at] = column.kind().atoms().values().getFirst();
        return false;
      }
      double drawn = onGrid(column.absolute(mixed[layout.codes() + value]));
      row[at] = Math.clamp(drawn, column.min(), column.max());
      return row[at] == drawn;
    }

    private int rare(RandomGenerator random) {
      long draw = random.nextLong(rare[rare.length - 1]);
      int at = 0;
      while (rare[at] <= draw) {
        at++;
      }
      return at;
    }

    private double onGrid(double drawn) {
      double grid = column.kind().grid();
      return grid == 0
          ? column.rounded(drawn)
          : column.min() + grid * Math.rint((drawn - column.min()) / grid);
    }
  }
}
