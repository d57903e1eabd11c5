package dev.bijou.benchmark.truth;

import dev.bijou.table.schema.Column;
import dev.bijou.table.schema.Kind;
import dev.bijou.table.schema.Schema;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// The truth in the units of a fitted schema, so that both can be subtracted.
///
/// A model counts a name, a missing cell and an atom with its probability, a value on a grid of step g with the density
/// of its cell, log P − log g, and any other value with its density. Names that the schema keeps no probability for are
/// one to a model, and so are all values beside the atoms of a column that has only atoms: the truth is summed over them.
final class Units {
  /// How far beyond the values of a column of atoms others are looked for.
  private static final int BEYOND = 100;

  private final KnownTruth truth;
  private final List<Unit> units;

  Units(KnownTruth truth, Schema schema) {
    this.truth = truth;
    this.units =
        truth.columns().stream()
            .map(column ->
                new Unit(
                    column,
                    schema.columns().stream()
                        .filter(fitted -> fitted.name().equals(column.name()))
                        .findFirst()
                        .orElse(null)))
            .toList();
  }

  /// The log-density of a row in the units of the schema, in nats.
  double logDensity(double[] row) {
    double unit = 0;
    for (int i = 0; i < row.length; i++) {
      unit += units.get(i).logUnit(row[i]);
    }
    return summed(row, 0) - unit;
  }

  /// The truth, summed over what a model cannot tell from the cells from a column on.
  private double summed(double[] row, int from) {
    for (int i = from; i < row.length; i++) {
      double[] alike = units.get(i).alike(row[i]);
      if (alike.length > 1) {
        int column = i;
        return Law.logSumExp(
            DoubleStream.of(alike)
                .map(cell -> {
                  double[] other = row.clone();
                  other[column] = cell;
                  return summed(other, column + 1);
                })
                .toArray());
      }
    }
    return truth.logDensity(row);
  }

  /// Why the truth has no value in the units of the schema, line by line; empty if it has one for all rows.
  List<String> problems(double[][] rows) {
    Set<String> problems = new TreeSet<>();
    for (double[] row : rows) {
      for (int i = 0; i < row.length; i++) {
        Law law = truth.columns().get(i).given().law(row);
        units.get(i).problem(row[i], law).ifPresent(problems::add);
      }
    }
    return List.copyOf(problems);
  }

  /// A column and what the schema made of it.
  private static final class Unit {
    private final TrueColumn column;
    private final @Nullable Column fitted; // null if it is left out
    private final Set<Double> atoms;
    private final boolean[] kept; // by place of a name
    private final double[] others; // cells that are one to the model; empty if there are none

    Unit(TrueColumn column, @Nullable Column fitted) {
      this.column = column;
      this.fitted = fitted;
      this.atoms = fitted == null ? Set.of() : new HashSet<>(fitted.kind().atoms().values());
      this.kept =
          fitted != null && column.form() instanceof Form.Names(List<String> names)
              ? kept(names, fitted)
              : new boolean[0];
      this.others = others();
    }

    private static boolean[] kept(List<String> names, Column fitted) {
      Set<String> own = new HashSet<>(fitted.kind().names().subList(0, fitted.kind().namesKnown()));
      boolean[] kept = new boolean[names.size()];
      for (int i = 0; i < kept.length; i++) {
        kept[i] = own.contains(names.get(i));
      }
      return kept;
    }

    private double[] others() {
      if (kept.length > 0) {
        return IntStream.range(0, kept.length).filter(i -> !kept[i]).asDoubleStream().toArray();
      }
      if (fitted != null && fitted.kind().atoms().only()) {
        return DoubleStream.iterate(
                Math.rint(fitted.min()) - BEYOND, x -> x <= fitted.max() + BEYOND, x -> x + 1)
            .filter(x -> !atoms.contains(x))
            .toArray();
      }
      return new double[0];
    }

    /// The cells that are the same to the model, this one among them.
    double[] alike(double cell) {
      boolean other =
          kept.length > 0
              ? cell >= 0 && !kept[(int) cell]
              : others.length > 0 && !Double.isNaN(cell) && !atoms.contains(cell);
      return other ? others : new double[] {cell};
    }

    /// log g of a value on a grid of step g, 0 of all others.
    double logUnit(double cell) {
      if (fitted == null
          || Double.isNaN(cell)
          || fitted.kind().grid() == 0
          || fitted.kind().atoms().only()
          || atoms.contains(cell)) {
        return 0;
      }
      return Math.log(fitted.kind().grid());
    }

    Optional<String> problem(double cell, Law law) {
      boolean mass = law.hasMass(cell);
      if (fitted == null || fitted.kind() instanceof Kind.Constant) {
        return mass && law.logDensity(cell) == 0 // a constant
            ? Optional.empty()
            : says(fitted == null ? "was left out" : "was taken for a constant");
      }
      if (Double.isNaN(cell)) {
        return fitted.takesMissing() ? Optional.empty() : says("has no missing cells in the fit");
      }
      if (column.form() instanceof Form.Names) {
        return fitted.kind().namesKnown() > 0
            ? Optional.empty()
            : says("was taken for " + fitted.kind().type());
      }
      if (!fitted.kind().isNumeric()) {
        return says("was taken for " + fitted.kind().type());
      }
      boolean probable = fitted.kind().grid() > 0 || atoms.contains(cell);
      if (mass && !probable) {
        return says("lies on a grid or often on one value, which the fit did not find");
      }
      return mass || !probable ? Optional.empty() : says("was taken for numbers on a grid");
    }

    private Optional<String> says(String what) {
      return Optional.of("column " + column.name() + " " + what);
    }
  }
}
