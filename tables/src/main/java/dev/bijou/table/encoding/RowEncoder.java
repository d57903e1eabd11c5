package dev.bijou.table.encoding;

import dev.bijou.distribution.MixedLayout;
import dev.bijou.flow.Dataset;
import dev.bijou.table.schema.Schema;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;

/// Converts between a row of a table as doubles, in the order of a schema, and the row of floats that a distribution
/// models: first codes, then values relative to their columns' offsets, then what is given.
///
/// A given column is its value, 0 where missing, followed by a 1 if it is; or its code, one-hot.
public sealed interface RowEncoder permits PlainRows, MixedRows {

  /// The encoder of a schema.
  ///
  /// @throws IllegalArgumentException if a column of the schema is of a kind that is not modelled
  static RowEncoder of(Schema schema) {
    return schema.isPlain() ? new PlainRows(schema) : new MixedRows(schema);
  }

  /// What the codes and values are.
  MixedLayout layout();

  /// The number of target columns.
  int targets();

  /// The number of codes and values.
  default int features() {
    return layout().features();
  }

  /// The number of floats for the given columns.
  int contextFeatures();

  /// The floats of a row. A cell that the distribution cannot have, a missing one where none was when it was learned,
  /// becomes NaN, and so does the row's density; of a categorical or boolean column it counts as an unseen name.
  ///
  /// @param row a double for each column of the schema, targets first, as [dev.bijou.table.io.RowBlock#column(int)] has
  ///     them
  /// @param out receives [#features()] + [#contextFeatures()] floats
  void encode(double[] row, float[] out);

  /// The same of a row whose cells are floats relative to their columns' offsets, as a [TrainingTable] has them.
  void encode(float[] cells, float[] out);

  /// The floats of what is given.
  ///
  /// @param row holds a double for each given column of the schema from index `from` on
  /// @param out receives [#contextFeatures()] floats from index `at` on, where there must be zeros
  void encodeGiven(double[] row, int from, float[] out, int at);

  /// The place among the codes of a target column's code; empty if its cells are values alone.
  OptionalInt code(int target);

  /// The targets of a row that a distribution has drawn: numbers on their grid and with the decimals of their column, names by their codes, NaN for missing
  /// cells.
  ///
  /// @param mixed [#features()] floats
  /// @param random chooses among rare names, as often as each was seen
  /// @param row receives a double for each target of the schema
  /// @return whether all numbers are in the range of their column and no name is unseen; others are moved into range
  boolean decode(float[] mixed, RandomGenerator random, double[] row);

  /// Makes a row keep the relations of the schema, as [#decode] does.
  ///
  /// @param row a double for each target of the schema
  /// @return whether what follows is in the range of its column
  boolean relate(double[] row);

  /// The targets of an encoded row: the inverse of [#encode(double[], float[])], where unseen and rare names are one.
  double[] cells(Dataset data, int row);

  /// The text of a target cell that was drawn, as the table would write it.
  ///
  /// @param target the place of its column among the targets
  String text(int target, double value);
}
