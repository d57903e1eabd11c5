package dev.bijou.random;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/// Random numbers from a seed, and the seeds of the parts of what has one.
public final class Seeds {
  private static final RandomGeneratorFactory<RandomGenerator> FACTORY =
      RandomGeneratorFactory.of("L64X128MixRandom");

  private Seeds() {}

  /// A generator that a seed starts (Steele and Vigna, 2021).
  public static RandomGenerator random(long seed) {
    return FACTORY.create(seed);
  }

  /// The seed of a part, which has a number, as has each part that it is a part of: of an epoch, of a row in an epoch.
  public static long of(long seed, long... parts) {
    long mixed = seed;
    for (long part : parts) {
      mixed = mixed * 1_000_003 + part;
    }
    return mixed;
  }
}
