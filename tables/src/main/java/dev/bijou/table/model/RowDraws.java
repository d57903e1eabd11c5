package dev.bijou.table.model;

import dev.bijou.flow.Evaluation;
import dev.bijou.table.encoding.RowEncoder;
import dev.bijou.table.io.pass.RowHash;
import dev.bijou.tensor.Context;
import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Workers;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/// Draws mixed rows by rejection: a row with a cell out of range or an unseen name is drawn again, which conditions the
/// distribution on valid rows.
///
/// @param model the density
/// @param encoder of its schema
/// @param seed of the draws
/// @param workers the threads to use
record RowDraws(TableModel model, RowEncoder encoder, long seed, Workers workers) {
  /// Lanes that are drawn together; drawing whole multiples makes a row independent of how many follow.
  private static final int LANES = 128;

  /// Draws of a row before its cells are moved into range.
  private static final int MOST_DRAWS = 20;

  /// The targets of `size` rows. The first rows of a larger draw are the same.
  ///
  /// @param context of at least `size` lanes, a multiple of [#LANES]
  /// @param block distinguishes draws of the same seed
  double[][] rows(int size, Context context, long block) {
    double[][] rows = new double[size][model.schema().targets().size()];
    int[] open = IntStream.range(0, size).toArray();
    for (int attempt = 0; open.length > 0; attempt++) {
      long drawSeed = RowHash.mix(seed ^ RowHash.mix(block + 1)) + attempt;
      Tensor drawn =
          Evaluation.sample(
              model.distribution(), roundUp(open.length), lanes(context, open), drawSeed, workers);
      boolean last = attempt == MOST_DRAWS;
      float[] mixed = new float[drawn.features()];
      int[] left = new int[open.length];
      int count = 0;
      for (int n = 0; n < open.length; n++) {
        for (int f = 0; f < mixed.length; f++) {
          mixed[f] = drawn.get(f, n);
        }
        SplittableRandom random = new SplittableRandom(RowHash.mix(drawSeed) + n);
        if (!encoder.decode(mixed, random, rows[open[n]]) && !last) {
          left[count++] = open[n];
        }
      }
      open = Arrays.copyOf(left, count);
    }
    return rows;
  }

  private static Context lanes(Context context, int[] chosen) {
    return switch (context) {
      case Context.None none -> none;
      case Context.Given(Tensor values, _) -> {
        Tensor some = Tensor.zeros(values.features(), roundUp(chosen.length));
        for (int f = 0; f < values.features(); f++) {
          for (int n = 0; n < some.lanes(); n++) {
            some.data()[some.at(f) + n] = values.get(f, chosen[Math.min(n, chosen.length - 1)]);
          }
        }
        yield Context.of(some);
      }
    };
  }

  static int roundUp(int size) {
    return Math.ceilDiv(size, LANES) * LANES;
  }
}
