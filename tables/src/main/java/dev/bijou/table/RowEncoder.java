package dev.bijou.table;

import dev.bijou.distribution.MixedLayout;
import dev.bijou.flow.Dataset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;

/// Between a row of a table as doubles, in the order of a schema, and the row of floats that a distribution is of: first
/// codes, then values relative to their columns' offsets, then what is given.
///
/// - A categorical or boolean column is a code: 0 … K − 1 its levels, K any other name, K + 1 a missing cell if the column
///   has any.
/// - A numeric column with missing cells or atoms has a code that says which state the cell is in, 0 for none of these,
///   then missing, then each atom, and a value that is there in state 0; one of atoms only has no value.
/// - Any other numeric column is a value.
/// - A given column is its value, 0 where missing and followed by a 1 if so, or its code as zeros and a one.
///
/// A row that is plain, see [Schema#isPlain()], is its numbers less their offsets.
public final class RowEncoder {
  private static final int ABSENT = -1;

  private final List<Target> targets = new ArrayList<>();
  private final List<Given> given = new ArrayList<>();
  private final MixedLayout layout;
  private final boolean plain;
  private final int codes;
  private final int features;
  private final int contextFeatures;

  /// @throws IllegalArgumentException if a column of the schema is of a kind that is not modelled
  public RowEncoder(Schema schema) {
    List<Integer> cardinalities = new ArrayList<>();
    List<MixedLayout.Value> values = new ArrayList<>();
    for (Column column : schema.targets()) {
      States states = States.of(column);
      int code = ABSENT;
      if (states.size() > 1) {
        code = cardinalities.size();
        cardinalities.add(states.size());
      }
      int value = ABSENT;
      if (column.kind().isNumeric() && !column.kind().atoms().only()) {
        value = values.size();
        float grid = (float) (column.kind().grid() / column.unit());
        values.add(new MixedLayout.Value(code, grid, unit(column)));
      }
      targets.add(new Target(column, states, code, value));
    }
    int at = 0;
    for (Column column : schema.given()) {
      Given encoded = new Given(column, States.of(column), at);
      given.add(encoded);
      at += encoded.width();
    }
    codes = cardinalities.size();
    features = codes + values.size();
    contextFeatures = at;
    layout = new MixedLayout(cardinalities, values);
    plain = schema.isPlain();
  }

  /// What the codes and values are.
  public MixedLayout layout() {
    return layout;
  }

  /// Whether a row is nothing but its numbers less their offsets.
  public boolean isPlain() {
    return plain;
  }

  /// The number of codes and values.
  public int features() {
    return features;
  }

  /// The number of floats for the given columns.
  public int contextFeatures() {
    return contextFeatures;
  }

  /// The floats of a row. A cell that the distribution cannot have, a missing one where none was when it was learned,
  /// becomes NaN, and so does the row's density; of a categorical or boolean column it counts as an unseen name.
  ///
  /// @param row a double for each column of the schema, targets first, as [RowBlock#column(int)] has them
  /// @param out receives [#features()] + [#contextFeatures()] floats
  public void encode(double[] row, float[] out) {
    Arrays.fill(out, 0, features + contextFeatures, 0);
    for (int i = 0; i < targets.size(); i++) {
      Target target = targets.get(i);
      target.encode(target.column.relative(row[i]), out);
    }
    encodeGiven(row, targets.size(), out, features);
  }

  /// The floats of what is given.
  ///
  /// @param row holds a double for each given column of the schema from index `from` on
  /// @param out receives [#contextFeatures()] floats from index `at` on, where zeros have to be
  void encodeGiven(double[] row, int from, float[] out, int at) {
    for (int i = 0; i < given.size(); i++) {
      Given column = given.get(i);
      column.encode(column.column.relative(row[from + i]), out, at);
    }
  }

  /// The same of a row whose cells are floats relative to their columns' offsets, as a [TrainingTable] has them.
  void encode(float[] cells, float[] out) {
    Arrays.fill(out, 0, features + contextFeatures, 0);
    for (int i = 0; i < targets.size(); i++) {
      targets.get(i).encode(cells[i], out);
    }
    for (int i = 0; i < given.size(); i++) {
      given.get(i).encode(cells[targets.size() + i], out, features);
    }
  }

  private static OptionalDouble unit(Column column) {
    return column.unit() == 1 ? OptionalDouble.empty() : OptionalDouble.of(column.unit());
  }

  /// The place among the codes of a target column's code; empty if its cells are values alone.
  public OptionalInt code(int target) {
    int code = targets.get(target).code;
    return code == ABSENT ? OptionalInt.empty() : OptionalInt.of(code);
  }

