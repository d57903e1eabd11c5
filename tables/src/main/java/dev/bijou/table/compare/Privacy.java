package dev.bijou.table.compare;

import dev.bijou.table.boost.Auc;
import dev.bijou.table.boost.Loop;
import java.util.Optional;

/// What drawn rows give away of the real ones.
///
/// @param drawn how close drawn rows come
/// @param test the same of real rows that were not learned from, if there are any
public record Privacy(Closest drawn, Optional<Test> test) {
  private static final double QUANTILE = 0.02;

  /// The same beside rows that were not learned from.
  ///
  /// @param closest how close they come
  /// @param nearer the share of drawn rows nearer than the 2 % quantile of these: 0.02 is neutral, more is copying; NaN where
  ///     that quantile is 0, as of tables in which equal rows are usual
  /// @param error its standard error
  /// @param byDistance a guess whether a row was learned from, by its distance to the closest drawn row: the area under the
  ///     ROC curve, ½ if it fails
  public record Test(Closest closest, double nearer, double error, Auc byDistance) {}

  /// Measures it.
  ///
  /// @param most how many rows of a table are asked for their closest row
  static Privacy of(
      Cells real, Cells drawn, Optional<Cells> test, boolean[] numeric, int most, Loop loop) {
    Cells some = drawn.atMost(most);
    ClosestRows toReal = ClosestRows.of(some, real, numeric, loop);
    return new Privacy(
        Closest.of(toReal),
        test.map(rows -> beside(rows.atMost(most), real, drawn, toReal, numeric, most, loop)));
  }

  private static Test beside(
      Cells test,
      Cells real,
      Cells drawn,
      ClosestRows toReal,
      boolean[] numeric,
      int most,
      Loop loop) {
    ClosestRows own = ClosestRows.of(test, real, numeric, loop);
    double limit = own.quantile(QUANTILE);
    double error =
        Math.sqrt(
            QUANTILE
                * (1 - QUANTILE)
                * (1.0 / toReal.closest().length + 1.0 / own.closest().length));
    Auc guess =
        Auc.of(
            nearness(ClosestRows.of(real.atMost(most), drawn, numeric, loop)),
            nearness(ClosestRows.of(test, drawn, numeric, loop)));
    return new Test(Closest.of(own), limit > 0 ? toReal.nearer(limit) : Double.NaN, error, guess);
  }

  private static double[] nearness(ClosestRows rows) {
    double[] nearness = new double[rows.closest().length];
    for (int i = 0; i < nearness.length; i++) {
      nearness[i] = -rows.closest()[i];
    }
    return nearness;
  }
}
