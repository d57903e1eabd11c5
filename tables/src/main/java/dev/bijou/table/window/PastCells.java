package dev.bijou.table.window;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Fills in the cells of a row that are those of the rows before it, of the same series. For one thread.
///
/// It remembers a bounded number of series: beyond it, the one whose last row is the longest ago is forgotten, and begins
/// anew when it comes back.
public final class PastCells {
  /// The most series that are remembered.
  public static final int MOST_SERIES = 100_000;

  private static final int MOST_CELLS = 1 << 24; // of all series: 128 MB

  private final int rows;
  private final List<Cell> cells;
  private final int[] kept; // the cells of a row that are remembered
  private final int[] slots; // of each cell to fill, its place among these
  private final int most;
  private final Map<String, Past> series = new LinkedHashMap<>(16, 0.75f, true);

  /// A cell to fill.
  ///
  /// @param place in the row
  /// @param of the place of the cell that it is a past one of
  /// @param back how many rows before, from 1
  public record Cell(int place, int of, int back) {}

  /// The last rows of a series, a ring.
  private static final class Past {
    final double[] cells;
    int next;
    int seen;

    Past(int size) {
      cells = new double[size];
    }
  }

  /// @param rows how many rows before are needed, at least 1
  /// @param cells those to fill
  public PastCells(int rows, List<Cell> cells) {
    this.rows = rows;
    this.cells = List.copyOf(cells);
    kept = cells.stream().mapToInt(Cell::of).distinct().sorted().toArray();
    slots = cells.stream().mapToInt(cell -> Arrays.binarySearch(kept, cell.of())).toArray();
    most = Math.clamp(MOST_CELLS / ((long) rows * Math.max(1, kept.length)), 1, MOST_SERIES);
  }

  /// How many series are remembered.
  public int mostSeries() {
    return most;
  }

  /// Fills in the past of a row, and remembers the row as the last of its series.
  ///
  /// @param key of the series
  /// @param row receives NaN where there are too few rows before
  /// @return whether there are enough rows before it
  public boolean fill(String key, double[] row) {
    Past past = series.get(key);
    if (past == null) {
      past = begin(key);
    }
    boolean full = past.seen >= rows;
    for (int i = 0; i < slots.length; i++) {
      Cell cell = cells.get(i);
      int at = Math.floorMod(past.next - cell.back(), rows);
      row[cell.place()] = full ? past.cells[at * kept.length + slots[i]] : Double.NaN;
    }
    for (int k = 0; k < kept.length; k++) {
      past.cells[past.next * kept.length + k] = row[kept[k]];
    }
    past.next = (past.next + 1) % rows;
    past.seen = Math.min(rows, past.seen + 1);
    return full;
  }

  private Past begin(String key) {
    if (series.size() >= most) {
      String eldest = series.keySet().iterator().next();
      series.remove(eldest);
    }
    Past past = new Past(rows * kept.length);
    series.put(key, past);
    return past;
  }
}
