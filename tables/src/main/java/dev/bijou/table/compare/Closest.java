package dev.bijou.table.compare;

/// How close rows come to the real ones.
///
/// @param median of the distances to the closest real row, 0 … 1
/// @param copies the share of rows at distance 0
/// @param ratio the median of the closest distance over the second closest; near 1 where no real row stands out
/// @param distances to the closest real row, ascending
public record Closest(double median, double copies, double ratio, double[] distances) {
  static Closest of(ClosestRows rows) {
    return new Closest(rows.quantile(0.5), rows.copies(), rows.ratio(), rows.sorted());
  }
}
