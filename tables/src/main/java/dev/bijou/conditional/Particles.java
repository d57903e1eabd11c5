package dev.bijou.conditional;

import dev.bijou.conditional.cell.CellSet;
import dev.bijou.conditional.cell.ColumnGrid;
import dev.bijou.conditional.cell.Conditional;
import dev.bijou.conditional.cell.Conditionals;
import dev.bijou.conditional.cell.Look;
import dev.bijou.conditional.cell.Restricted;
import dev.bijou.table.model.TableModel;
import dev.bijou.tensor.Workers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/// Draws rows under conditions by sequential Monte Carlo (Del Moral, Doucet and Jasra, 2006), where a draw of the model
/// hardly ever satisfies them.
///
/// Particles are drawn from the model, their codes restricted to the conditions ([FirstDraws]). Then one condition on
/// numbers is added after the other: the cell is replaced by one that satisfies it, drawn from an approximation q of
/// its distribution given the other cells, and the particle is weighted by
///
/// ```
/// p(new row) / q_S(new cell) · q(old cell) / p(old row)
/// ```
///
/// whose mean over the old cells is P(S | the other cells), so that the weights are right however coarse q is. Where
/// the effective sample size falls below half, particles are resampled (systematically) and moved (resample-move, Gilks
/// and Berzuini, 2001): each cell is drawn again from q within its set, and accepted or rejected by the
/// Metropolis–Hastings rule, which leaves the distribution of the rows unchanged.
final class Particles {
  private static final int LANES = 128;
  private static final int PARTICLES = 2048;
  private static final int MOST_ROUNDS = 8; // of so many particles to begin with
  private static final int CHUNK = 16; // particles in a task
  private static final int FINAL_SWEEPS = 3;
  private static final int MOST_POINTS = 50; // of a column whose cells are moved

  private final TableModel model;
  private final Where where;
  private final Workers workers;
  private final Conditionals conditionals;
  private final FirstDraws first;
  private final List<CellSet> all; // without conditions
  private final boolean[] mayMove;
  private final SplittableRandom random;

  private double[][] rows = {};
  private double[] logJoint = {};
  private double[] logWeight = {};
  private int particles; // drawn from the model
  private double least = Double.POSITIVE_INFINITY; // effective sample size so far
  private double logEvidence;
  private boolean copied; // whether a particle was ever chosen twice

  /// @param rows as many as were wanted, equally likely
  /// @param particles how many they were chosen from
  /// @param effective the smallest effective sample size of the particles
  /// @param logProbability of the conditions, or its density
  record Result(double[][] rows, int particles, double effective, double logProbability) {}

  Particles(TableModel model, Where where, long seed, Workers workers) {
    this.model = model;
    this.where = where;
    this.workers = workers;
    this.conditionals = new Conditionals(model);
    this.first = new FirstDraws(model, conditionals.density());
    this.all = where.targets().stream().map(set -> CellSet.of(set.column())).toList();
    this.mayMove = new boolean[all.size()];
    for (int c = 0; c < mayMove.length; c++) {
      mayMove[c] =
          where.targets().get(c).fixed().isEmpty()
              && conditionals.wholeGrids().get(c).points().length <= MOST_POINTS;
    }
    this.random = new SplittableRandom(seed);
  }

  /// Rows that satisfy the conditions; empty if no particle does.
  Result draw(int count) {
    start();
    List<CellSet> sets = where.targets();
    boolean[] pending = new boolean[sets.size()]; // conditions that do not apply yet
    for (int c = 0; c < pending.length; c++) {
      pending[c] = sets.get(c).isConfined() && sets.get(c).hasValues();
    }
    for (int c = 0; c < pending.length; c++) {
      if (pending[c]) {
        confine(c, sets.get(c));
        pending[c] = false;
        if (effective() < 0.5 * rows.length) {
          resample(rows.length);
          sweep(pending);
        }
      }
    }
    if (effective() == 0) {
      return new Result(new double[0][], particles, 0, Double.NEGATIVE_INFINITY);
    }
    resample(count);
    shuffle();
    for (int i = 0; i < FINAL_SWEEPS && copied; i++) {
      sweep(pending);
    }
    int targets = all.size();
    double[][] drawn =
        Arrays.stream(rows).map(row -> Arrays.copyOf(row, targets)).toArray(double[][]::new);
    return new Result(drawn, particles, least, logEvidence);
  }

