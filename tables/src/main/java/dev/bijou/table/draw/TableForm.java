package dev.bijou.table.draw;

import dev.bijou.table.encoding.RowFields;
import dev.bijou.table.io.ColumnPlan;
import dev.bijou.table.io.Missing;
import dev.bijou.table.io.TableException;
import dev.bijou.table.io.TableSource;
import dev.bijou.table.model.TableModel;
import dev.bijou.table.schema.Column;
import dev.bijou.table.schema.Kind;
import dev.bijou.table.schema.SchemaInference;
import dev.bijou.table.text.Phrases;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The columns of a table of drawn rows, and how their cells are written.
///
/// @param order the names of the columns
/// @param forms columns whose decimals and dates are written as in another table, by their names
/// @param rows how many rows that table has
/// @param leftOut columns of that table that are keys or free text, which the model does not draw
public record TableForm(
    List<String> order, Map<String, Column> forms, long rows, List<String> leftOut) {
  /// Copies the collections.
  public TableForm {
    order = List.copyOf(order);
    forms = Map.copyOf(forms);
    leftOut = List.copyOf(leftOut);
  }

  /// That of the table that a model was learned from.
  public static TableForm of(TableModel model) {
    return new TableForm(model.order(), Map.of(), 0, List.of());
  }

  /// That of another table: its columns in its order, with its dates, and decimals no more than it has.
  ///
  /// Throws a [TableException] if it cannot be read, or has a column that the model does not draw, unless the fit left
  /// it out as a key or free text.
  public static TableForm like(TableSource table, TableModel model) {
    SchemaInference.Inferred inferred =
        SchemaInference.of(table, ColumnPlan.all(), List.of(), Missing.KEEP, 0);
    List<String> own = model.order();
    List<String> dropped = model.provenance().data().droppedColumns();
    List<String> order = new ArrayList<>();
    List<String> leftOut = new ArrayList<>();
    List<String> unknown = new ArrayList<>();
    for (String name : inferred.order()) {
      (own.contains(name) ? order : dropped.contains(name) ? leftOut : unknown).add(name);
    }
    if (!unknown.isEmpty()) {
      throw new TableException(
          "%s has %s, which the model does not draw; it draws %s"
              .formatted(
                  table.name(),
                  (unknown.size() == 1 ? "column " : "columns ") + Phrases.quoted(unknown),
                  Phrases.quoted(own)));
    }
    Map<String, Column> forms = new LinkedHashMap<>();
    for (Column column : inferred.schema().targets()) {
      model.schema().targets().stream()
          .filter(drawn -> drawn.name().equals(column.name()) && decides(column, drawn))
          .forEach(_ -> forms.put(column.name(), column));
    }
    return new TableForm(order, forms, inferred.rows(), leftOut);
  }

  private static boolean decides(Column form, Column drawn) {
    boolean dates = form.kind() instanceof Kind.DateTime;
    if (!form.kind().isNumeric() || dates != drawn.kind() instanceof Kind.DateTime) {
      return false;
    }
    boolean coarser =
        form.decimals() >= 0 && (drawn.decimals() < 0 || form.decimals() < drawn.decimals());
    return drawn.kind().isNumeric() && (dates || coarser);
  }

  /// Writes rows of a model as text. Safe for any number of threads.
  Writing writing(TableModel model) {
    List<Column> targets = model.schema().targets();
    @Nullable Column[] columns = new Column[order.size()];
    int[] features = new int[columns.length];
    for (int i = 0; i < columns.length; i++) {
      columns[i] = forms.get(order.get(i));
      for (int f = 0; f < targets.size(); f++) {
        features[i] = targets.get(f).name().equals(order.get(i)) ? f : features[i];
      }
    }
    return new Writing(new RowFields(model.schema(), order), columns, features);
  }

  /// Writes rows as text.
  ///
  /// @param own the fields as the table writes them that the model was learned from
  /// @param columns that of the other table, for each field that is written in its way
  /// @param features the place of each field among the targets
  record Writing(RowFields own, @Nullable Column[] columns, int[] features) {
    /// The fields of a row.
    List<String> fields(double[] row, List<String> given) {
      List<String> fields = own.of(row, given);
      for (int i = 0; i < columns.length; i++) {
        Column form = columns[i];
        if (form != null) {
          fields.set(i, form.text(row[features[i]]));
        }
      }
      return fields;
    }
  }
}
