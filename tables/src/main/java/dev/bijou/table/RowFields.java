package dev.bijou.table;

import java.util.Arrays;
import java.util.List;

/// Rows drawn from a model as a table has them: the text of their cells, in the order of the table that the model was
/// learned from. Safe for any number of threads.
public final class RowFields {
  private final List<Column> targets;
  private final boolean plain;
  private final int[] places; // of a column: its feature, or −1 − its place among the given columns

  /// The fields of rows of a model.
  public RowFields(TableModel model) {
    targets = model.schema().targets();
    plain = model.schema().isPlain();
    List<String> names = TableModel.names(targets);
    List<String> given = TableModel.names(model.schema().given());
    places =
        model.order().stream()
            .mapToInt(name -> names.contains(name) ? names.indexOf(name) : -1 - given.indexOf(name))
            .toArray();
  }

  /// The fields of a row.
  ///
  /// @param drawn a double for each target column, in the order of the schema
  /// @param given the text of each given column
  public List<String> of(double[] drawn, List<String> given) {
    String[] fields = new String[places.length];
    for (int i = 0; i < fields.length; i++) {
      int f = places[i];
      fields[i] = f < 0 ? given.get(-1 - f) : text(drawn[f], targets.get(f));
    }
    return Arrays.asList(fields);
  }

  /// All digits of a float where nothing says how the table rounds; those of a double for a number that was not drawn but
  /// set.
  private String text(double value, Column column) {
    if (!plain) {
      return column.text(value);
    }
    return column.absolute(column.relative(value)) == value
        ? column.drawn(value)
        : NumberText.of(value);
  }
}
