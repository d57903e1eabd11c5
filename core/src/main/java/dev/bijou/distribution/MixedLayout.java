package dev.bijou.distribution;

import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/// How a mixed row is written as numbers: first its codes, then its values.
///
/// A code is a whole number 0 … K − 1: a category, a Boolean, or whether a value is present. The last code of a column
/// also stands for every category that is not known. A value is a number of its own; one that is absent is written as
/// 0.
///
/// @param cardinalities K of each code column, at least 2
/// @param values how each value column is written
public record MixedLayout(List<Integer> cardinalities, List<Value> values) {
  private static final int MOST_CODES = 65_536;

  /// A value column.
  ///
  /// @param state the code column that says whether the value is present: it is where that code is 0, and absent
  ///     otherwise; −1 if it always is
  /// @param grid the distance between neighbours where the values are multiples of it, such as 1 for whole numbers or
  ///     0.01 for prices; 0 for values without a grid
  /// @param unit the unit of the values, in units of the data, to which the density refers; 1 if empty. It lets floats
  ///     stand for values that are too large or too small for them
  /// @param knots the number of knots of the distribution function by which the values are mapped to normal scores, if some of
  ///     them are far more frequent than those beside them; empty otherwise
  public record Value(int state, float grid, OptionalDouble unit, OptionalInt knots) {
    private static final int MOST_KNOTS = 1 << 20;

    /// @throws IllegalArgumentException if the grid is negative or not finite, the unit not positive and finite, or there
    ///     are fewer than two knots or more than a million
    public Value {
      if (!(grid >= 0 && Float.isFinite(grid))) {
        throw new IllegalArgumentException(
            "grid is " + grid + ", but must be finite and not negative");
      }
      if (unit.isPresent() && !(unit.getAsDouble() > 0 && Double.isFinite(unit.getAsDouble()))) {
        throw new IllegalArgumentException(
            "unit is " + unit.getAsDouble() + ", but must be positive and finite");
      }
      if (knots.isPresent() && (knots.getAsInt() < 2 || knots.getAsInt() > MOST_KNOTS)) {
        throw new IllegalArgumentException(
            "knots is %d, but must lie in 2 … %,d".formatted(knots.getAsInt(), MOST_KNOTS));
      }
    }

    /// Values without knots.
    public Value(int state, float grid, OptionalDouble unit) {
      this(state, grid, unit, OptionalInt.empty());
    }

    /// Values in the units of the data.
    public Value(int state, float grid) {
      this(state, grid, OptionalDouble.empty());
    }

    /// Values of any size that are always there.
    public static Value continuous() {
      return new Value(-1, 0);
    }
  }

  /// @throws IllegalArgumentException if there is no column, a cardinality is out of range, or a state names no code
  ///     column
  public MixedLayout {
    cardinalities = List.copyOf(cardinalities);
    values = List.copyOf(values);
    if (cardinalities.isEmpty() && values.isEmpty()) {
      throw new IllegalArgumentException("a layout needs at least one column");
    }
    for (int cardinality : cardinalities) {
      if (cardinality < 2 || cardinality > MOST_CODES) {
        throw new IllegalArgumentException(
            "a cardinality is %d, but must lie in 2 … %,d".formatted(cardinality, MOST_CODES));
      }
    }
    for (Value value : values) {
      if (value.state() < -1 || value.state() >= cardinalities.size()) {
        throw new IllegalArgumentException(
            "state is %d, but must be −1 or one of %d code columns"
                .formatted(value.state(), cardinalities.size()));
      }
    }
  }

  /// Values of any size that are always there, without codes.
  public static MixedLayout continuous(int features) {
    return new MixedLayout(List.of(), Collections.nCopies(features, Value.continuous()));
  }

  /// The same with so many knots for each value, 0 for none.
  public MixedLayout withKnots(List<Integer> knots) {
    return new MixedLayout(
        cardinalities,
        IntStream.range(0, values.size())
            .mapToObj(f -> {
              Value value = values.get(f);
              int count = knots.get(f);
              return new Value(
                  value.state(),
                  value.grid(),
                  value.unit(),
                  count == 0 ? OptionalInt.empty() : OptionalInt.of(count));
            })
            .toList());
  }

  /// The same without knots, as it is before anything is learned.
  public MixedLayout withoutKnots() {
    return withKnots(Collections.nCopies(values.size(), 0));
  }

  /// The number of code columns.
  public int codes() {
    return cardinalities.size();
  }

  /// The numbers in a row.
  public int features() {
    return cardinalities.size() + values.size();
  }

  /// Whether some value may be absent.
  public boolean hasAbsences() {
    return values.stream().anyMatch(value -> value.state() >= 0);
  }
}
