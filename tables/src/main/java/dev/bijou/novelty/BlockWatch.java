package dev.bijou.novelty;

import dev.bijou.novelty.rank.Ranks;
import dev.bijou.table.encoding.RowText;
import dev.bijou.table.io.RowBlock;
import dev.bijou.table.schema.Schema;
import dev.bijou.tensor.Workers;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Watches the rows of a table, block by block in its order.
///
/// @param watches what to watch
/// @param texts the text of the cells
/// @param cells those of keys and free text
record BlockWatch(Watches watches, RowText texts, WatchedCells cells) {
  private static final int TASK_ROWS = 128;

  /// @param table the name of the table in messages
  /// @param header the names of its columns
  /// @param compare whether keys are compared with those of the rows before
  static BlockWatch of(
      Watches watches, Schema schema, String table, List<String> header, boolean compare) {
    return new BlockWatch(
        watches,
        RowText.of(schema, table, header),
        new WatchedCells(watches.watched(), table, header, compare));
  }

  /// What the watches say of each row; nothing of one without a density.
  ///
  /// @param standings of the rows by their density, null for a row without
  List<Optional<Watches.Judged>> judge(
      RowBlock block, Ranks.@Nullable Standing[] standings, Workers workers) {
    List<List<Watches.Signal>> copies = new ArrayList<>(block.rows());
    boolean further = !watches.watched().columns().isEmpty();
    for (int row = 0; row < block.rows(); row++) {
      copies.add(
          further && standings[row] != null
              ? cells.copies(block.number(row), block.text(row)::get)
              : List.of());
    }
    List<Optional<Watches.Judged>> judged =
        new ArrayList<>(Collections.nCopies(block.rows(), Optional.empty()));
    workers.run(
        Math.ceilDiv(block.rows(), TASK_ROWS),
        (task, _) -> {
          int to = Math.min(block.rows(), (task + 1) * TASK_ROWS);
          for (int row = task * TASK_ROWS; row < to; row++) {
            Ranks.Standing own = standings[row];
            if (own != null) {
              judged.set(row, Optional.of(judge(block, row, own, copies.get(row))));
            }
          }
        });
    return judged;
  }

  private Watches.Judged judge(
      RowBlock block, int at, Ranks.Standing own, List<Watches.Signal> copies) {
    if (watches.areOff()) {
      return watches.judge(own, new double[0], _ -> "", List.of());
    }
    Row row = row(block, at);
    List<Watches.Signal> further = copies;
    if (!watches.watched().columns().isEmpty()) {
      further = cells.forms(block.text(at)::get);
      further.addAll(copies);
    }
    return watches.judge(own, row.cells(), row::line, further);
  }

  /// A row of a block.
  Row row(RowBlock block, int at) {
    return new Row(block.cells(at), column -> texts.text(block.text(at), column));
  }

  /// What could not be watched, one line each.
  List<String> notes() {
    return cells.notes();
  }
}
