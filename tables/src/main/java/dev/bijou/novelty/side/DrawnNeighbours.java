package dev.bijou.novelty.side;

import dev.bijou.distribution.Distribution;
import dev.bijou.flow.Evaluation;
import dev.bijou.random.Seeds;
import dev.bijou.table.encoding.RowEncoder;
import dev.bijou.table.schema.Schema;
import dev.bijou.tensor.Context;
import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Workers;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// How far a row is from those that a distribution draws. The rows are drawn when they are first needed, always the same.
final class DrawnNeighbours implements Neighbours {
  private static final int NEAREST = 10;
  private static final long SEED = 2;

  private final Distribution distribution;
  private final RowEncoder encoder;
  private final int count;
  private final Coordinates coordinates;
  private float @Nullable [][] drawn; // coordinates × rows

  /// @param percentiles of each target column in the rows that the distribution has learned from
  /// @param count how many rows to draw
  DrawnNeighbours(Distribution distribution, Schema schema, double[][] percentiles, int count) {
    this.distribution = distribution;
    this.encoder = RowEncoder.of(schema);
    this.count = count;
    this.coordinates = new Coordinates(schema, percentiles);
  }

  @Override
  public Coordinates coordinates() {
    return coordinates;
  }

  @Override
  public int nearest() {
    return NEAREST;
  }

  @Override
  public synchronized float[][] points() {
    if (drawn == null) {
      drawn = draw();
    }
    return drawn;
  }

  private float[][] draw() {
    Tensor mixed;
    try (Workers one = new Workers(1)) {
      mixed = Evaluation.sample(distribution, count, Context.NONE, SEED, one);
    }
    RandomGenerator random = Seeds.random(SEED);
    float[][] all = new float[coordinates.count()][count];
    float[] own = new float[mixed.features()];
    double[] row = new double[encoder.targets()];
    for (int n = 0; n < count; n++) {
      for (int f = 0; f < own.length; f++) {
        own[f] = mixed.get(f, n);
      }
      encoder.decode(own, random, row);
      for (int i = 0; i < all.length; i++) {
        all[i][n] = coordinates.of(i, row[coordinates.place(i)]);
      }
    }
    return all;
  }
}
