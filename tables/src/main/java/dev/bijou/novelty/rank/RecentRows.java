package dev.bijou.novelty.rank;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/// Conformal p-values for streams that change: each row is ranked among the last N rows of its series rather than among
/// held-out rows,
///
/// ```
/// p_t = (1 + #{s in t−N … t−1 : v_s ≥ v_t}) / (N + 1)     v the novelty among held-out rows
/// ```
///
/// so what has become common is usual again. If the last N + 1 rows are exchangeable, P(p_t ≤ α) ≤ α, whatever came before
/// and whatever the model (Vovk et al., 2005; the weights of Barber et al., 2023, arXiv:2202.13415, that are 1 for the last rows and 0
/// before). Until there are N rows, the missing ones are held-out ones, evenly spaced by rank. For one thread.
///
/// It remembers a bounded number of series: beyond it, the one whose last row is the longest ago begins anew.
public final class RecentRows {
  /// The fewest rows that a row may be ranked among.
  public static final int FEWEST = 20;

  private static final int MOST_SERIES = 100_000;
  private static final int MOST_NOVELTIES = 1 << 23; // of all series: 96 MB

  private final int rows;
  private final float[] first;
  private final int most;
  private final Map<String, Past> series = new LinkedHashMap<>(16, 0.75f, true);

  /// @param rows N
  /// @param heldOut the novelties of held-out rows, ascending
  public RecentRows(int rows, float[] heldOut) {
    requireRows(rows);
    this.rows = rows;
    first = new float[Math.min(rows, heldOut.length)];
    for (int i = 0; i < first.length; i++) {
      first[i] = heldOut[(int) ((2L * i + 1) * heldOut.length / (2L * first.length))];
    }
    most = Math.clamp(MOST_NOVELTIES / rows, 1, MOST_SERIES);
  }

  /// @throws IllegalArgumentException if these are too few or too many rows to rank among
  public static void requireRows(int rows) {
    if (rows < FEWEST || rows > MOST_NOVELTIES) {
      throw new IllegalArgumentException(
          "a row can be ranked among the last %d to %,d rows, but not %,d"
              .formatted(FEWEST, MOST_NOVELTIES, rows));
    }
  }

  /// The last rows of a series.
  private final class Past {
    private final float[] inOrder = new float[rows]; // a ring
    private final double[] sorted = new double[rows]; // ascending
    private int next;
    private int size = first.length;

    Past() {
      for (int i = 0; i < size; i++) {
        inOrder[i] = first[i];
        sorted[i] = first[i];
      }
      next = size % rows;
    }

    Survival survival() {
      return Survival.ofSorted(Arrays.copyOf(sorted, size));
    }

    void add(float novelty) {
      if (size == rows) {
        int old = Arrays.binarySearch(sorted, inOrder[next]);
        System.arraycopy(sorted, old + 1, sorted, old, size - old - 1);
        size--;
      }
      int at = Arrays.binarySearch(sorted, 0, size, novelty);
      at = at < 0 ? -at - 1 : at;
      System.arraycopy(sorted, at, sorted, at + 1, size - at);
      sorted[at] = novelty;
      inOrder[next] = novelty;
      next = (next + 1) % rows;
      size++;
    }
  }

  /// Where a row stands, and the rows that it stands among.
  ///
  /// @param standing of the row
  /// @param ranks of other rows in its place
  public record Admitted(Ranks.Standing standing, Ranks ranks) {}

  /// Ranks a row among the last ones, and remembers it.
  ///
  /// @param key of the series
  /// @param novelty of the row among held-out rows
  public Admitted admit(String key, float novelty) {
    Past past = series.get(key);
    if (past == null) {
      if (series.size() >= most) {
        series.remove(series.keySet().iterator().next());
      }
      past = new Past();
      series.put(key, past);
    }
    Ranks ranks = ranks(past.survival());
    past.add(novelty);
    return new Admitted(ranks.of(novelty), ranks);
  }

  private static Ranks ranks(Survival survival) {
    return novelty -> {
      double p = (1 + Math.floor(survival.count(novelty))) / (1.0 + survival.size());
      double ranked = Math.min(Float.MAX_VALUE, survival.surprise(novelty));
      return new Ranks.Standing((float) ranked, p);
    };
  }
}
