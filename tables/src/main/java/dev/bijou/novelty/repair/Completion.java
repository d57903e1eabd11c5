package dev.bijou.novelty.repair;

import dev.bijou.novelty.repair.Judge.Judged;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Makes a repair of cells that are known to do: which value is proposed for each, and between which bounds others do
/// too. All by the full judge, so that each proposed value and each bound is one that was found to make the row usual.
///
/// @param replacements of each target column
/// @param judge decides
record Completion(List<Replacements> replacements, Judge judge) {
  private static final int WIDENINGS = 2;
  private static final double[] BOXES = {1, 0.75, 0.5, 0.35, 0.2, 0.1, 0.05};

  /// The bounds of a cell, NaN where no number is proposed.
  private record Bounds(double low, double high) {
    static final Bounds NONE = new Bounds(Double.NaN, Double.NaN);
  }

  /// A repair.
  ///
  /// @param row as it is
  /// @param repaired with cells that make it usual
  /// @param level of p-values, above which it is
  /// @param columns where the two differ
  Found complete(double[] row, double[] repaired, double level, int... columns) {
    double[] current = repaired;
    Profile[] profiles = new Profile[columns.length];
    for (int i = 0; i < columns.length; i++) {
      int column = columns[i];
      Profile profile = new Profile(current, column, replacements.get(column), row[column]);
      double cell = current[column];
      Profile.judge(List.of(profile), judge, _ -> new double[] {cell});
      Profile.judge(List.of(profile), judge);
      if (profile.atOwn().pValue() > level) {
        // This cell need not change after all.
        return complete(row, profile.with(row[column]), level, without(columns, i));
      }
      current = profile.with(proposal(profile, cell, level));
      profiles[i] = profile;
    }
    return complete(row, current, level, columns, profiles);
  }

  /// A repair of a single cell.
  ///
  /// @param profile of the row as it is, judged
  /// @param cell that makes the row usual
  Found complete(double[] row, Profile profile, double cell, double level) {
    double[] repaired = profile.with(proposal(profile, cell, level));
    return complete(row, repaired, level, new int[] {profile.column()}, new Profile[] {profile});
  }

  private Found complete(
      double[] row, double[] repaired, double level, int[] columns, Profile[] profiles) {
    List<Bounds> bounds = new ArrayList<>();
    for (int i = 0; i < columns.length; i++) {
      bounds.add(bounds(profiles[i], repaired[columns[i]], level));
    }
    if (columns.length > 1) {
      bounds = together(repaired, columns, bounds, level);
    }
    double[] shares = Shares.of(row, repaired, columns, judge);
    double pValue = judge.of(List.of(repaired)).getFirst().pValue();
    return new Found(cells(row, repaired, columns, bounds, profiles, shares, level), pValue);
  }

  private static int[] without(int[] columns, int place) {
    return IntStream.range(0, columns.length)
        .filter(i -> i != place)
        .map(i -> columns[i])
        .toArray();
  }

  private List<Found.Cell> cells(
      double[] row,
      double[] repaired,
      int[] columns,
      List<Bounds> bounds,
      Profile[] profiles,
      double[] shares,
      double level) {
    List<Profile> asIs = new ArrayList<>();
    for (int column : columns) {
      asIs.add(new Profile(row, column, replacements.get(column), row[column]));
    }
    if (columns.length == 1) {
      asIs.set(0, profiles[0]);
    } else {
      Profile.judge(asIs, judge);
    }
    return IntStream.range(0, columns.length)
        .mapToObj(i -> {
          double to = repaired[columns[i]];
          return new Found.Cell(
              columns[i],
              to,
              bounds.get(i).low(),
              bounds.get(i).high(),
              names(profiles[i], to, level, columns.length == 1),
              asIs.get(i).surprise(),
              shares[i]);
        })
        .sorted(Comparator.comparingDouble(Found.Cell::share).reversed())
        .toList();
  }

  private static List<Double> names(Profile profile, double to, double level, boolean all) {
    if (profile.replacements().isNumeric() || Double.isNaN(to)) {
      return List.of();
    }
    return all ? likeliest(profile, level).toList() : List.of(to);
  }

  /// The cells that will do, the most probable first, a missing one last.
  private static Stream<Double> likeliest(Profile profile, double level) {
    return profile
        .proposals()
        .filter(cell -> profile.at(cell).pValue() > level)
        .sorted(
            Comparator.comparing((Double cell) -> cell.isNaN())
                .thenComparing(cell -> -profile.at(cell).logDensity()));
  }

