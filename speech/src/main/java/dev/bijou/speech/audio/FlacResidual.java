package dev.bijou.speech.audio;

import java.io.IOException;

/// The residuals of a prediction in partitioned Rice codes (RFC 9639 §9.2.7).
final class FlacResidual {
  private FlacResidual() {}

  /// Reads the residuals of all samples but the first `order`.
  static void read(BitReader in, long[] errors, int order) throws IOException {
    int method = in.bits(2);
    if (method > 1) {
      throw new IOException("residuals are coded in an unknown way");
    }
    int parameterBits = 4 + method;
    int partitionOrder = in.bits(4);
    int size = errors.length >> partitionOrder;
    if (size << partitionOrder != errors.length || size < order) {
      throw new IOException("a frame cannot be divided into its partitions");
    }
    int t = order;
    for (int end = size; end <= errors.length; end += size) {
      int parameter = in.bits(parameterBits);
      if (parameter == (1 << parameterBits) - 1) {
        int bits = in.bits(5);
        while (t < end) {
          errors[t++] = in.signed(bits);
        }
      }
      while (t < end) {
        long folded = (long) in.unary() << parameter | in.bits(parameter);
        errors[t++] = folded >>> 1 ^ -(folded & 1);
      }
    }
  }
}
