package dev.bijou.novelty.repair;

import dev.bijou.conditional.cell.ColumnGrid;
import dev.bijou.novelty.repair.Judge.Judged;
import dev.bijou.table.model.TableModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Finds the fewest cells of a row, up to three, that have to change before it is usual. Safe for any number of threads.
///
/// Every single cell is tried on its grid, then every pair of up to 30 columns (of more, of those whose cells are most
/// surprising), then triples that extend the most promising pairs. Cells for pairs and triples are taken from drawn rows
/// that are near the row in the other columns, and improved one at a time. A rough judge guides; only what the full
/// one calls usual counts. Of several single cells or pairs that would do, the one is blamed without which the rest of
/// the row is most probable: see [Trial#evidence].
public final class RepairSearch {
  /// The number of columns up to which all pairs are tried.
  private static final int MOST_COLUMNS = 30;

  private static final int ZOOMS = 2;
  private static final int PROPOSALS = 3; // of a column, for the full judge
  private static final int FINALISTS = 3; // single cells that are compared closely
  private static final double FAR = 4; // nats, more than the error of a rough judge
  private static final int SEEDS = 6; // drawn rows for a set of columns
  private static final int REFINED = 24; // sets of columns that are improved
  private static final int REFINED_TWICE = 12;
  private static final int EXTENDED = 6; // pairs

  private final List<Replacements> replacements;
  private final Judge full;
  private final Judge rough;
  private final DrawnRows drawn;
  private final Completion completion;

  /// @param grids of the target columns
  /// @param full decides
  /// @param rough guides the search, for less work; the same one where there is none
  public RepairSearch(TableModel model, List<ColumnGrid> grids, Judge full, Judge rough) {
    this.replacements =
        IntStream.range(0, grids.size())
            .mapToObj(c -> Replacements.of(grids.get(c), model.provenance().quantiles().get(c)))
            .toList();
    this.full = full;
    this.rough = rough;
    this.drawn = new DrawnRows(model);
    this.completion = new Completion(replacements, full);
  }

  private RepairSearch(RepairSearch other, Judge full, Judge rough) {
    this.replacements = other.replacements;
    this.full = full;
    this.rough = rough;
    this.drawn = other.drawn;
    this.completion = new Completion(replacements, full);
  }

  /// The same search by other judges.
  public RepairSearch judgedBy(Judge fully, Judge roughly) {
    return new RepairSearch(this, fully, roughly);
  }

  /// The repair of a row, empty if no three cells suffice.
  ///
  /// @param row a number for each column of the schema
  /// @param level the row is usual if its p-value is larger
  public Optional<Found> find(double[] row, double level) {
    Judge fully = new KnownRows(full);
    return new RepairSearch(this, fully, rough == full ? fully : new KnownRows(rough))
        .search(row, level);
  }

  private Optional<Found> search(double[] row, double level) {
    List<Profile> roughly = profiles(row);
    Profile.judge(roughly, rough);
    Profile.zoom(roughly, rough, ZOOMS);
    double[] surprises = roughly.stream().mapToDouble(Profile::surprise).toArray();
    Optional<Found> single = single(row, level, roughly, surprises);
    if (single.isPresent() || replacements.size() == 1) {
      return single;
    }
    int[] columns =
        IntStream.range(0, replacements.size())
            .boxed()
            .sorted(Comparator.comparingDouble(c -> -surprises[c]))
            .limit(MOST_COLUMNS)
            .mapToInt(c -> c)
            .sorted()
            .toArray();
    DrawnRows.Distances distances = drawn.from(row);
    List<int[]> pairs = new ArrayList<>();
    for (int j : columns) {
      for (int i : columns) {
        if (i < j) {
          pairs.add(new int[] {i, j});
        }
      }
    }
    List<Trial> tried = refined(seeds(row, pairs, distances));
    Optional<Found> pair = best(row, level, tried);
    if (pair.isPresent() || columns.length == 2) {
      return pair;
    }
    List<int[]> triples =
        Trial.mostUsual(tried, EXTENDED).stream()
            .flatMap(trial -> extended(trial.columns(), columns).stream())
            .map(triple -> Arrays.stream(triple).boxed().toList())
            .distinct()
            .map(triple -> triple.stream().mapToInt(c -> c).toArray())
            .toList();
    return best(row, level, refined(seeds(row, triples, distances)));
  }

  private List<Profile> profiles(double[] row) {
    return IntStream.range(0, replacements.size())
        .mapToObj(c -> new Profile(row, c, replacements.get(c), row[c]))
        .toList();
  }