  /// Draws particles, and more where few of them have weight.
  private void start() {
    int members = first.members();
    int tasks = Math.ceilDiv(PARTICLES / LANES, members) * members;
    do {
      begin(tasks);
    } while (effective() < 0.5 * tasks * LANES && rows.length < MOST_ROUNDS * tasks * LANES);
    particles = rows.length;
    if (particles > tasks * LANES) {
      resample(tasks * LANES);
    }
    logJoint = new double[rows.length];
    inTasks((some, _) -> {
      float[] joint =
          conditionals.density().of(Arrays.stream(some).mapToObj(i -> rows[i]).toList());
      for (int n = 0; n < some.length; n++) {
        logJoint[some[n]] = joint[n];
      }
    });
  }

  private void begin(int tasks) {
    int old = rows.length;
    rows = Arrays.copyOf(rows, old + tasks * LANES);
    logWeight = Arrays.copyOf(logWeight, rows.length);
    logJoint = new double[rows.length];
    for (int i = old; i < rows.length; i++) {
      rows[i] = new double[conditionals.density().width()];
      for (int g = 0; g < where.given().size(); g++) {
        rows[i][all.size() + g] = where.given().get(g);
      }
    }
    List<List<CellSet>> sets = Collections.nCopies(LANES, where.targets());
    long seed = random.nextLong();
    workers.run(
        tasks,
        (task, workspace) -> {
          int from = old + task * LANES;
          List<double[]> own = Arrays.asList(rows).subList(from, from + LANES);
          long taskSeed = new SplittableRandom(seed + task).nextLong();
          double[] drawn = first.draw(own, sets, task % first.members(), workspace, taskSeed);
          System.arraycopy(drawn, 0, logWeight, from, LANES);
        });
  }

  /// Runs over all particles in tasks of a fixed size, each with a generator of its own.
  private interface Task {
    void run(int[] particles, SplittableRandom generator);
  }

  private void inTasks(Task task) {
    long seed = random.nextLong();
    int count = rows.length;
    workers.run(
        Math.ceilDiv(count, CHUNK),
        (index, _) ->
            task.run(
                IntStream.range(index * CHUNK, Math.min(count, (index + 1) * CHUNK))
                    .filter(i -> logWeight[i] > Double.NEGATIVE_INFINITY)
                    .toArray(),
                new SplittableRandom(seed + index).split()));
  }

  /// Adds the condition on a column whose cells have a density.
  private void confine(int column, CellSet set) {
    ColumnGrid grid = conditionals.wholeGrids().get(column).valuesOnly().bounding(set);
    CellSet whole = all.get(column);
    inTasks((particles, generator) -> {
      for (int i : particles) {
        if (isPoint(column, rows[i][column]) && !set.contains(rows[i][column])) {
          logWeight[i] = Double.NEGATIVE_INFINITY; // drawn as a value, and rounded to a point
        }
      }
      int[] open =
          Arrays.stream(particles).filter(i -> !isPoint(column, rows[i][column])).toArray();
      List<Look> looks =
          Arrays.stream(open).mapToObj(i -> new Look(rows[i], column, grid)).toList();
      List<Conditional> rough =
          conditionals.roughlyWithin(Arrays.stream(open).mapToObj(_ -> set).toList(), looks);
      List<double[]> moved = new ArrayList<>();
      double[] change = new double[open.length];
      for (int n = 0; n < open.length; n++) {
        Restricted inside = new Restricted(rough.get(n), set);
        double old = rows[open[n]][column];
        double cell = inside.mass() > 0 ? inside.draw(generator) : old;
        moved.add(looks.get(n).with(cell));
        change[n] =
            inside.mass() > 0
                ? new Restricted(rough.get(n), whole).logProbability(old)
                    - inside.logProbability(cell)
                : Double.NEGATIVE_INFINITY;
      }
      float[] joint = conditionals.density().of(moved);
      for (int n = 0; n < open.length; n++) {
        int i = open[n];
        double weight = logWeight[i] + joint[n] - logJoint[i] + change[n];
        rows[i] = moved.get(n);
        logJoint[i] = joint[n];
        logWeight[i] = Double.isFinite(weight) ? weight : Double.NEGATIVE_INFINITY;
      }
    });
  }

