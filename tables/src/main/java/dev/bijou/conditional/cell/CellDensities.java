package dev.bijou.conditional.cell;

import dev.bijou.table.model.TableModel;
import dev.bijou.table.model.TableSampler;
import dev.bijou.table.schema.Column;
import dev.bijou.table.schema.Schema;
import dev.bijou.tensor.Workers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// The distribution of each open cell of a row given the cells that are set.
///
/// Of a single open cell it is exact: the joint density along its column, normalized. Of several, each is the mean of its
/// distributions given all other cells, over draws of these (Gelfand and Smith, 1990). The draws begin at rows of the model
/// that are near in the cells that are set, and go on by Gibbs sampling as far as the work allows; where it allows no step, the
/// cells count as those of the nearest rows. Safe for any number of threads.
public final class CellDensities {
  private static final int DRAWN = 2048;
  private static final int DRAWN_GIVEN = 256;
  private static final int FEWEST_CHAINS = 6;
  private static final int MOST_CHAINS = 48;
  private static final int USUAL_CHAINS = 16;
  private static final int MOST_SWEEPS = 3;
  private static final long SEED = 7;

  private final TableModel model;
  private final List<Conditionals> members;
  private final Conditionals whole;
  private final List<CellSet> present; // of each target column
  private final List<ColumnGrid> grids;
  private final double[] units; // of distances in numeric columns
  private List<double[]> drawn = List.of(); // targets; made when they are first needed

  private CellDensities(TableModel model) {
    Schema schema = model.schema();
    this.model = model;
    this.whole = new Conditionals(model);
    this.members = Conditionals.ofMembers(model);
    this.present = schema.targets().stream().map(CellSet::of).toList();
    this.grids = whole.wholeGrids();
    this.units =
        schema.targets().stream()
            .mapToDouble(column ->
                column.kind().isNumeric() && column.standardDeviation() > 0
                    ? column.standardDeviation()
                    : 1)
            .toArray();
  }

  /// The densities of a model of rows that stand by themselves.
  public static CellDensities of(TableModel model) {
    model.requireRowsAlone("has no densities of single cells");
    return new CellDensities(model);
  }

  private synchronized List<double[]> drawn(Workers workers) {
    if (drawn.isEmpty()) {
      drawn = List.of(new TableSampler(model, SEED, workers).rows(DRAWN));
    }
    return drawn;
  }

  /// The distribution of an open cell.
  ///
  /// @param column its place among the targets
  /// @param exact whether it is exact up to the grid, rather than a mean over draws
  /// @param parts distributions of the same weight
  public record Density(int column, boolean exact, List<Restricted> parts) {
    /// The probability of a cell that has one (a name, a missing cell, a frequent number); 0 for others.
    public double probability(double cell) {
      return parts.stream().mapToDouble(part -> part.ofPoint(cell)).average().orElse(0);
    }

    /// The density at a number, in units of one over the column's: of what has no probability alone.
    public double density(double value) {
      return parts.stream().mapToDouble(part -> part.density(value)).average().orElse(0);
    }

    /// The number at or below which a share of the cells that are not missing lies.
    ///
    /// @param from below all numbers
    /// @param to above all
    public double quantile(double share, double from, double to) {
      double low = from;
      double high = to;
      double wanted = share * (1 - probability(Double.NaN));
      for (int i = 0; i < 50; i++) {
        double middle = 0.5 * (low + high);
        double below = parts.stream().mapToDouble(part -> part.below(middle)).average().orElse(0);
        if (below < wanted) {
          low = middle;
        } else {
          high = middle;
        }
      }
      return high;
    }
  }

  /// The grid of a target column: its points have a probability.
  public ColumnGrid grid(int column) {
    return grids.get(column);
  }

  /// The distribution of each target cell that is open, in the order of the schema.
  ///
  /// @param row a double for each column of the schema
  /// @param open which targets are to be told; the others are as the row has them, NaN for a missing cell
  /// @param work about how many evaluations of the density to spend
  /// @param seed of the draws
  public List<Density> given(double[] row, boolean[] open, int work, long seed, Workers workers) {
    int[] columns = IntStream.range(0, present.size()).filter(c -> open[c]).toArray();
    if (columns.length == 1) {
      Look look = new Look(row, columns[0], grids.get(columns[0]));
      CellSet set = present.get(columns[0]);
      Conditional found = whole.within(List.of(set), List.of(look)).getFirst();
      return List.of(new Density(columns[0], true, List.of(new Restricted(found, set))));
    }
    int each =
        Arrays.stream(columns)
            .map(c -> grids.get(c).points().length + 2 * grids.get(c).values().length)
            .sum();
    int sweeps = Math.clamp(work / Math.max(1L, (long) each * USUAL_CHAINS), 1, MOST_SWEEPS);
    int chains = Math.clamp(work / Math.max(1L, (long) each * sweeps), FEWEST_CHAINS, MOST_CHAINS);
    List<double[]> states = near(row, open, chains, seed, workers);
    int tasks = Math.min(workers.count(), chains);
    List<List<List<Restricted>>> seen = new ArrayList<>();
    IntStream.range(0, tasks).forEach(_ -> seen.add(List.of()));
    workers.run(
        tasks,
        (task, _) -> {
          List<double[]> own =
              IntStream.range(0, chains)
                  .filter(i -> i % tasks == task)
                  .mapToObj(states::get)
                  .toList();
          seen.set(task, walk(own, columns, sweeps, new SplittableRandom(seed + task)));
        });
    List<Density> all = new ArrayList<>();
    for (int i = 0; i < columns.length; i++) {
      int at = i;
      all.add(
          new Density(
              columns[i], false, seen.stream().flatMap(of -> of.get(at).stream()).toList()));
    }
    return all;
  }

