package dev.bijou.conditional;

import dev.bijou.conditional.cell.CellSet;
import dev.bijou.conditional.cell.ColumnGrid;
import dev.bijou.conditional.cell.Conditional;
import dev.bijou.conditional.cell.Conditionals;
import dev.bijou.conditional.cell.Look;
import dev.bijou.conditional.cell.Restricted;
import dev.bijou.table.model.TableModel;
import dev.bijou.tensor.Workspace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/// Fills the missing cells of rows, given the cells that are there. Safe for any number of threads.
///
/// The missing cells of a row fall into blocks: one for each column of numbers, and others of columns that have few
/// combinations of names. A single block has its exact distribution. Of several, each is drawn in turn given the others
/// (Gibbs sampling, Geman and Geman, 1984) in chains that begin at draws of the model; if the model is the mean of
/// several densities, the one that the row comes from is drawn too. A median is then that of the mean of the
/// distributions along the chains, which is more precise than that of the draws (Gelfand and Smith, 1990).
final class RowImputation {
  private static final int MOST_COMBINATIONS = 256; // if all missing cells are in the block
  private static final int COMBINATIONS = 64; // of a block among others
  private static final int CHAINS = 3; // for a median
  private static final int BURN_IN = 4; // sweeps
  private static final int SWEEPS = 5; // after these, averaged

  private final Conditionals conditionals;
  private final List<Conditionals> members;
  private final FirstDraws first;
  private final List<CellSet> present; // of each target column
  private final List<ColumnGrid> grids;

  RowImputation(TableModel model) {
    conditionals = new Conditionals(model);
    members = Conditionals.ofMembers(model);
    first = new FirstDraws(model, conditionals.density());
    present =
        model.schema().targets().stream().map(column -> CellSet.of(column).present()).toList();
    grids =
        IntStream.range(0, present.size())
            .mapToObj(c -> reachable(conditionals.wholeGrids().get(c).present(), present.get(c)))
            .toList();
  }

  /// The grid without the points that are not in a set.
  private static ColumnGrid reachable(ColumnGrid grid, CellSet set) {
    boolean numeric = set.column().kind().isNumeric();
    int known = set.column().kind().namesKnown();
    return numeric || set.rareNames().share() > 0
        ? grid
        : new ColumnGrid(
            grid.column(),
            Arrays.stream(grid.points()).filter(code -> code < known).toArray(),
            grid.values());
  }

  /// The target columns whose cell is missing.
  int[] missing(double[] row) {
    return IntStream.range(0, present.size()).filter(c -> Double.isNaN(row[c])).toArray();
  }

  /// Missing cells that are drawn together.
  ///
  /// @param columns one column of numbers, or some whose cells all have a probability
  private record Block(int[] columns) {}

  private boolean isDense(int column) {
    return grids.get(column).values().length > 0;
  }

  private List<Block> blocks(int[] missing) {
    boolean allPoints = Arrays.stream(missing).noneMatch(this::isDense);
    long product = 1;
    for (int column : missing) {
      product = Math.min(1L << 40, product * grids.get(column).points().length);
    }
    long most = allPoints && product <= MOST_COMBINATIONS ? MOST_COMBINATIONS : COMBINATIONS;
    List<Block> blocks = new ArrayList<>();
    List<Integer> open = new ArrayList<>();
    long size = 1;
    for (int column : missing) {
      if (isDense(column)) {
        blocks.add(new Block(new int[] {column}));
        continue;
      }
      int points = grids.get(column).points().length;
      if (size * points > most && !open.isEmpty()) {
        blocks.add(new Block(open.stream().mapToInt(Integer::intValue).toArray()));
        open.clear();
        size = 1;
      }
      open.add(column);
      size *= points;
    }
    if (!open.isEmpty()) {
      blocks.add(new Block(open.stream().mapToInt(Integer::intValue).toArray()));
    }
    return blocks;
  }

  /// A row being filled.
  private final class Chain {
    final double[] row;
    final List<Block> blocks;
    final SplittableRandom random;
    int member; // which density the row comes from
    final Map<Integer, List<Restricted>> seen = new HashMap<>(); // by column

    Chain(double[] row, List<Block> blocks, SplittableRandom random) {
      this.row = row.clone();
      this.blocks = blocks;
      this.random = random;
    }

