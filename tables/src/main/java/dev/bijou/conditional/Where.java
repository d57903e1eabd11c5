package dev.bijou.conditional;

import dev.bijou.conditional.cell.CellSet;
import dev.bijou.table.encoding.RowEncoder;
import dev.bijou.table.io.TableException;
import dev.bijou.table.schema.Column;
import dev.bijou.table.schema.Schema;
import dev.bijou.table.text.Phrases;
import java.util.ArrayList;
import java.util.List;

/// Conditions on the columns of a model, such as `age>60,sex=F`.
///
/// Conditions are separated by commas, and all must hold. Each is the name of a column, one of `=`, `!=`, `<`, `<=`,
/// `>`, `>=`, and a value as the table writes it; several values after `=` or `!=`, separated by `|`, mean any or none
/// of them, and `?` a missing cell, which satisfies `=?` and nothing else. A name or a value that holds one of these
/// signs is put in double or single quotes, inside which a quote is doubled.
public final class Where {
  private static final int FEW = 50; // values of a column of numbers that can each be a condition

  private final List<CellSet> targets;
  private final List<Double> given;
  private final List<String> givenText;

  private Where(List<CellSet> targets, List<Double> given, List<String> givenText) {
    this.targets = List.copyOf(targets);
    this.given = List.copyOf(given);
    this.givenText = List.copyOf(givenText);
  }

  /// Reads conditions.
  ///
  /// Throws a [dev.bijou.table.io.TableException] if a condition cannot be read, names no column of the model or a
  /// value that the column cannot have; if no cell of a column satisfies all of them; or if the model is conditional
  /// and not each given column is set to a value.
  public static Where parse(Schema schema, String text) {
    ConditionReader reader = new ConditionReader(schema);
    ConditionText.of(text).split(',').forEach(reader::read);
    return new Where(reader.targets(), reader.given(), reader.givenText());
  }

  /// No conditions.
  ///
  /// Throws a [TableException] if the model is conditional, because its given columns have to be set.
  public static Where none(Schema schema) {
    ConditionReader reader = new ConditionReader(schema);
    return new Where(reader.targets(), reader.given(), reader.givenText());
  }

  /// These conditions and, in turn, each value that a column may then have: its names, or its numbers where they are few.
  /// None of them is a missing cell.
  ///
  /// Throws a [TableException] if the model does not draw the column, or it has too many values.
  public List<Where> each(String name) {
    List<String> names = targets.stream().map(set -> set.column().name()).toList();
    int at = names.indexOf(name);
    if (at < 0) {
      throw new TableException(Phrases.noColumn("what the model draws", name, names));
    }
    List<Double> cells = targets.get(at).few(FEW);
    if (cells.isEmpty()) {
      Column column = targets.get(at).column();
      throw new TableException(
          "column %s is %s, with too many values for rows of each; choose one of names, or of at most %d numbers"
              .formatted(Phrases.quote(name), column.kind().type(), FEW));
    }
    List<Where> all = new ArrayList<>();
    for (double cell : cells) {
      List<CellSet> sets = new ArrayList<>(targets);
      sets.set(at, targets.get(at).among(List.of(cell)));
      all.add(new Where(sets, given, givenText));
    }
    return all;
  }

  /// The cells that each target column may have, in the order of the schema.
  List<CellSet> targets() {
    return targets;
  }

  /// The cells of the given columns of a conditional model, in the order of the schema.
  List<Double> given() {
    return given;
  }

  /// The cells of the given columns as they were written.
  public List<String> givenText() {
    return givenText;
  }

  /// Whether some condition sets a column to single values, which have a density but no probability.
  public boolean hasSingles() {
    return targets.stream().anyMatch(set -> set.singles().length > 0);
  }

  /// Whether a row satisfies the conditions.
  ///
  /// @param row a double for each target column
  public boolean holds(double[] row) {
    for (int c = 0; c < targets.size(); c++) {
      if (!targets.get(c).contains(row[c])) {
        return false;
      }
    }
    return true;
  }

  /// Factors for the codes of a row, each column's in turn, see [dev.bijou.distribution.Categorical#sampleAmong]: how
  /// much of each code satisfies the conditions.
  ///
  /// @param sets the cells that each target column may have
  static float[] factors(RowEncoder encoder, List<CellSet> sets) {
    List<Integer> cardinalities = encoder.layout().cardinalities();
    float[][] factors = new float[cardinalities.size()][];
    for (int c = 0; c < sets.size(); c++) {
      int column = c;
      encoder
          .code(c)
          .ifPresent(code -> {
            factors[code] = new float[cardinalities.get(code)];
            sets.get(column).factors(factors[code]);
          });
    }
    int total = cardinalities.stream().mapToInt(Integer::intValue).sum();
    float[] all = new float[total];
    int at = 0;
    for (float[] some : factors) {
      System.arraycopy(some, 0, all, at, some.length);
      at += some.length;
    }
    return all;
  }
}
