package dev.bijou.table.draw;

import dev.bijou.conditional.ConditionalSampler;
import dev.bijou.conditional.ConditionalSampler.Summary;
import dev.bijou.conditional.Where;
import dev.bijou.random.Seeds;
import dev.bijou.table.model.TableModel;
import dev.bijou.table.model.TableSampler;
import dev.bijou.tensor.Workers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/// Where drawn rows come from. The same seed gives the same rows, and the first rows of a longer draw.
sealed interface Origin {
  /// Draws rows and passes them on, block by block.
  ///
  /// @return how, for each of the conditions under which rows were drawn
  List<Summary> draw(long count, long seed, Consumer<double[][]> sink);

  /// Other rows of the same kind as these. The first of more rows have the same ones.
  double[][] instead(double[][] rows, long seed);

  /// The model as it is.
  record Joint(TableModel model, Workers workers) implements Origin {
    @Override
    public List<Summary> draw(long count, long seed, Consumer<double[][]> sink) {
      new TableSampler(model, seed, workers).draw(count, sink);
      return List.of();
    }

    @Override
    public double[][] instead(double[][] rows, long seed) {
      return new TableSampler(model, seed, workers).rows(rows.length);
    }
  }

  /// The model under conditions.
  record Conditioned(TableModel model, Where where, Workers workers) implements Origin {
    @Override
    public List<Summary> draw(long count, long seed, Consumer<double[][]> sink) {
      return List.of(new ConditionalSampler(model, seed, workers).draw(where, count, sink));
    }

    @Override
    public double[][] instead(double[][] rows, long seed) {
      return new ConditionalSampler(model, seed, workers).rows(where, rows.length);
    }
  }

  /// The model under each of some conditions in turn: of as many rows as there are conditions, one satisfies each, in
  /// random order.
  record Balanced(TableModel model, List<Where> all, Workers workers) implements Origin {
    private static final int ROWS_AT_ONCE = 1 << 15;

    @Override
    public List<Summary> draw(long count, long seed, Consumer<double[][]> sink) {
      int levels = all.size();
      long turns = Math.max(1, ROWS_AT_ONCE / levels); // of a block
      List<Optional<Summary>> how = new ArrayList<>(Collections.nCopies(levels, Optional.empty()));
      for (long block = 0; block * turns * levels < count; block++) {
        int size = (int) Math.min(turns * levels, count - block * turns * levels);
        int each = Math.ceilDiv(size, levels);
        double[][][] rows = new double[levels][each][];
        for (int k = 0; k < levels; k++) {
          int[] at = {0};
          double[][] own = rows[k];
          Summary summary =
              new ConditionalSampler(model, Seeds.of(seed, block + 1, k), workers)
                  .draw(
                      all.get(k),
                      each,
                      some -> {
                        System.arraycopy(some, 0, own, at[0], some.length);
                        at[0] += some.length;
                      });
          how.set(k, how.get(k).map(first -> sum(first, summary)).or(() -> Optional.of(summary)));
        }
        RandomGenerator random = Seeds.random(Seeds.of(seed, block + 1, levels));
        List<Integer> turn = new ArrayList<>(IntStream.range(0, levels).boxed().toList());
        double[][] mixed = new double[size][];
        for (int i = 0; i < size; i++) {
          if (i % levels == 0) {
            Collections.shuffle(turn, random);
          }
          mixed[i] = rows[turn.get(i % levels)][i / levels];
        }
        sink.accept(mixed);
      }
      return how.stream().flatMap(Optional::stream).toList();
    }

    private static Summary sum(Summary one, Summary other) {
      if (one instanceof Summary.Exact a && other instanceof Summary.Exact b) {
        return new Summary.Exact(
            a.rows() + b.rows(), a.tried() + b.tried(), a.satisfied() + b.satisfied());
      }
      if (one instanceof Summary.Weighted a && other instanceof Summary.Weighted b) {
        return new Summary.Weighted(
            a.rows() + b.rows(),
            a.particles() + b.particles(),
            a.effective() + b.effective(),
            0.5 * (a.probability() + b.probability()));
      }
      return one instanceof Summary.Weighted ? one : other; // what is to be said of some
    }

    @Override
    public double[][] instead(double[][] rows, long seed) {
      double[][] others = new double[rows.length][];
      for (int k = 0; k < all.size(); k++) {
        Where where = all.get(k);
        int[] own = IntStream.range(0, rows.length).filter(i -> where.holds(rows[i])).toArray();
        double[][] drawn =
            own.length == 0
                ? new double[0][]
                : new ConditionalSampler(model, Seeds.of(seed, k), workers).rows(where, own.length);
        Arrays.setAll(own, i -> put(others, own[i], drawn[i]));
      }
      return others;
    }

    private static int put(double[][] rows, int at, double[] row) {
      rows[at] = row;
      return at;
    }
  }
}
