package dev.bijou.operation;

import dev.bijou.kernel.Matrix;
import dev.bijou.tensor.Tensor;

/// Which frames a convolution reads: y at frame t reads x at t + offset(0), …, t + offset(kernel − 1), as far as these lie
/// in the same segment; beyond its ends x counts as zero.
///
/// @param kernel how many frames are read
/// @param dilation how far they are apart
/// @param causal whether the last one is t itself; otherwise the middle one is, and the kernel is odd
public record Taps(int kernel, int dilation, boolean causal) {

  /// Frames in a block: all taps of a block run before the next, while its lanes are in the caches.
  private static final int BLOCK = 256;

  /// @throws IllegalArgumentException if a number is out of range
  public Taps {
    if (kernel < 1 || kernel > 65536 || (!causal && kernel % 2 == 0)) {
      throw new IllegalArgumentException(
          "kernel is %d, but must be odd unless it is causal, and lie in 1 … 65536"
              .formatted(kernel));
    }
    if (dilation < 1 || (long) dilation * kernel > 1 << 30) {
      throw new IllegalArgumentException("dilation is " + dilation + ", which is out of range");
    }
  }

  /// Centred taps, so that the result has its input's frames ("same").
  public static Taps centred(int kernel, int dilation) {
    return new Taps(kernel, dilation, false);
  }

  /// Taps that end at the frame itself.
  public static Taps causal(int kernel, int dilation) {
    return new Taps(kernel, dilation, true);
  }

  /// One tap, the frame itself: a 1×1 convolution.
  public static Taps one() {
    return new Taps(1, 1, false);
  }

  /// How far tap number `tap` is from the frame itself.
  public int offset(int tap) {
    return (tap - (causal ? kernel - 1 : kernel / 2)) * dilation;
  }

  /// How many frames the farthest tap is away.
  public int reach() {
    return -offset(0);
  }

  /// What to do with a run of lanes of y and the run of lanes of x that one tap reads for it.
  @FunctionalInterface
  interface Run {
    void of(int tap, int yLane, int xLane, int count);
  }

  /// Visits all runs, in a fixed order; none crosses a segment.
  void each(int lanes, int segments, Run run) {
    if (kernel == 1) {
      run.of(0, 0, 0, lanes);
      return;
    }
    int frames = lanes / segments;
    for (int segment = 0; segment < segments; segment++) {
      int start = segment * frames;
      for (int block = 0; block < frames; block += BLOCK) {
        for (int tap = 0; tap < kernel; tap++) {
          int offset = offset(tap);
          int from = Math.max(block, -offset);
          int to = Math.min(Math.min(block + BLOCK, frames), frames - offset);
          if (from < to) {
            run.of(tap, start + from, start + from + offset, to - from);
          }
        }
      }
    }
  }

  /// A lane at which a tap reads beyond the ends of the segment.
  @FunctionalInterface
  interface Outside {
    void of(int tap, int lane);
  }

  /// Visits all lanes at which taps read beyond the ends of the segment.
  void eachOutside(int lanes, int segments, Outside visitor) {
    int frames = lanes / segments;
    for (int segment = 0; segment < segments; segment++) {
      for (int tap = 0; tap < kernel; tap++) {
        int offset = offset(tap);
        for (int t = 0; t < Math.min(-offset, frames); t++) {
          visitor.of(tap, segment * frames + t);
        }
        for (int t = Math.max(0, frames - offset); t < frames; t++) {
          visitor.of(tap, segment * frames + t);
        }
      }
    }
  }

  /// Some lanes of all features, as a block.
  static Matrix lanes(Tensor x, int from, int count) {
    return new Matrix(x.data(), x.offset() + from, x.features(), count, x.lanes());
  }

  /// The weights of one tap, out × in, in a weight of out × (kernel · in).
  Matrix weights(Tensor weight, int tap) {
    int in = weight.lanes() / kernel;
    return new Matrix(
        weight.data(), weight.offset() + tap * in, weight.features(), in, weight.lanes());
  }

  /// @throws IllegalArgumentException if the lanes are no multiple of the segments
  static void requireSegments(Tensor x, int segments) {
    if (segments < 1 || x.lanes() % segments != 0) {
      throw new IllegalArgumentException(
          "%d lanes cannot be divided into %d segments".formatted(x.lanes(), segments));
    }
  }
}
