package dev.bijou.novelty.rank;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// Conformal p-values for streams that change: each row is ranked among the last N rows of its series rather than among
/// held-out rows, by two things at once: how novel it is by the model, and how far from the nearest of the last 2N rows,
///
/// ```
/// T_t = −log p(novelty_t) − log p(distance_t)                     each p among those of the last N rows
/// p_t = (1 + #{s in t−N … t−1 : T_s ≥ T_t}) / (N + 1)
/// ```
///
/// so what has become common is usual again, by its likes in the recent past even where the model finds all
/// rows strange. The novelty is that of Fisher's method (1932), T − log (1 + T): −log p if both were uniform and independent. If the last N values of T and that of the row are exchangeable, P(p_t ≤ α) ≤ α, whatever came before and whatever the
/// model (Vovk et al., 2005; the weights of Barber et al., 2023, arXiv:2202.13415, that are 1 for the last rows and 0 before).
/// The first p does not fall below 1 / (N + 1), the second goes on falling as [Survival] has it. Until there are N rows, the
/// missing ones are held-out ones, evenly spaced by rank, with distances that have nothing to do with it; a distance has the
/// mean of −log p while there are fewer than [#FEWEST]. For one thread.
///
/// It remembers a bounded number of series: beyond it, the one whose last row is the longest ago begins anew.
public final class RecentRows {
  /// The fewest rows that a row may be ranked among.
  public static final int FEWEST = 20;

  private static final double MEAN = 1; // of −log p
  private static final int MOST_SERIES = 100_000;
  private static final int MOST_NUMBERS = 1 << 25; // of all series
  private static final int MOST_ROWS = 1 << 23;

  private final int rows;
  private final RowDistance distance;
  private final float[] first; // novelties
  private final float[] firstTotals;
  private final int most;
  private final Map<String, Past> series = new LinkedHashMap<>(16, 0.75f, true);

  /// @param rows N
  /// @param heldOut the novelties of held-out rows, ascending
  /// @param distance of rows
  public RecentRows(int rows, float[] heldOut, RowDistance distance) {
    requireRows(rows);
    this.rows = rows;
    this.distance = distance;
    first = new float[Math.min(rows, heldOut.length)];
    for (int i = 0; i < first.length; i++) {
      first[i] = heldOut[(int) ((2L * i + 1) * heldOut.length / (2L * first.length))];
    }
    firstTotals = independent(first.length);
    long each = rows * (9L + 2L * distance.cells());
    most = (int) Math.clamp(MOST_NUMBERS / each, 1, MOST_SERIES);
  }

  /// −log of two evenly spaced p-values that have nothing to do with each other, added up.
  private static float[] independent(int count) {
    double[] novelties = new double[count];
    for (int i = 0; i < count; i++) {
      novelties[i] = -Math.log((count - i) / (count + 1.0));
    }
    double[] distances = novelties.clone();
    SplittableRandom random = new SplittableRandom(1);
    for (int i = count - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      double kept = distances[i];
      distances[i] = distances[other];
      distances[other] = kept;
    }
    float[] totals = new float[count];
    for (int i = 0; i < count; i++) {
      totals[i] = (float) (novelties[i] + distances[i]);
    }
    return totals;
  }

  /// @throws IllegalArgumentException if these are too few or too many rows to rank among
  public static void requireRows(int rows) {
    if (rows < FEWEST || rows > MOST_ROWS) {
      throw new IllegalArgumentException(
          "a row can be ranked among the last %d to %,d rows, but not %,d"
              .formatted(FEWEST, MOST_ROWS, rows));
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
  /// @param row a number for each column of the schema
  public Admitted admit(String key, float novelty, double[] row) {
    Past past = series.get(key);
    if (past == null) {
      if (series.size() >= most) {
        series.remove(series.keySet().iterator().next());
      }
      past = new Past();
      series.put(key, past);
    }
    Now now = past.now();
    float[] cells = distance.of(row);
    float apart = now.apart(cells);
    float total = now.total(novelty, apart);
    past.add(cells, novelty, apart, total);
    return new Admitted(now.standing(total), now);
  }

  /// The last rows of a series.
  private final class Past {
    private final LastNumbers novelties = new LastNumbers(rows, first);
    private final LastNumbers distances = new LastNumbers(rows, new float[0]);
    private final LastNumbers totals = new LastNumbers(rows, firstTotals);
    private float[][] cells = new float[0][];
    private int next; // the oldest row, once there are 2N

    Now now() {
      return new Now(
          novelties.survival(),
          distances.size() < FEWEST ? null : distances.survival(),
          totals.survival(),
          cells);
    }

    void add(float[] row, float novelty, float apart, float total) {
      novelties.add(novelty);
      if (cells.length > 0) {
        distances.add(apart);
      }
      totals.add(total);
      boolean full = cells.length == 2 * rows;
      cells = Arrays.copyOf(cells, full ? cells.length : cells.length + 1); // others hold the old
      cells[full ? next : cells.length - 1] = row;
      next = full ? (next + 1) % cells.length : 0;
    }
  }

  /// The last rows as they are now.
  ///
  /// @param distances null if there are too few
  private final class Now implements Ranks {
    private final Survival novelties;
    private final @Nullable Survival distances;
    private final Survival totals;
    private final float[][] cells;

    Now(Survival novelties, @Nullable Survival distances, Survival totals, float[][] cells) {
      this.novelties = novelties;
      this.distances = distances;
      this.totals = totals;
      this.cells = cells;
    }

    float apart(float[] row) {
      return cells.length == 0 ? 0 : distance.nearest(row, cells);
    }

    float total(float novelty, float apart) {
      double own = Math.min(novelties.surprise(novelty), Math.log(1.0 + novelties.size()));
      double total = own + (distances == null ? MEAN : distances.surprise(apart));
      return (float) Math.min(Float.MAX_VALUE, total);
    }

    Standing standing(float total) {
      double p = (1 + Math.floor(totals.count(total))) / (1.0 + totals.size());
      return new Standing((float) (total - Math.log1p(total)), p);
    }

    @Override
    public Standing of(float novelty, double[] row) {
      return standing(total(novelty, apart(distance.of(row))));
    }
  }
}
