package dev.bijou.nn;

import dev.bijou.tensor.Tensor;
import java.util.random.RandomGenerator;

/// The initial values of weights.
public final class Initial {
  private Initial() {}

  /// A generator for when all parameters are about to be set anyway, from a file for instance: weights that would be
  /// drawn stay zero, which takes no time.
  public static RandomGenerator unset() {
    return new Unset();
  }

  static boolean draws(RandomGenerator random) {
    return !(random instanceof Unset);
  }

  /// Numbers uniform in ±reach, features × lanes.
  public static Tensor uniform(int features, int lanes, float reach, RandomGenerator random) {
    Tensor tensor = Tensor.zeros(features, lanes);
    if (draws(random)) {
      for (int i = 0; i < tensor.size(); i++) {
        tensor.data()[i] = reach * (2 * random.nextFloat() - 1);
      }
    }
    return tensor;
  }

  /// Normal numbers of variance 1 / features, features × lanes.
  public static Tensor normal(int features, int lanes, RandomGenerator random) {
    Tensor tensor = Tensor.zeros(features, lanes);
    float deviation = 1 / (float) Math.sqrt(features);
    if (draws(random)) {
      for (int i = 0; i < tensor.size(); i++) {
        tensor.data()[i] = deviation * (float) random.nextGaussian();
      }
    }
    return tensor;
  }

  /// The length of each row, features × 1.
  public static Tensor lengths(Tensor rows, RandomGenerator random) {
    Tensor lengths = Tensor.zeros(rows.features(), 1);
    for (int i = 0; i < rows.features() && draws(random); i++) {
      double square = 0;
      for (int j = 0; j < rows.lanes(); j++) {
        square += (double) rows.get(i, j) * rows.get(i, j);
      }
      lengths.data()[i] = (float) Math.sqrt(square);
    }
    return lengths;
  }

  /// Still a generator, for what cannot be made of zeros, such as a rotation.
  private static final class Unset implements RandomGenerator {
    private long next;

    @Override
    public long nextLong() {
      next += 0x9E3779B97F4A7C15L; // 2⁶⁴ / φ
      return next * next;
    }
  }
}
