package dev.bijou.novelty;

import dev.bijou.conditional.cell.RowDensity;
import dev.bijou.novelty.rank.Ranks;
import dev.bijou.novelty.repair.Judge;
import dev.bijou.novelty.side.RowSides;
import dev.bijou.table.score.Scores;
import java.util.List;
import java.util.stream.IntStream;

/// Judges rows that are not in a table: what they would be called if they were.
///
/// @param density of rows
/// @param sides how unusual they are
/// @param pValues says how novel they are
/// @param ranks what p-value that is
record RowJudge(RowDensity density, RowSides sides, PValues pValues, Ranks ranks) implements Judge {
  /// Judges among the held-out rows.
  RowJudge(RowDensity density, RowSides sides, PValues pValues) {
    this(density, sides, pValues, pValues.ranks());
  }

  /// The same among other rows.
  RowJudge among(Ranks others) {
    return new RowJudge(density, sides, pValues, others);
  }

  @Override
  public List<Judged> of(List<double[]> rows) {
    Scores scores = density.scores(rows);
    return IntStream.range(0, rows.size())
        .mapToObj(row -> {
          float novelty = pValues.novelty(sides.of(rows.get(row), scores, row));
          Ranks.Standing standing = ranks.of(novelty);
          return new Judged(standing.pValue(), standing.novelty(), scores.logDensity()[row]);
        })
        .toList();
  }
}