    boolean isExact() {
      return blocks.size() == 1;
    }

    void see(int column, Restricted distribution) {
      seen.computeIfAbsent(column, _ -> new ArrayList<>()).add(distribution);
    }
  }

  /// The rows with the median of each missing cell, or its most probable name.
  ///
  /// @param rows doubles in the order of the schema, with NaN for a missing cell
  /// @param seed of the draws
  List<double[]> middles(List<double[]> rows, Workspace workspace, long seed) {
    List<List<Chain>> chains = chains(rows, CHAINS, 1, seed);
    run(chains.stream().flatMap(List::stream).toList(), true, workspace, seed);
    List<double[]> filled = new ArrayList<>();
    for (List<Chain> own : chains) {
      double[] row = own.getFirst().row.clone();
      for (int column : own.getFirst().seen.keySet()) {
        row[column] =
            Restricted.middle(
                own.stream()
                    .flatMap(chain -> chain.seen.getOrDefault(column, List.of()).stream())
                    .toList());
      }
      filled.add(row);
    }
    return filled;
  }

  /// For each row, some with draws of its missing cells.
  List<List<double[]>> draws(List<double[]> rows, int count, Workspace workspace, long seed) {
    List<List<Chain>> chains = chains(rows, count, count, seed);
    run(chains.stream().flatMap(List::stream).toList(), false, workspace, seed);
    return chains.stream().map(own -> own.stream().map(chain -> chain.row).toList()).toList();
  }

  private List<List<Chain>> chains(List<double[]> rows, int chains, int ifExact, long seed) {
    List<List<Chain>> all = new ArrayList<>();
    SplittableRandom random = new SplittableRandom(seed);
    for (double[] row : rows) {
      List<Block> blocks = blocks(missing(row));
      all.add(
          IntStream.range(0, blocks.size() == 1 ? ifExact : chains)
              .mapToObj(_ -> new Chain(row, blocks, random.split()))
              .toList());
    }
    return all;
  }

  private void run(List<Chain> chains, boolean middles, Workspace workspace, long seed) {
    step(chains.stream().filter(Chain::isExact).toList(), 0, middles, conditionals);
    List<Chain> open = chains.stream().filter(chain -> !chain.isExact()).toList();
    if (open.isEmpty()) {
      return;
    }
    begin(open, workspace, seed);
    int sweeps = BURN_IN + (middles ? SWEEPS : 0);
    int most = open.stream().mapToInt(chain -> chain.blocks.size()).max().orElse(0);
    for (int sweep = 0; sweep < sweeps; sweep++) {
      chooseMembers(open);
      for (int member = 0; member < members.size(); member++) {
        int one = member;
        List<Chain> own = open.stream().filter(chain -> chain.member == one).toList();
        for (int b = 0; b < most; b++) {
          int block = b;
          step(
              own.stream().filter(chain -> chain.blocks.size() > block).toList(),
              block,
              middles && sweep >= BURN_IN,
              members.get(member));
        }
      }
    }
  }

  /// Draws the density that each row comes from, given the row.
  private void chooseMembers(List<Chain> chains) {
    if (members.size() == 1) {
      return;
    }
    List<double[]> rows = chains.stream().map(chain -> chain.row).toList();
    List<float[]> joint = members.stream().map(member -> member.density().of(rows)).toList();
    for (int i = 0; i < chains.size(); i++) {
      double[] logs = new double[members.size()];
      for (int m = 0; m < logs.length; m++) {
        logs[m] = joint.get(m)[i];
      }
      chains.get(i).member = choose(logs, chains.get(i).random);
    }
  }

  /// An index drawn with probabilities proportional to the exponentials of some numbers.
  private static int choose(double[] logs, SplittableRandom random) {
    double top = Arrays.stream(logs).max().orElseThrow();
    double[] mass = Arrays.stream(logs).map(log -> Math.exp(log - top)).toArray();
    double left = random.nextDouble() * Arrays.stream(mass).sum();
    int chosen = 0;
    while (chosen < mass.length - 1 && left >= mass[chosen]) {
      left -= mass[chosen++];
    }
    return chosen;
  }

