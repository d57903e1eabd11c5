package dev.bijou.sequence.alignment;

import dev.bijou.tensor.Tensor;
import java.util.Arrays;
import java.util.BitSet;

/// Which frames belong to which symbol: in order, at least one to each.
///
/// @param durations frames of each symbol; not copied, and must not change
public record Alignment(int[] durations) {

  /// @throws IllegalArgumentException if there is no symbol, or a symbol has no frame
  public Alignment {
    if (durations.length == 0) {
      throw new IllegalArgumentException("there are no symbols to align");
    }
    for (int i = 0; i < durations.length; i++) {
      if (durations[i] < 1) {
        throw new IllegalArgumentException(
            "symbol %d has %d frames, but must have at least 1".formatted(i, durations[i]));
      }
    }
  }

  /// The alignment with the greatest sum Σ_j table[symbol of frame j, j]: monotonic alignment search, exact, in
  /// O(symbols · frames) (Kim et al., 2020, arXiv:2005.11129). Of equal ones, the one in which the later symbols are longer.
  ///
  /// ```
  /// Q_ij = max(Q_{i,j−1}, Q_{i−1,j−1}) + table_ij
  /// ```
  ///
  /// @param table symbols × frames
  /// @throws IllegalArgumentException if there are no symbols, or fewer frames than symbols
  public static Alignment best(Tensor table) {
    int symbols = table.features();
    int frames = table.lanes();
    if (symbols < 1 || frames < symbols) {
      throw new IllegalArgumentException(
          "%d frames cannot be aligned with %d symbols: each needs at least one"
              .formatted(frames, symbols));
    }
    double[] best = new double[symbols]; // Q of the frame before
    Arrays.fill(best, Double.NEGATIVE_INFINITY);
    best[0] = 0;
    BitSet[] entered = new BitSet[frames]; // symbols whose best path comes from the symbol before
    for (int j = 0; j < frames; j++) {
      entered[j] = new BitSet(symbols);
      int first = Math.max(0, symbols - frames + j);
      int last = Math.min(j, symbols - 1);
      for (int i = last; i >= first; i--) {
        double stays = i == j && j > 0 ? Double.NEGATIVE_INFINITY : best[i];
        double enters = i == 0 ? Double.NEGATIVE_INFINITY : best[i - 1];
        if (i > 0 && (i == j || enters > stays)) {
          entered[j].set(i);
        }
        best[i] = Math.max(stays, enters) + table.get(i, j);
      }
    }
    int[] durations = new int[symbols];
    int symbol = symbols - 1;
    for (int j = frames - 1; j >= 0; j--) {
      durations[symbol]++;
      if (entered[j].get(symbol)) {
        symbol--;
      }
    }
    return new Alignment(durations);
  }

  /// The number of symbols.
  public int symbols() {
    return durations.length;
  }

  /// The number of frames.
  public int frames() {
    return Arrays.stream(durations).sum();
  }

  /// The symbol of each frame, by its place in the text.
  public int[] symbolOfFrame() {
    int[] symbolOf = new int[frames()];
    int frame = 0;
    for (int i = 0; i < durations.length; i++) {
      Arrays.fill(symbolOf, frame, frame + durations[i], i);
      frame += durations[i];
    }
    return symbolOf;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Alignment(int[] others) && Arrays.equals(durations, others);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(durations);
  }

  @Override
  public String toString() {
    return "Alignment" + Arrays.toString(durations);
  }
}
