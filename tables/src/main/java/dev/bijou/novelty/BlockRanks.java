package dev.bijou.novelty;

import dev.bijou.novelty.rank.Ranks;
import dev.bijou.novelty.rank.RecentRows;
import dev.bijou.table.io.RowBlock;
import dev.bijou.table.schema.Schema;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// Ranks the rows of a table, block by block in its order.
///
/// @param heldOut ranks them among held-out rows
/// @param recent ranks them among the rows before them instead, if there
/// @param series the field that tells series apart, or −1
record BlockRanks(Ranks heldOut, Optional<RecentRows> recent, int series) {
  /// Where the rows of a block stand.
  ///
  /// @param standings null for a row without a density
  /// @param others among which rows each row was ranked, if it may be novel and these were not the held-out ones
  record Ranked(Ranks.@Nullable Standing[] standings, @Nullable Ranks[] others) {
    Optional<Ranks> among(int row) {
      return others.length == 0 ? Optional.empty() : Optional.ofNullable(others[row]);
    }
  }

  /// @param recent how many rows before it, of its series, a row is ranked among; empty for held-out rows
  /// @param header the names of the columns of the table
  static BlockRanks of(Schema schema, PValues pValues, OptionalInt recent, List<String> header) {
    return new BlockRanks(
        pValues.ranks(),
        recent.isEmpty()
            ? Optional.empty()
            : Optional.of(new RecentRows(recent.getAsInt(), pValues.calibration())),
        schema.window().flatMap(window -> window.by()).map(header::indexOf).orElse(-1));
  }

  /// Where the rows of a block stand by their density.
  ///
  /// @param novelties among held-out rows, NaN for a row without a density
  /// @param limit the largest p-value of a novel row
  Ranked of(RowBlock block, float[] novelties, double limit) {
    Ranks.@Nullable Standing[] standings = new Ranks.Standing[novelties.length];
    @Nullable Ranks[] others = new Ranks[recent.isPresent() ? novelties.length : 0];
    for (int row = 0; row < novelties.length; row++) {
      if (Float.isNaN(novelties[row])) {
        continue;
      }
      if (recent.isPresent()) {
        String key = series < 0 ? "" : block.text(row).get(series);
        RecentRows.Admitted admitted = recent.get().admit(key, novelties[row]);
        standings[row] = admitted.standing();
        others[row] = admitted.standing().pValue() <= limit ? admitted.ranks() : null;
      } else {
        standings[row] = heldOut.of(novelties[row]);
      }
    }
    return new Ranked(standings, others);
  }
}
