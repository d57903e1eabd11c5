package dev.bijou.novelty;

/// The procedure of Benjamini and Hochberg (1995): among all rows, calls as many novel as it can while at most a share
/// q of those is expected to be normal. It holds for conformal p-values, although these share their calibration rows
/// (Bates et al., 2023, arXiv:2104.08279).
///
/// Rows are known by the [PValues#rank] of their p-value alone, so that memory does not grow with their number.
///
/// Over a table: [#add] all rows, then a row is novel if its rank is at most [#lastNovelRank]. Over a stream: of each
/// row, [#admit] says at once whether it is novel by the procedure over the last rows, itself included; so the share
/// holds for every window on its own, approximately, and no verdict is taken back.
public final class FalseDiscoveries {
  private final double q;
  private final long[] counts; // of rows by rank − 1
  private final int[] window; // the ranks of the last rows, in a ring; empty for a table
  private long rows;

  private FalseDiscoveries(int calibrationRows, double q, int window) {
    if (!(q > 0 && q < 1)) {
      throw new IllegalArgumentException("the rate of false discoveries must lie between 0 and 1");
    }
    this.q = q;
    this.counts = new long[calibrationRows + 1];
    this.window = new int[window];
  }

  /// Over a table.
  ///
  /// @param q the share of normal rows among those called novel, between 0 and 1
  /// @throws IllegalArgumentException if q is not
  public static FalseDiscoveries ofTable(PValues pValues, double q) {
    return ofTable(pValues.rows(), q);
  }

  /// Over a table whose rows are ranked among so many others.
  static FalseDiscoveries ofTable(int ranked, double q) {
    return new FalseDiscoveries(ranked, q, 0);
  }

  /// Over the last `window` rows of a stream.
  ///
  /// @param q the share of normal rows among those called novel, between 0 and 1
  /// @throws IllegalArgumentException if q is not, or the window is empty
  public static FalseDiscoveries ofStream(PValues pValues, double q, int window) {
    return ofStream(pValues.rows(), q, window);
  }

  /// Over the last rows of a stream whose rows are ranked among so many others.
  static FalseDiscoveries ofStream(int ranked, double q, int window) {
    if (window < 1) {
      throw new IllegalArgumentException("the window must hold at least one row");
    }
    return new FalseDiscoveries(ranked, q, window);
  }

  /// Counts a row.
  public void add(int rank) {
    if (window.length > 0) {
      int place = (int) (rows % window.length);
      if (rows >= window.length) {
        counts[window[place] - 1]--;
      }
      window[place] = rank;
    }
    counts[rank - 1]++;
    rows++;
  }

  /// The largest rank that is novel among the rows counted: the largest that a row has with p ≤ q ·
  /// #{rows of at most this rank} / #{rows}; 0 if there is none.
  public int lastNovelRank() {
    long counted = window.length == 0 ? rows : Math.min(rows, window.length);
    long below = 0;
    int last = 0;
    // Beyond p = q nothing is novel.
    for (int rank = 1; rank <= q * (counts.length); rank++) {
      below += counts[rank - 1];
      if (counts[rank - 1] > 0 && (double) rank / counts.length * counted <= q * below) {
        last = rank;
      }
    }
    return last;
  }

  /// Counts a row, and says whether it is novel among those counted.
  public boolean admit(int rank) {
    add(rank);
    return rank <= q * counts.length && rank <= lastNovelRank();
  }
}
