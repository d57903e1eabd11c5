package dev.bijou.table.boost;

import java.util.Arrays;

/// What trees learn to make small, of a target y and their sum s.
public enum Loss {
  /// −log p of the target, 0 or 1, with p = 1 / (1 + exp(−s)).
  LOGISTIC {
    @Override
    double start(double[] targets) {
      double mean = Math.clamp(Arrays.stream(targets).average().orElse(0.5), 1e-6, 1 - 1e-6);
      return Math.log(mean / (1 - mean));
    }

    @Override
    void derivatives(double sum, double target, double[] out, int at) {
      double p = 1 / (1 + Math.exp(-sum));
      out[at] = p - target;
      out[at + 1] = Math.max(p * (1 - p), 1e-16);
    }
  },

  /// (s − y)² / 2.
  SQUARED {
    @Override
    double start(double[] targets) {
      return Arrays.stream(targets).average().orElse(0);
    }

    @Override
    void derivatives(double sum, double target, double[] out, int at) {
      out[at] = sum - target;
      out[at + 1] = 1;
    }
  };

  /// The best sum that is the same for all rows.
  abstract double start(double[] targets);

  /// The first and the second derivative by the sum, as two elements from index `at` on.
  abstract void derivatives(double sum, double target, double[] out, int at);
}