  private Optional<Found> single(
      double[] row, double level, List<Profile> roughly, double[] surprises) {
    List<Profile> fully = profiles(row);
    Profile.judge(fully, full, profile -> proposals(roughly, profile, PROPOSALS));
    if (fully.stream().noneMatch(profile -> usual(profile, level).isPresent())) {
      Profile.judge(fully, full, profile -> proposals(roughly, profile, Integer.MAX_VALUE));
      Profile.zoom(fully, full, 1);
    }
    List<Profile> candidates =
        fully.stream()
            .filter(profile -> usual(profile, level).isPresent())
            .sorted(Comparator.comparingDouble(profile -> -surprises[profile.column()]))
            .toList();
    if (candidates.isEmpty()) {
      return Optional.empty();
    }
    double least = surprises[candidates.getFirst().column()] - FAR;
    List<Profile> finalists =
        candidates.stream()
            .filter(profile -> surprises[profile.column()] >= least)
            .limit(FINALISTS)
            .toList();
    Profile.judge(finalists, full);
    Profile chosen =
        finalists.stream().max(Comparator.comparingDouble(Profile::surprise)).orElseThrow();
    return Optional.of(completion.complete(row, chosen, usual(chosen, level).orElseThrow(), level));
  }

  private static double[] proposals(List<Profile> roughly, Profile profile, int count) {
    return roughly
        .get(profile.column())
        .proposals()
        .limit(count)
        .mapToDouble(cell -> cell)
        .toArray();
  }

  private static Optional<Double> usual(Profile profile, double level) {
    return profile.proposals().filter(cell -> profile.at(cell).pValue() > level).findFirst();
  }

  /// Each set of columns with the best cells of the drawn rows that are near in the other columns; none if these have
  /// only cells that cannot be proposed.
  private List<Trial> seeds(double[] row, List<int[]> sets, DrawnRows.Distances distances) {
    List<double[]> rows = new ArrayList<>();
    List<int[]> columns = new ArrayList<>();
    for (int[] set : sets) {
      for (double[] near : distances.nearest(SEEDS, set)) {
        double[] other = row.clone();
        boolean allowed = true;
        for (int column : set) {
          Replacements own = replacements.get(column);
          other[column] =
              own.isNumeric() && !Double.isNaN(near[column])
                  ? own.nearest(near[column])
                  : near[column];
          allowed &= own.allows(other[column]);
        }
        if (allowed) {
          rows.add(other);
          columns.add(set);
        }
      }
    }
    List<Judged> judged = rows.isEmpty() ? List.of() : rough.of(rows);
    List<Trial> best = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      Trial trial = new Trial(row, columns.get(i), rows.get(i), judged.get(i));
      boolean same = i > 0 && columns.get(i) == columns.get(i - 1);
      if (!same) {
        best.add(trial);
      } else if (trial.novelty() < best.getLast().novelty()) {
        best.set(best.size() - 1, trial);
      }
    }
    return best;
  }

  private List<Trial> refined(List<Trial> seeds) {
    List<Trial> once = Trial.mostUsual(seeds, REFINED);
    Trial.sweep(once, replacements, rough);
    List<Trial> twice = Trial.mostUsual(once, REFINED_TWICE);
    Trial.sweep(twice, replacements, rough);
    return twice;
  }

  /// Of the trials that the full judge calls usual, the one with the most evidence.
  private Optional<Found> best(double[] row, double level, List<Trial> trials) {
    List<double[]> rows = trials.stream().flatMap(trial -> trial.promising().stream()).toList();
    if (rows.isEmpty()) {
      return Optional.empty();
    }
    List<Judged> judged = full.of(rows);
    int at = 0;
    @Nullable Trial chosen = null;
    double[] repaired = row;
    for (Trial trial : trials) {
      int bestOfTrial = -1;
      for (double[] _ : trial.promising()) {
        if (judged.get(at).pValue() > level
            && (bestOfTrial < 0 || judged.get(at).novelty() < judged.get(bestOfTrial).novelty())) {
          bestOfTrial = at;
        }
        at++;
      }
      if (bestOfTrial >= 0
          && (chosen == null || trial.evidence(replacements) > chosen.evidence(replacements))) {
        chosen = trial;
        repaired = rows.get(bestOfTrial);
      }
    }
    return chosen == null
        ? Optional.empty()
        : Optional.of(completion.complete(row, repaired, level, chosen.columns()));
  }

  private static List<int[]> extended(int[] pair, int[] columns) {
    return Arrays.stream(columns)
        .filter(c -> c != pair[0] && c != pair[1])
        .mapToObj(c -> IntStream.of(pair[0], pair[1], c).sorted().toArray())
        .toList();
  }
}