  /// Gibbs sampling; the distributions of each open cell that the last sweep saw.
  private List<List<Restricted>> walk(
      List<double[]> states, int[] columns, int sweeps, SplittableRandom random) {
    List<List<Restricted>> seen = new ArrayList<>();
    for (int _ : columns) {
      seen.add(new ArrayList<>());
    }
    for (int sweep = 0; sweep < sweeps; sweep++) {
      int[] chosen = chooseMembers(states, random);
      for (int i = 0; i < columns.length; i++) {
        for (int member = 0; member < members.size(); member++) {
          int one = member;
          List<double[]> own =
              IntStream.range(0, chosen.length)
                  .filter(s -> chosen[s] == one)
                  .mapToObj(states::get)
                  .toList();
          step(
              own,
              columns[i],
              members.get(member),
              random,
              sweep == sweeps - 1 ? seen.get(i) : null);
        }
      }
    }
    return seen;
  }

  private void step(
      List<double[]> states,
      int column,
      Conditionals by,
      SplittableRandom random,
      @Nullable List<Restricted> seen) {
    List<Look> looks =
        states.stream().map(state -> new Look(state, column, grids.get(column))).toList();
    List<CellSet> sets = states.stream().map(_ -> present.get(column)).toList();
    List<Conditional> found = by.within(sets, looks);
    for (int i = 0; i < found.size(); i++) {
      Restricted distribution = new Restricted(found.get(i), present.get(column));
      if (!(distribution.mass() > 0)) {
        continue; // the row is where the table has none
      }
      if (seen != null) {
        seen.add(distribution);
      }
      states.get(i)[column] = distribution.draw(random);
    }
  }

  /// The density that each row comes from, of those that the model is the mean of.
  private int[] chooseMembers(List<double[]> states, SplittableRandom random) {
    int[] chosen = new int[states.size()];
    if (members.size() == 1 || states.isEmpty()) {
      return chosen;
    }
    List<float[]> joint = members.stream().map(member -> member.density().of(states)).toList();
    for (int i = 0; i < chosen.length; i++) {
      int row = i;
      double top = joint.stream().mapToDouble(of -> of[row]).max().orElse(0);
      double[] mass = joint.stream().mapToDouble(of -> Math.exp(of[row] - top)).toArray();
      double left = random.nextDouble() * Arrays.stream(mass).sum();
      while (chosen[i] < mass.length - 1 && left >= mass[chosen[i]]) {
        left -= mass[chosen[i]++];
      }
    }
    return chosen;
  }

  /// Rows whose open cells are those of draws that are nearest in the other ones.
  private List<double[]> near(double[] row, boolean[] open, int count, long seed, Workers workers) {
    List<double[]> all = model.isConditional() ? drawnGiven(row, seed, workers) : drawn(workers);
    record Near(double[] draw, double distance) {}
    return all.stream()
        .map(draw -> new Near(draw, distance(draw, row, open)))
        .sorted(Comparator.comparingDouble(Near::distance))
        .limit(count)
        .map(near -> {
          double[] state = row.clone();
          for (int c = 0; c < open.length; c++) {
            state[c] = open[c] ? near.draw[c] : row[c];
          }
          return state;
        })
        .toList();
  }

  private List<double[]> drawnGiven(double[] row, long seed, Workers workers) {
    double[][] same = new double[DRAWN_GIVEN][];
    Arrays.fill(same, Arrays.copyOfRange(row, present.size(), row.length));
    return List.of(new TableSampler(model, seed, workers).rows(same));
  }

  private double distance(double[] draw, double[] row, boolean[] open) {
    double sum = 0;
    for (int c = 0; c < open.length; c++) {
      if (open[c] || Double.compare(draw[c], row[c]) == 0) {
        continue;
      }
      Column column = present.get(c).column();
      boolean numbers =
          column.kind().isNumeric() && !Double.isNaN(draw[c]) && !Double.isNaN(row[c]);
      double apart = numbers ? (draw[c] - row[c]) / units[c] : 2;
      sum += apart * apart;
    }
    return sum;
  }
}