  /// The targets of a row that a distribution has drawn: numbers on their grid, names by their codes, NaN for missing
  /// cells.
  ///
  /// @param mixed [#features()] floats
  /// @param random chooses among rare names, as often as each was seen
  /// @param row receives a double for each target of the schema
  /// @return whether all cells are such as the table has them: in range, and no unseen name; others are moved there. A row
  ///     that is plain has no range to keep
  public boolean decode(float[] mixed, RandomGenerator random, double[] row) {
    boolean sound = true;
    for (int i = 0; plain && i < targets.size(); i++) {
      row[i] = targets.get(i).column.absolute(mixed[i]);
    }
    for (int i = 0; !plain && i < targets.size(); i++) {
      sound &= targets.get(i).decode(mixed, random, row, i);
    }
    return sound;
  }

  /// The targets of an encoded row: the inverse of [#encode(double[], float[])], where unseen and rare names are one.
  double[] cells(Dataset data, int row) {
    double[] cells = new double[targets.size()];
    for (int i = 0; i < cells.length; i++) {
      cells[i] = targets.get(i).cell(data, row);
    }
    return cells;
  }

  /// The states of a column's cells.
  ///
  /// @param names how many names have a code of their own; 0 if the column is numeric
  /// @param missing the code of a missing cell, −1 if there are none
  /// @param atoms the values with a code of their own, as floats relative to the offset
  private record States(int names, int missing, float[] atoms) {
    static States of(Column column) {
      if (!column.kind().isModelled()) {
        throw new IllegalArgumentException(
            "column %s is %s, which is not modelled"
                .formatted(Phrases.quote(column.name()), column.kind().type()));
      }
      int names = column.kind().namesKnown();
      List<Double> values = column.kind().atoms().values();
      float[] atoms = new float[values.size()];
      for (int i = 0; i < atoms.length; i++) {
        atoms[i] = column.relative(values.get(i));
      }
      return new States(names, column.missing() > 0 ? names + 1 : ABSENT, atoms);
    }

    /// How many states there are: a name or "other", or a value; missing; each atom.
    int size() {
      return firstAtom() + atoms.length;
    }

    int firstAtom() {
      return names + 1 + (missing >= 0 ? 1 : 0);
    }

    /// The state of a cell.
    int of(float cell) {
      if (Float.isNaN(cell)) {
        return missing >= 0 ? missing : names;
      }
      if (names > 0) {
        return cell >= 0 && cell < names ? (int) cell : names;
      }
      for (int i = 0; i < atoms.length; i++) {
        if (atoms[i] == cell) {
          return firstAtom() + i;
        }
      }
      return 0;
    }
  }

  /// A column to model.
  private final class Target {
    private final Column column;
    private final States states;
    private final int code; // its place among the codes, or ABSENT
    private final int value; // its place among the values, or ABSENT
    private final long[] rare; // how often each of the rare names, and all before it, were seen

    Target(Column column, States states, int code, int value) {
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
        out[codes + value] = cell;
      }
    }

    double cell(Dataset data, int row) {
      int state = code == ABSENT ? 0 : (int) data.get(row, code);
      if (state == states.missing) {
        return Double.NaN;
      }
      if (states.names > 0) {
        return state;
      }
      if (state >= states.firstAtom()) {
        return column.kind().atoms().values().get(state - states.firstAtom());
      }
      return value == ABSENT ? column.max() : column.absolute(data.get(row, codes + value));
    }

    boolean decode(float[] mixed, RandomGenerator random, double[] row, int at) {
      int state = code == ABSENT ? 0 : (int) mixed[code];
      if (state == states.missing) {
        row[at] = Double.NaN;
        return true;
      }
      if (states.names > 0) {
        if (state < states.names) {
          row[at] = state;
          return true;
        }
        row[at] = rare.length == 0 ? 0 : states.names + rare(random);
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
      double drawn = onGrid(column.absolute(mixed[codes + value]));
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
      return grid == 0 ? drawn : column.min() + grid * Math.rint((drawn - column.min()) / grid);
    }
  }

  /// A column to condition on.
  private record Given(Column column, States states, int at) {
    int width() {
      if (states.names > 0) {
        return states.size();
      }
      return states.missing >= 0 ? 2 : 1;
    }

    void encode(float cell, float[] out, int first) {
      if (states.names > 0) {
        out[first + at + states.of(cell)] = 1;
      } else if (Float.isNaN(cell) && states.missing >= 0) {
        out[first + at + 1] = 1;
      } else {
        out[first + at] = cell;
      }
    }
  }
}
