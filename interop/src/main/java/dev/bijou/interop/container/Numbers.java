package dev.bijou.interop.container;

import dev.bijou.storage.Dtype;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// Little-endian numbers from a stream.
final class Numbers {
  private static final int BUFFER_BYTES = 1 << 13;

  private Numbers() {}

  /// Reads as many numbers as the target holds.
  static void read(InputStream in, Dtype dtype, float[] target) throws IOException {
    byte[] bytes = new byte[BUFFER_BYTES];
    int most = BUFFER_BYTES / dtype.bytes();
    int at = 0;
    while (at < target.length) {
      int count = Math.min(most, target.length - at);
      if (in.readNBytes(bytes, 0, count * dtype.bytes()) < count * dtype.bytes()) {
        throw new EOFException("it ends too early");
      }
      dtype.decode(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN), target, at, count);
      at += count;
    }
  }

  /// The numbers of a box whose steps along the extents are others than those of a row after a row.
  ///
  /// @param run all numbers from the first to the last of the box
  /// @param stride how many numbers the next index along each extent is away
  static void gather(float[] run, int[] shape, long[] stride, float[] target) {
    int[] index = new int[shape.length];
    for (int i = 0; i < target.length; i++) {
      long at = 0;
      for (int d = 0; d < shape.length; d++) {
        at += index[d] * stride[d];
      }
      target[i] = run[(int) at];
      for (int d = shape.length - 1; d >= 0 && ++index[d] == shape[d]; d--) {
        index[d] = 0;
      }
    }
  }
}
