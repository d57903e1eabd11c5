package dev.bijou.speech.spectrum;

import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Workspace;
import java.util.stream.IntStream;

/// The logarithms of short-time magnitudes, differentiable in the sound:
///
/// ```
/// y(t, k) = ½ ln(|X(t, k)|² + ε²)        dx = Σ_{t,k} dy(t, k) / (|X|² + ε²) · Re(conj(X) dX/dx)
/// ```
///
/// X is the transform under a periodic Hann window of n samples, n/2 of them from frame to frame, whole frames within each
/// segment only; k = 0 … n/2 − 1. ε is as in [SpectralScore].
public final class LogMagnitudes {
  private final double[] window;
  private final double leastPower;

  /// @param size n, a power of two and at least 8
  /// @throws IllegalArgumentException if it is not
  public LogMagnitudes(int size) {
    if (size < 8 || Integer.bitCount(size) != 1) {
      throw new IllegalArgumentException(
          "the window has " + size + " samples, but needs a power of two and at least 8");
    }
    this.window =
        IntStream.range(0, size)
            .mapToDouble(t -> 0.5 - 0.5 * Math.cos(2 * Math.PI * t / size))
            .toArray();
    this.leastPower = SpectralFrames.NOISE * SpectralFrames.NOISE * 3 / 8 * size;
  }

  /// Frequencies of a frame, n/2.
  public int bins() {
    return window.length / 2;
  }

  /// Frames of a segment.
  public int frames(int samples) {
    return samples < window.length ? 0 : (samples - window.length) / hop() + 1;
  }

  private int hop() {
    return window.length / 2;
  }

  /// x of 1 × (segments · samples) → 1 × (segments · frames · bins), frequency by frequency, frame by frame.
  ///
  /// @throws IllegalArgumentException if x has several features, or lanes that are no multiple of the segments
  public Tensor apply(Tensor x, int segments) {
    if (x.features() != 1 || segments < 1 || x.lanes() % segments != 0) {
      throw new IllegalArgumentException(
          "%s is no sound of %d segments".formatted(x.shape(), segments));
    }
    int samples = x.lanes() / segments;
    int frames = frames(samples);
    Workspace workspace = Workspace.current();
    Tensor y = workspace.output(1, segments * frames * bins(), x.tracked());
    workspace.compute(() -> {
      Frame frame = new Frame();
      for (int i = 0; i < segments * frames; i++) {
        frame.transform(x, i / frames * samples + i % frames * hop());
        frame.logs(y, i * bins());
      }
    });
    workspace.record(
        y,
        () -> {
          Frame frame = new Frame();
          for (int i = 0; i < segments * frames; i++) {
            int from = i / frames * samples + i % frames * hop();
            frame.transform(x, from);
            frame.back(y.gradient(), i * bins(), x.gradient(), from);
          }
        });
    return y;
  }

  /// Working memory for one frame after the other.
  private final class Frame {
    private final RealFft fft = new RealFft(window.length);
    private final double[] block = new double[window.length];
    private final double[] real = new double[fft.bins()];
    private final double[] imaginary = new double[fft.bins()];

    void transform(Tensor x, int from) {
      for (int n = 0; n < block.length; n++) {
        block[n] = window[n] * x.data()[x.offset() + from + n];
      }
      fft.forward(block, real, imaginary);
    }

    private double power(int k) {
      return real[k] * real[k] + imaginary[k] * imaginary[k] + leastPower;
    }

    void logs(Tensor y, int at) {
      for (int k = 0; k < bins(); k++) {
        y.data()[y.offset() + at + k] = (float) (0.5 * Math.log(power(k)));
      }
    }

    /// As the inverse transform divides by n and counts all frequencies but the first and the last twice, so is the derivative.
    void back(Tensor dy, int at, Tensor dx, int from) {
      for (int k = 0; k < bins(); k++) {
        double scale =
            dy.data()[dy.offset() + at + k] / power(k) * block.length * (k == 0 ? 1 : 0.5);
        real[k] *= scale;
        imaginary[k] *= scale;
      }
      real[bins()] = 0;
      imaginary[bins()] = 0;
      fft.inverse(real, imaginary, block);
      for (int n = 0; n < block.length; n++) {
        dx.data()[dx.offset() + from + n] += (float) (window[n] * block[n]);
      }
    }
  }
}