  /// The cell to propose: of names the most probable that will do, of numbers the conditional median if it will, in
  /// few digits if these will.
  private double proposal(Profile profile, double known, double level) {
    Optional<Double> likeliest = likeliest(profile, level).findFirst();
    if (!profile.replacements().isNumeric() || likeliest.isEmpty() || likeliest.get().isNaN()) {
      return likeliest.orElse(known);
    }
    double start = Double.isNaN(known) ? likeliest.get() : known;
    double[] usual = profile.usualAround(start, level);
    double width = usual[usual.length - 1] - usual[0];
    double median = profile.conditional().quantile(0.5);
    double best =
        profile
            .proposals()
            .filter(cell -> cell >= usual[0] && cell <= usual[usual.length - 1])
            .findFirst()
            .orElse(start);
    Replacements own = profile.replacements();
    double[] wanted =
        DoubleStream.of(
                own.rounded(median, width, RoundingMode.HALF_EVEN),
                own.nearest(median),
                own.rounded(best, width, RoundingMode.HALF_EVEN))
            .filter(cell -> cell >= usual[0] && cell <= usual[usual.length - 1])
            .toArray();
    Profile.judge(List.of(profile), judge, _ -> wanted);
    return Arrays.stream(wanted)
        .filter(cell -> profile.doesFor(cell, level))
        .findFirst()
        .orElse(best);
  }

  /// The interval around a number in which all numbers that were tried will do.
  private Bounds bounds(Profile profile, double to, double level) {
    if (!profile.replacements().isNumeric() || Double.isNaN(to)) {
      return Bounds.NONE;
    }
    for (int i = 0; i < WIDENINGS; i++) {
      double[] usual = profile.usualAround(to, level);
      double low = usual[0];
      double high = usual[usual.length - 1];
      Profile.judge(
          List.of(profile),
          judge,
          _ ->
              DoubleStream.concat(
                      profile.between(profile.next(low, false), low),
                      DoubleStream.concat(
                          profile.between(high, profile.next(high, true)),
                          profile.between(low, high)))
                  .toArray());
    }
    double[] usual = profile.usualAround(to, level);
    double low = usual[0];
    double high = usual[usual.length - 1];
    Replacements own = profile.replacements();
    double from = Math.min(to, own.rounded(low, high - low, RoundingMode.CEILING));
    double upTo = Math.max(to, own.rounded(high, high - low, RoundingMode.FLOOR));
    Profile.judge(List.of(profile), judge, _ -> new double[] {from, upTo});
    return new Bounds(
        from >= low && profile.doesFor(from, level) ? from : low,
        upTo <= high && profile.doesFor(upTo, level) ? upTo : high);
  }

  /// Bounds with which the row is usual at all corners, by the largest of several sizes.
  private List<Bounds> together(double[] row, int[] columns, List<Bounds> alone, double level) {
    List<List<Bounds>> sizes = new ArrayList<>();
    List<double[]> rows = new ArrayList<>();
    for (double size : BOXES) {
      List<Bounds> bounds = new ArrayList<>();
      for (int i = 0; i < columns.length; i++) {
        bounds.add(shrunk(replacements.get(columns[i]), alone.get(i), row[columns[i]], size));
      }
      sizes.add(bounds);
      rows.addAll(corners(row, columns, bounds));
    }
    List<Judged> judged = judge.of(rows);
    int each = rows.size() / BOXES.length;
    for (int i = 0; i < BOXES.length; i++) {
      if (judged.subList(i * each, (i + 1) * each).stream().allMatch(one -> one.pValue() > level)) {
        return sizes.get(i);
      }
    }
    return IntStream.range(0, columns.length)
        .mapToObj(i -> shrunk(replacements.get(columns[i]), alone.get(i), row[columns[i]], 0))
        .toList();
  }

  private static Bounds shrunk(Replacements own, Bounds bounds, double to, double size) {
    if (Double.isNaN(bounds.low())) {
      return Bounds.NONE;
    }
    if (size == 0) {
      return new Bounds(to, to);
    }
    double low = to - size * (to - bounds.low());
    double high = to + size * (bounds.high() - to);
    double from = own.rounded(low, high - low, RoundingMode.CEILING);
    double upTo = own.rounded(high, high - low, RoundingMode.FLOOR);
    return new Bounds(Math.clamp(from, bounds.low(), to), Math.clamp(upTo, to, bounds.high()));
  }

  /// The row with each bound alone and with all combinations of bounds.
  private static List<double[]> corners(double[] row, int[] columns, List<Bounds> bounds) {
    List<double[]> corners = new ArrayList<>();
    for (int way = 0; way < Math.pow(3, columns.length); way++) {
      double[] corner = row.clone();
      int left = way;
      for (int i = 0; i < columns.length; i++) {
        Bounds own = bounds.get(i);
        int choice = left % 3;
        left /= 3;
        if (choice > 0 && !Double.isNaN(own.low())) {
          corner[columns[i]] = choice == 1 ? own.low() : own.high();
        }
      }
      corners.add(corner);
    }
    return corners;
  }
}
