package dev.bijou.benchmark.adbench;

import java.util.List;

/// What a detector called novel.
///
/// @param falseShare the share of normal rows among those, 0 if there are none
/// @param foundShare the share of the anomalies that are among them
record Discoveries(double falseShare, double foundShare) {

  static Discoveries of(boolean[] novel, boolean[] anomaly) {
    int called = 0;
    int right = 0;
    int anomalies = 0;
    for (int row = 0; row < novel.length; row++) {
      called += novel[row] ? 1 : 0;
      right += novel[row] && anomaly[row] ? 1 : 0;
      anomalies += anomaly[row] ? 1 : 0;
    }
    return new Discoveries(
        called == 0 ? 0 : (double) (called - right) / called, (double) right / anomalies);
  }

  static Discoveries mean(List<Discoveries> all) {
    return new Discoveries(
        all.stream().mapToDouble(Discoveries::falseShare).average().orElseThrow(),
        all.stream().mapToDouble(Discoveries::foundShare).average().orElseThrow());
  }

  /// Both in percent.
  String text() {
    return " %5.1f %6.1f".formatted(100 * falseShare, 100 * foundShare);
  }
}