  /// Fills the missing cells with draws of the model whose codes are restricted to the known ones.
  private void begin(List<Chain> chains, Workspace workspace, long seed) {
    for (int member = 0; member < first.members(); member++) {
      int own = member;
      List<Chain> some =
          IntStream.range(0, chains.size())
              .filter(i -> i % first.members() == own)
              .mapToObj(chains::get)
              .toList();
      if (some.isEmpty()) {
        continue;
      }
      List<double[]> drawn = some.stream().map(chain -> chain.row.clone()).toList();
      List<List<CellSet>> sets =
          some.stream()
              .map(chain ->
                  IntStream.range(0, present.size()).mapToObj(c -> held(c, chain.row[c])).toList())
              .toList();
      first.draw(drawn, sets, member, workspace, seed + member);
      for (int i = 0; i < some.size(); i++) {
        for (int column : missing(some.get(i).row)) {
          some.get(i).row[column] = present.get(column).snap(drawn.get(i)[column]);
        }
      }
    }
  }

  /// The cell alone; all of a column whose cell is missing or unknown.
  private CellSet held(int column, double cell) {
    CellSet set = present.get(column);
    return set.contains(cell) ? set.among(List.of(cell)) : set;
  }

  /// Draws a block of each chain given all other cells.
  private void step(List<Chain> chains, int block, boolean see, Conditionals by) {
    List<Chain> dense = new ArrayList<>();
    List<Chain> pointwise = new ArrayList<>();
    for (Chain chain : chains) {
      (isDense(chain.blocks.get(block).columns()[0]) ? dense : pointwise).add(chain);
    }
    List<CellSet> sets = new ArrayList<>();
    List<Look> looks = new ArrayList<>();
    for (Chain chain : dense) {
      int column = chain.blocks.get(block).columns()[0];
      sets.add(present.get(column));
      looks.add(new Look(chain.row, column, grids.get(column)));
    }
    List<Conditional> found = by.within(sets, looks);
    for (int i = 0; i < dense.size(); i++) {
      Chain chain = dense.get(i);
      int column = looks.get(i).column();
      Restricted distribution = new Restricted(found.get(i), sets.get(i));
      chain.row[column] = distribution.draw(chain.random);
      if (see) {
        chain.see(column, distribution);
      }
    }
    List<double[]> rows = new ArrayList<>();
    for (Chain chain : pointwise) {
      combine(chain.row, chain.blocks.get(block).columns(), 0, rows);
    }
    float[] joint = by.density().of(rows);
    int from = 0;
    for (Chain chain : pointwise) {
      int[] columns = chain.blocks.get(block).columns();
      int count = 1;
      for (int column : columns) {
        count *= grids.get(column).points().length;
      }
      decide(chain, columns, rows.subList(from, from + count), joint, from, see);
      from += count;
    }
  }

  /// Adds the row with all combinations of points in some columns.
  private void combine(double[] row, int[] columns, int at, List<double[]> rows) {
    if (at == columns.length) {
      rows.add(row.clone());
      return;
    }
    for (double point : grids.get(columns[at]).points()) {
      double[] next = row.clone();
      next[columns[at]] = point;
      combine(next, columns, at + 1, rows);
    }
  }

  private void decide(
      Chain chain, int[] columns, List<double[]> rows, float[] joint, int from, boolean see) {
    double[] logs = IntStream.range(0, rows.size()).mapToDouble(i -> joint[from + i]).toArray();
    double top = Arrays.stream(logs).max().orElseThrow();
    double[] mass = Arrays.stream(logs).map(log -> Math.exp(log - top)).toArray();
    int chosen = choose(logs, chain.random);
    for (int column : columns) {
      double[] points = grids.get(column).points();
      float[] marginal = new float[points.length];
      for (int k = 0; k < points.length; k++) {
        double sum = 0;
        for (int i = 0; i < mass.length; i++) {
          sum += rows.get(i)[column] == points[k] ? mass[i] : 0;
        }
        marginal[k] = (float) Math.max(-1e6, Math.log(sum));
      }
      Restricted distribution =
          new Restricted(
              new Conditional(
                  new Conditional.Sounding(points, marginal), Conditional.Sounding.NONE),
              present.get(column));
      double point = rows.get(chosen)[column];
      boolean rare =
          !present.get(column).column().kind().isNumeric()
              && point >= present.get(column).column().kind().namesKnown();
      chain.row[column] = rare ? present.get(column).rareNames().draw(chain.random) : point;
      if (see) {
        chain.see(column, distribution);
      }
    }
  }
}
