package dev.bijou.table.schema;

import dev.bijou.table.io.CellReader;
import dev.bijou.table.text.NumberParser;
import dev.bijou.table.text.NumberText;
import dev.bijou.table.text.Phrases;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.OptionalDouble;

/// One column of a schema: what it holds, how it is stored, and its statistics when the model was learned.
///
/// The statistics are over all cells that were read and are not missing, including those that a subsample left out; of
/// kinds that are not numeric, they are those of the codes.
///
/// @param name name in the table's header
/// @param kind what it holds
/// @param offset subtracted in double precision before the cast to float, and added back to what is sampled; not zero
///     only where the column lies so far from zero, relative to its spread, that a float would lose digits (timestamps)
/// @param unit a power of two that a cell less its offset is divided by before the cast to float; not 1 only where the
///     column is so large or so small that a float would overflow or vanish
/// @param count number of cells that are not missing
/// @param missing number of missing cells; if there are any, a model knows how probable one is
/// @param mean arithmetic mean
/// @param standardDeviation population standard deviation, divided by `count`
/// @param min smallest value; a mixed row is not sampled below it
/// @param max largest value; a mixed row is not sampled above it
/// @param distinct number of different values; [#MANY] means that many or more
/// @param decimals the least number of decimals, 0 to 6, with which every value can be written (0 for whole
///     numbers), or −1 if that is not enough
public record Column(
    String name,
    Kind kind,
    double offset,
    double unit,
    long count,
    long missing,
    double mean,
    double standardDeviation,
    double min,
    double max,
    int distinct,
    int decimals) {
  /// The number up to which different values are counted.
  public static final int MANY = 1000;

  private static final double MOST_EXACT = 1e15;
  private static final int MOST_DIGITS = 17;
  private static final MathContext FLOAT_DIGITS = new MathContext(9);

  /// A continuous column without missing cells.
  public Column(
      String name,
      double offset,
      long count,
      double mean,
      double standardDeviation,
      double min,
      double max,
      int distinct,
      int decimals) {
    this(
        name,
        new Kind.Continuous(Kind.Atoms.NONE),
        offset,
        1,
        count,
        0,
        mean,
        standardDeviation,
        min,
        max,
        distinct,
        decimals);
  }

  /// A column in units of 1.
  public Column(
      String name,
      Kind kind,
      double offset,
      long count,
      long missing,
      double mean,
      double standardDeviation,
      double min,
      double max,
      int distinct,
      int decimals) {
    this(
        name,
        kind,
        offset,
        1,
        count,
        missing,
        mean,
        standardDeviation,
        min,
        max,
        distinct,
        decimals);
  }

  /// A cell as a float: in units from the offset. A finite cell beyond what a float can hold is the farthest that it
  /// can.
  public float relative(double cell) {
    double units = (cell - offset) / unit;
    return (float)
        (Double.isInfinite(cell) ? cell : Math.clamp(units, -Float.MAX_VALUE, Float.MAX_VALUE));
  }

  /// The cell that a float stands for: the inverse of [#relative(double)].
  public double absolute(float units) {
    return offset + unit * units;
  }

  /// The cell of a row that was read: a number as the table has it, as far as a float tells, a code, NaN for a missing one.
  public double cell(float units) {
    double value = absolute(units);
    return kind.grid() > 0 && !Double.isNaN(value)
        ? min + kind.grid() * Math.rint((value - min) / kind.grid())
        : rounded(value);
  }

  /// Whether all cells are equal.
  public boolean isConstant() {
    return isAtom() || (min == max && missing == 0);
  }

  /// Whether the column takes no feature of a distribution because it is known to be constant.
  public boolean isAtom() {
    return kind instanceof Kind.Constant;
  }

  /// The same column as a constant, which its numbers are.
  public Column asConstant() {
    return new Column(
        name, new Kind.Constant(text(min)), 0, count, missing, 0, 0, 0, 1, distinct, 0);
  }

  /// Whether the column is continuous, without atoms and missing cells: as a plain density needs it.
  public boolean isPlain() {
    return kind instanceof Kind.Continuous && kind.atoms().isEmpty() && missing == 0;
  }

  /// Whether the column is a permutation of consecutive whole numbers, as its extremes, mean and variance tell.
  public boolean numbersRows() {
    double n = count;
    double deviation = Math.sqrt((n * n - 1) / 12);
    return n >= 10
        && decimals == 0
        && distinct >= Math.min(n, MANY)
        && max - min == n - 1
        && Math.abs(mean - (min + max) / 2) <= 1e-9 * n
        && Math.abs(standardDeviation - deviation) <= 1e-9 * n;
  }

  /// Whether a model allows missing cells in this column. In a column of names where it allows none, a missing cell
  /// counts as unseen.
  public boolean takesMissing() {
    return missing > 0 || !kind.isNumeric();
  }

  /// The share of missing cells, between 0 and 1.
  public double missingShare() {
    return missing == 0 ? 0 : (double) missing / (count + missing);
  }

  /// The step of the grid on which all values lie, 1 for whole numbers; 0 if there is none of 10⁻⁶ or more.
  public double step() {
    return decimals < 0 ? 0 : Math.pow(10, -decimals);
  }

  /// The unit of the column's values for a distribution, empty for 1.
  public OptionalDouble valueUnit() {
    return unit == 1 ? OptionalDouble.empty() : OptionalDouble.of(unit);
  }

  /// The same column under another name.
  public Column named(String other) {
    return new Column(
        other,
        kind,
        offset,
        unit,
        count,
        missing,
        mean,
        standardDeviation,
        min,
        max,
        distinct,
        decimals);
  }

  /// The same column of another kind.
  Column withKind(Kind other) {
    return new Column(
        name,
        other,
        offset,
        unit,
        count,
        missing,
        mean,
        standardDeviation,
        min,
        max,
        distinct,
        decimals);
  }

  /// The same column with another unit.
  Column inUnits(double other) {
    return new Column(
        name,
        kind,
        offset,
        other,
        count,
        missing,
        mean,
        standardDeviation,
        min,
        max,
        distinct,
        decimals);
  }

  /// The same column with an offset from which all values are a multiple of the grid away, if one is.
  Column onGrid(double grid) {
    double steps = (min - offset) / grid;
    if (Math.abs(steps - Math.rint(steps)) < 1e-6 * Math.max(1, Math.abs(steps))) {
      return this;
    }
    return new Column(
        name, kind, min, 1, count, missing, mean, standardDeviation, min, max, distinct, decimals);
  }

  /// The same column with whole steps of a grid as its bounds, of which not quite all values are multiples.
  Column roundedTo(double grid) {
    double least = Math.floor(min / grid) * grid;
    double most = Math.ceil(max / grid) * grid;
    double from = offset == 0 ? 0 : Math.rint(offset / grid) * grid;
    return new Column(
        name,
        kind,
        from,
        1,
        count,
        missing,
        mean,
        standardDeviation,
        least,
        most,
        distinct,
        decimals);
  }

  /// A cell as the table writes it: a category's name, a number with the column's decimals, a date; empty for NaN,
  /// which is a missing cell.
  ///
  /// @param value the cell, as in [dev.bijou.table.io.RowBlock#column(int)]
  public String text(double value) {
    if (Double.isNaN(value)) {
      return "";
    }
    return switch (kind) {
      case Kind.Continuous _, Kind.Integral _ -> number(value);
      case Kind.Categorical _, Kind.Binary _, Kind.Constant _ -> kind.name((int) value);
      case Kind.DateTime(String pattern, double _) -> DateTimes.of(pattern).text(value);
      case Kind.Identifier _ -> NumberText.of(value);
    };
  }

  /// The cell that a text stands for: the inverse of [#text(double)]; NaN for a missing cell, the code after the last
  /// for an unseen name.
  ///
  /// Throws an [IllegalArgumentException] if the column cannot have such a cell.
  public double value(String text) {
    char[] cell = text.strip().toCharArray();
    double value = reader().read(cell, 0, cell.length);
    if (Math.abs(value) <= NumberParser.LIMIT
        || (Double.isNaN(value) && NumberParser.isMissing(cell, 0, cell.length))) {
      return value;
    }
    throw new IllegalArgumentException(
        "%s is not a value of column %s, which is %s"
            .formatted(Phrases.quote(text), Phrases.quote(name), kind.type()));
  }

  /// The reader of the cells of this column.
  ///
  /// Throws an [IllegalArgumentException] for keys and free text.
  public CellReader reader() {
    return KindReaders.of(name, kind, missing > 0);
  }

  /// The text of a number with the digits that a float keeps of it.
  public String drawn(double value) {
    return unit == 1
        ? NumberText.of(relative(value), offset)
        : NumberText.of(new BigDecimal(value).round(FLOAT_DIGITS).doubleValue());
  }

  /// A number with no more decimals than the column has.
  public double rounded(double value) {
    double perUnit = Math.pow(10, Math.max(0, decimals));
    double steps = value * perUnit;
    return decimals < 0 || Math.abs(steps) >= MOST_EXACT ? value : Math.rint(steps) / perUnit;
  }

  private String number(double value) {
    if (decimals < 0 || Math.abs(value) >= MOST_EXACT) {
      return drawn(value);
    }
    BigDecimal rounded = new BigDecimal(value).setScale(decimals, RoundingMode.HALF_EVEN);
    String text = rounded.stripTrailingZeros().toPlainString();
    return text.length() <= MOST_DIGITS + 2 ? text : NumberText.of(value);
  }
}
