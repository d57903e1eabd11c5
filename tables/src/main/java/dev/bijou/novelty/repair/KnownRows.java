package dev.bijou.novelty.repair;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A judge that remembers: a search comes back to rows that it has tried. For one search, by one thread.
final class KnownRows implements Judge {
  private final Judge judge;
  private final Map<Cells, Judged> known = new HashMap<>();

  /// The cells of a row, by which it is found.
  private record Cells(double[] row) {
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Cells cells && Arrays.equals(row, cells.row);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(row);
    }
  }

  KnownRows(Judge judge) {
    this.judge = judge;
  }

  @Override
  public List<Judged> of(List<double[]> rows) {
    List<Cells> all = rows.stream().map(Cells::new).toList();
    List<Cells> others = all.stream().filter(row -> !known.containsKey(row)).distinct().toList();
    if (!others.isEmpty()) {
      List<Judged> judged = judge.of(others.stream().map(Cells::row).toList());
      for (int i = 0; i < others.size(); i++) {
        known.put(others.get(i), judged.get(i));
      }
    }
    List<Judged> answers = new ArrayList<>(all.size());
    for (Cells row : all) {
      answers.add(known.get(row));
    }
    return answers;
  }
}
