package dev.bijou.table.encoding;

import dev.bijou.table.schema.Column;
import dev.bijou.table.text.Phrases;
import java.util.List;

/// The states of a column's cells.
///
/// @param names how many names have a code of their own; 0 if the column is numeric
/// @param missing the code of a missing cell, −1 if there are none
/// @param atoms the values with a code of their own, as floats relative to the offset
public record CellStates(int names, int missing, float[] atoms) {
  private static final int NONE = -1;

  /// The states of the cells of a column.
  ///
  /// @throws IllegalArgumentException if it is of a kind that is not modelled
  public static CellStates of(Column column) {
    if (!column.kind().isModelled() && !column.isAtom()) {
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
    return new CellStates(names, column.missing() > 0 ? names + 1 : NONE, atoms);
  }

  /// How many states there are: a name or "other", or a value; missing; each atom.
  public int size() {
    return firstAtom() + atoms.length;
  }

  /// The first state of an atom.
  public int firstAtom() {
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
