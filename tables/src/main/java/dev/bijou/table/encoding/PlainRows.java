package dev.bijou.table.encoding;

import dev.bijou.distribution.MixedLayout;
import dev.bijou.flow.Dataset;
import dev.bijou.table.schema.Column;
import dev.bijou.table.schema.Schema;
import dev.bijou.table.text.NumberText;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/// Rows of numbers without missing ones: floats relative to their columns' offsets. Constants take no float.
///
/// What is drawn is kept to the range and the decimals of its column.
public final class PlainRows implements RowEncoder {
  private final List<Column> targets;
  private final int[] features; // the places of the targets that have one
  private final GivenColumns given;
  private final Related related;
  private final MixedLayout layout;

  PlainRows(Schema schema) {
    targets = schema.targets();
    features = IntStream.range(0, targets.size()).filter(i -> !targets.get(i).isAtom()).toArray();
    given = new GivenColumns(schema);
    related = new Related(schema);
    layout =
        new MixedLayout(
            List.of(),
            Arrays.stream(features)
                .mapToObj(i -> new MixedLayout.Value(-1, 0, targets.get(i).valueUnit()))
                .toList());
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
    for (int f = 0; f < features.length; f++) {
      out[f] = targets.get(features[f]).relative(row[features[f]]);
    }
    given.encode(row, targets.size(), out, features.length);
  }

  @Override
  public void encode(float[] cells, float[] out) {
    for (int f = 0; f < features.length; f++) {
      out[f] = cells[features[f]];
    }
    given.encode(cells, targets.size(), out, features.length);
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
    Arrays.fill(row, 0, targets.size(), ConstantCells.CONSTANT);
    boolean sound = true;
    for (int f = 0; f < features.length; f++) {
      Column column = targets.get(features[f]);
      double drawn = column.rounded(column.absolute(mixed[f]));
      double cell = Math.clamp(drawn, column.min(), column.max());
      sound &= cell == drawn;
      row[features[f]] = cell;
    }
    return related.keep(row) && sound;
  }

  @Override
  public boolean relate(double[] row) {
    return related.keep(row);
  }

  @Override
  public double[] cells(Dataset data, int row) {
    double[] cells = new double[targets.size()];
    for (int f = 0; f < features.length; f++) {
      cells[features[f]] = targets.get(features[f]).absolute(data.get(row, f));
    }
    return cells;
  }

  /// The decimals of the column if the number has no more, else all digits of a float; those of a double for a number that was
  /// not drawn but set.
  @Override
  public String text(int target, double value) {
    Column column = targets.get(target);
    if (column.isAtom() || (column.decimals() >= 0 && column.rounded(value) == value)) {
      return column.text(value);
    }
    return column.absolute(column.relative(value)) == value
        ? column.drawn(value)
        : NumberText.of(value);
  }
}
