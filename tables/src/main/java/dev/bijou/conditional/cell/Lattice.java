package dev.bijou.conditional.cell;

import dev.bijou.table.schema.Column;
import dev.bijou.table.schema.Kind;

/// The numbers that a column can have, by the distance at which the table writes them.
///
/// @param step their distance; 0 if any number is possible
/// @param origin one of them
record Lattice(double step, double origin) {
  /// Any number.
  static final Lattice NONE = new Lattice(0, 0);

  private static final double SAME = 1e-6; // of a step, or relative to their number

  /// The lattice of a column of numbers: its grid, or its decimals.
  static Lattice of(Column column) {
    double grid = column.kind().grid();
    return grid == 0 && column.kind() instanceof Kind.Continuous
        ? new Lattice(column.step(), 0)
        : new Lattice(grid, column.min());
  }

  /// The nearest number.
  double nearest(double value) {
    return step > 0 ? origin + step * Math.rint((value - origin) / step) : value;
  }

  /// The least number that is more than a value.
  double above(double value, Column column) {
    if (step == 0) {
      return column.absolute(Math.nextUp(column.relative(value)));
    }
    return origin + step * (isOn(value) ? steps(value) + 1 : Math.ceil(exactSteps(value)));
  }

  /// The least number that is a value or more.
  double atLeast(double value) {
    if (step == 0) {
      return value;
    }
    return origin + step * (isOn(value) ? steps(value) : Math.ceil(exactSteps(value)));
  }

  /// The largest number that is less than a value.
  double below(double value, Column column) {
    if (step == 0) {
      return column.absolute(Math.nextDown(column.relative(value)));
    }
    return origin + step * (isOn(value) ? steps(value) - 1 : Math.floor(exactSteps(value)));
  }

  /// The largest number that is a value or less.
  double atMost(double value) {
    if (step == 0) {
      return value;
    }
    return origin + step * (isOn(value) ? steps(value) : Math.floor(exactSteps(value)));
  }

  private boolean isOn(double value) {
    double exact = exactSteps(value);
    return Math.abs(exact - Math.rint(exact)) < SAME * Math.max(1, Math.abs(exact));
  }

  private double steps(double value) {
    return Math.rint(exactSteps(value));
  }

  private double exactSteps(double value) {
    return (value - origin) / step;
  }
}
