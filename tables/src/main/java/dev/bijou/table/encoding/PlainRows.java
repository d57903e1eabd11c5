package dev.bijou.table.encoding;

import dev.bijou.distribution.MixedLayout;
import dev.bijou.flow.Dataset;
import dev.bijou.table.schema.Column;
import dev.bijou.table.schema.Schema;
import dev.bijou.table.text.NumberText;
import java.util.List;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;

/// Rows of numbers without missing ones: floats relative to their columns' offsets.
///
/// Any finite number may be drawn.
public final class PlainRows implements RowEncoder {
  private final List<Column> targets;
  private final GivenColumns given;
  private final MixedLayout layout;

  PlainRows(Schema schema) {
    targets = schema.targets();
    given = new GivenColumns(schema);
    layout =
        new MixedLayout(
            List.of(),
            targets.stream()
                .map(column -> new MixedLayout.Value(-1, 0, column.valueUnit()))
                .toList());
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
  public boolean isBounded() {
    return false;
  }

  @Override
  public void encode(double[] row, float[] out) {
    for (int i = 0; i < targets.size(); i++) {
      out[i] = targets.get(i).relative(row[i]);
    }
    given.encode(row, targets.size(), out, targets.size());
  }

  @Override
  public void encode(float[] cells, float[] out) {
    System.arraycopy(cells, 0, out, 0, targets.size());
    given.encode(cells, targets.size(), out, targets.size());
  }

  @Override
  public void encodeGiven(double[] row, int from, float[] out, int at) {
    given.encode(row, from, out, at);
  }

  @Override
  public OptionalInt code(int target) {
    return OptionalInt.empty();
  }

  @Override
  public boolean decode(float[] mixed, RandomGenerator random, double[] row) {
    for (int i = 0; i < targets.size(); i++) {
      row[i] = targets.get(i).absolute(mixed[i]);
    }
    return true;
  }

  @Override
  public double[] cells(Dataset data, int row) {
    double[] cells = new double[targets.size()];
    for (int i = 0; i < cells.length; i++) {
      cells[i] = targets.get(i).absolute(data.get(row, i));
    }
    return cells;
  }

  /// All digits of a float where nothing says how the table rounds; those of a double for a number that was not drawn
  /// but set.
  @Override
  public String text(int target, double value) {
    Column column = targets.get(target);
    return column.absolute(column.relative(value)) == value
        ? column.drawn(value)
        : NumberText.of(value);
  }
}
