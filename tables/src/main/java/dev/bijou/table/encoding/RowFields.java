package dev.bijou.table.encoding;

import dev.bijou.table.schema.Column;
import dev.bijou.table.schema.Schema;
import java.util.Arrays;
import java.util.List;

/// Rows drawn from a model, as a table writes them: the text of their cells, in the order of the table that the model
/// was learned from. Safe for any number of threads.
public final class RowFields {
  private final RowEncoder encoder;
  private final int[] places; // of a column: its feature, or −1 − its place among the given columns

  /// The fields of rows of a model.
  ///
  /// @param order the names of all columns of the schema in the order of the table that the model was learned from
  public RowFields(Schema schema, List<String> order) {
    encoder = RowEncoder.of(schema);
    List<String> names = schema.targets().stream().map(Column::name).toList();
    List<String> given = schema.given().stream().map(Column::name).toList();
    places =
        order.stream()
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
      fields[i] = f < 0 ? given.get(-1 - f) : encoder.text(f, drawn[f]);
    }
    return Arrays.asList(fields);
  }
}
