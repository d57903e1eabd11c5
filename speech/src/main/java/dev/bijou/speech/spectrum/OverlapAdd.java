package dev.bijou.speech.spectrum;

import dev.bijou.speech.audio.Framing;
import java.util.Arrays;

/// Puts frames together again: Σ w·IFFT(X) / Σ w², hop by hop.
public final class OverlapAdd {
  private static final double LEAST_WEIGHT = 1e-8;

  private final Framing framing;
  private final RealFft fft;
  private final double[] window;
  private final double[] frame;
  private final double[] sum;
  private final double[] weight;
  private int skip; // samples of the reflection before the beginning still to be left out

  public OverlapAdd(Framing framing) {
    this.framing = framing;
    fft = new RealFft(framing.fftSize());
    window = framing.window();
    frame = new double[framing.fftSize()];
    sum = new double[framing.fftSize()];
    weight = new double[framing.fftSize()];
    skip = framing.padding();
  }

  /// Adds a frame and gives the samples that no later frame will change.
  ///
  /// @return how many samples were written to the target: at most hop, and no more than it has room for
  public int add(double[] real, double[] imaginary, float[] target, int offset) {
    fft.inverse(real, imaginary, frame);
    for (int n = 0; n < frame.length; n++) {
      sum[n] += window[n] * frame[n];
      weight[n] += window[n] * window[n];
    }
    return give(framing.hop(), target, offset);
  }

  /// Gives what remains after the last frame.
  public int finish(float[] target, int offset) {
    return give(framing.fftSize() - framing.hop(), target, offset);
  }

  private int give(int count, float[] target, int offset) {
    int skipped = Math.min(skip, count);
    skip -= skipped;
    int given = Math.min(count - skipped, target.length - offset);
    for (int i = 0; i < given; i++) {
      int n = skipped + i;
      target[offset + i] = weight[n] < LEAST_WEIGHT ? 0 : (float) (sum[n] / weight[n]);
    }
    int kept = sum.length - count;
    System.arraycopy(sum, count, sum, 0, kept);
    System.arraycopy(weight, count, weight, 0, kept);
    Arrays.fill(sum, kept, sum.length, 0);
    Arrays.fill(weight, kept, weight.length, 0);
    return given;
  }
}
