package dev.bijou.benchmark.truth;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/// The distribution of one cell. NaN is a missing cell, a name is its place among the names of its column, and a date
/// the number of its day.
sealed interface Law permits Discrete, Smooth, Mixture {
  /// Draws a cell.
  double draw(RandomGenerator random);

  /// log P(X = x) where x has a probability, and the logarithm of the density elsewhere, in nats; −∞ outside the
  /// support.
  double logDensity(double x);

  /// Whether P(X = x) > 0.
  boolean hasMass(double x);

  /// The same law with cells missing.
  ///
  /// @param share the probability that a cell is missing
  static Law missing(double share, Law law) {
    return Mixture.of(share, new Discrete.Point(Double.NaN), 1 - share, law);
  }

  /// log Σ exp(terms), without overflow.
  static double logSumExp(double[] terms) {
    double largest = Double.NEGATIVE_INFINITY;
    for (double term : terms) {
      largest = Math.max(largest, term);
    }
    if (largest == Double.NEGATIVE_INFINITY) {
      return largest;
    }
    double sum = 0;
    for (double term : terms) {
      sum += Math.exp(term - largest);
    }
    return largest + Math.log(sum);
  }

  /// exp(termₖ) / Σ exp(terms); equal where all terms are −∞, in a row that cannot be.
  static double[] proportions(double[] terms) {
    double total = logSumExp(terms);
    double[] shares = new double[terms.length];
    Arrays.setAll(
        shares,
        k -> total == Double.NEGATIVE_INFINITY ? 1.0 / shares.length : Math.exp(terms[k] - total));
    return shares;
  }

  /// A place among `shares`, drawn with probabilities that are proportional to them.
  static int choose(double[] shares, RandomGenerator random) {
    double total = 0;
    for (double share : shares) {
      total += share;
    }
    double at = random.nextDouble() * total;
    int place = 0;
    while (place < shares.length - 1 && at >= shares[place]) {
      at -= shares[place++];
    }
    return place;
  }

  /// The shares as a law of names.
  static Law names(double... shares) {
    return new Discrete.Names(shares);
  }

  /// The laws mixed in equal parts.
  static Law evenly(Law... laws) {
    double[] shares = new double[laws.length];
    Arrays.fill(shares, 1.0 / laws.length);
    return new Mixture(shares, List.of(laws));
  }
}