  /// Whether a cell has a probability rather than a density.
  private boolean isPoint(int column, double cell) {
    return Double.isNaN(cell)
        || all.get(column).column().kind().atoms().values().stream().anyMatch(a -> a == cell);
  }

  /// Draws the cells of every column again, except of those that may not be moved, or not yet.
  private void sweep(boolean[] pending) {
    for (int c = 0; c < pending.length; c++) {
      if (mayMove[c] && !pending[c]) {
        move(c, where.targets().get(c));
      }
    }
  }

  private void move(int column, CellSet set) {
    ColumnGrid whole = conditionals.wholeGrids().get(column);
    ColumnGrid grid = (set.mayBeMissing() ? whole : whole.present()).bounding(set);
    inTasks((particles, generator) -> {
      List<Look> looks =
          Arrays.stream(particles).mapToObj(i -> new Look(rows[i], column, grid)).toList();
      List<Conditional> rough =
          conditionals.roughlyWithin(Arrays.stream(particles).mapToObj(_ -> set).toList(), looks);
      List<double[]> moved = new ArrayList<>();
      double[] back = new double[particles.length];
      for (int n = 0; n < particles.length; n++) {
        Restricted inside = new Restricted(rough.get(n), set);
        double old = rows[particles[n]][column];
        double cell = inside.mass() > 0 ? inside.draw(generator) : old;
        moved.add(looks.get(n).with(cell));
        back[n] =
            inside.logProbability(old)
                - inside.logProbability(cell)
                + logUnit(column, set, cell)
                - logUnit(column, set, old);
      }
      float[] joint = conditionals.density().of(moved);
      for (int n = 0; n < particles.length; n++) {
        int i = particles[n];
        double logRatio = joint[n] - logJoint[i] + back[n];
        if (Math.log(generator.nextDouble()) < logRatio) {
          rows[i] = moved.get(n);
          logJoint[i] = joint[n];
        }
      }
    });
  }

  /// The logarithm of the factor that makes the joint density at a cell comparable to the probability of a point.
  private double logUnit(int column, CellSet set, double cell) {
    boolean numeric = set.column().kind().isNumeric();
    if (!numeric) {
      return !Double.isNaN(cell) && cell >= set.column().kind().namesKnown()
          ? Math.log(set.rareNames().share())
          : 0;
    }
    return set.step() > 0 && !isPoint(column, cell) ? Math.log(set.step()) : 0;
  }

  private double[] weights() {
    double top = Arrays.stream(logWeight).max().orElse(Double.NEGATIVE_INFINITY);
    return top == Double.NEGATIVE_INFINITY
        ? new double[logWeight.length]
        : Arrays.stream(logWeight).map(log -> Math.exp(log - top)).toArray();
  }

  /// The effective sample size of the particles (Kong, 1992): (Σ w)² / Σ w².
  private double effective() {
    double[] weights = weights();
    double sum = Arrays.stream(weights).sum();
    double squares = Arrays.stream(weights).map(w -> w * w).sum();
    return squares > 0 ? sum * sum / squares : 0;
  }

  /// Resamples particles in proportion to their weights, which become equal.
  private void resample(int count) {
    double[] weights = weights();
    double sum = Arrays.stream(weights).sum();
    least = Math.min(least, effective());
    if (!(sum > 0)) {
      return;
    }
    double top = Arrays.stream(logWeight).max().orElseThrow();
    logEvidence += top + Math.log(sum / weights.length);
    double start = random.nextDouble();
    double[][] chosen = new double[count][];
    double[] joint = new double[count];
    double upTo = 0;
    int last = -1;
    for (int i = 0, next = 0; next < count; i = Math.min(i + 1, weights.length - 1)) {
      upTo += weights[i] / sum * count;
      while (next < count && (next + start < upTo || i == weights.length - 1)) {
        int from = weights[i] > 0 ? i : last;
        copied |= from == last;
        chosen[next] = rows[from].clone();
        joint[next++] = logJoint[from];
        last = from;
      }
    }
    rows = chosen;
    logJoint = joint;
    logWeight = new double[count];
  }

  /// Gives each copy of a particle a row of its own.
  private void shuffle() {
    for (int i = rows.length - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      double[] row = rows[i];
      double joint = logJoint[i];
      rows[i] = rows[other];
      logJoint[i] = logJoint[other];
      rows[other] = row;
      logJoint[other] = joint;
    }
  }
}
