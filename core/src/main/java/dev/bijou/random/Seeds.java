package dev.bijou.random;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/// Random numbers from a seed, and seeds for the parts of a computation.
public final class Seeds {
  private static final RandomGeneratorFactory<RandomGenerator> FACTORY =
      RandomGeneratorFactory.of("L64X128MixRandom");

  private Seeds() {}

  /// A generator with a seed (LXM; Steele and Vigna, 2021).
  public static RandomGenerator random(long seed) {
    return FACTORY.create(seed);
  }

  /// The seed of a numbered part, or of a part of a part: of an epoch, or of a row in an epoch.
  public static long of(long seed, long... parts) {
    long mixed = seed;
    for (long part : parts) {
      mixed = mixed * 1_000_003 + part;
    }
    return mixed;
  }
}
