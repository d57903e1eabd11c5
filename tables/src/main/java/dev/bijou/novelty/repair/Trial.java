package dev.bijou.novelty.repair;

import dev.bijou.novelty.repair.Judge.Judged;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// An attempt to make a row usual by other cells in some columns: the best cells so far.
final class Trial {
  private static final int PROMISING = 3;

  private final double[] row;
  private final int[] columns;
  private final double[] logRests; // of the best row without each of the columns
  private double[] best;
  private Judged judged;
  private final List<double[]> promising = new ArrayList<>();

  /// @param row as it is
  /// @param columns whose cells may change, ascending
  /// @param best cells so far
  Trial(double[] row, int[] columns, double[] best, Judged judged) {
    this.row = row;
    this.columns = columns;
    this.logRests = new double[columns.length];
    this.best = best;
    this.judged = judged;
  }

  int[] columns() {
    return columns;
  }

  double[] best() {
    return best;
  }

  float novelty() {
    return judged.novelty();
  }

  /// Improves trials by turns: each column's cell becomes the one that is most usual given the others.
  static void sweep(List<Trial> trials, List<Replacements> replacements, Judge judge) {
    int width = trials.isEmpty() ? 0 : trials.getFirst().columns.length;
    for (int turn = 0; turn < width; turn++) {
      List<Profile> profiles = new ArrayList<>();
      for (Trial trial : trials) {
        int column = trial.columns[turn];
        profiles.add(new Profile(trial.best, column, replacements.get(column), trial.row[column]));
      }
      Profile.judge(profiles, judge);
      for (int i = 0; i < profiles.size(); i++) {
        trials.get(i).take(turn, profiles.get(i));
      }
    }
  }

  private void take(int turn, Profile profile) {
    List<Double> cells = profile.proposals().limit(PROMISING).toList();
    logRests[turn] = profile.logRest();
    promising.clear();
    promising.add(best);
    for (double cell : cells) {
      promising.add(profile.with(cell));
    }
    if (!cells.isEmpty() && profile.at(cells.getFirst()).novelty() < judged.novelty()) {
      best = profile.with(cells.getFirst());
      judged = profile.at(cells.getFirst());
    }
  }

  /// The rows that are most likely to be usual.
  List<double[]> promising() {
    return promising;
  }

  /// How well the row is explained by wrong cells in these columns, in nats: about log p of the other cells, less what is
  /// expected of wrong ones,
  ///
  /// ```
  /// log p(x*) − Σ_i log p(x*_i | x*_−i) − Σ_i log unit_i
  /// ```
  ///
  /// where x* has the proposed cells. Of one cell it is the surprise plus log p of the row.
  double evidence(List<Replacements> replacements) {
    double evidence = judged.logDensity();
    for (int i = 0; i < columns.length; i++) {
      Replacements own = replacements.get(columns[i]);
      evidence +=
          logRests[i]
              - judged.logDensity()
              - Math.log(own.grid().unit(own.grid().seen(row[columns[i]])));
    }
    return evidence;
  }

  /// The trials of least novelty.
  static List<Trial> mostUsual(List<Trial> trials, int count) {
    return trials.stream()
        .sorted(
            Comparator.comparing(Trial::novelty).thenComparing(trial -> -trial.judged.logDensity()))
        .limit(count)
        .toList();
  }
}
