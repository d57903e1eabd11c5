package dev.bijou.speech.spectrum;

import dev.bijou.tensor.Shapes;
import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Workspace;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// How well drawn sounds y₁ … yₙ stand for a recorded one x, by short-time spectra of several resolutions; lower is better:
///
/// ```
/// S = 1/n Σᵢ d(x, yᵢ) − ρ / (n (n − 1)) Σ_{i<j} d(yᵢ, yⱼ)
/// d(x, y) = 1/R Σ_r mean_{t,k} |ln X_r(t, k) − ln Y_r(t, k)|  +  mean_{t,b} |ln M(t, b) − ln N(t, b)|
/// ```
///
/// X_r(t, k) = √(|STFT_r(x)|² + ε_r²) under a periodic Hann window of n_r samples, half of it from frame to frame, whole
/// frames within the segment only; M and N are mel bands. ε_r is the magnitude of white noise of amplitude 2·10⁻⁵: what
/// lies below does not count.
///
/// d alone (ρ = 0) is least for draws that are all the same, in the middle of what recordings are: noise becomes a hum. With
/// ρ = 1 the mean of S is least for draws that vary as recordings do: it is a proper score (Gritsenko et al., 2020,
/// arXiv:2008.01160; the magnitudes: Yamamoto, Song and Kim, 2020, arXiv:1910.11480).
public final class SpectralScore {
  private final List<SpectralFrames.Resolution> resolutions;
  private final double repulsion;

  /// @param windows samples of the windows, powers of two
  /// @param filters the mel bands, of spectra of windows of their own
  /// @param hop samples from one frame of the bands to the next
  /// @param repulsion ρ, 0 … 1
  public SpectralScore(List<Integer> windows, MelFilters filters, int hop, double repulsion) {
    double share = 1.0 / windows.size();
    this.repulsion = repulsion;
    this.resolutions =
        Stream.concat(
                windows.stream().map(n -> SpectralFrames.Resolution.ofMagnitudes(n, share)),
                Stream.of(SpectralFrames.Resolution.ofBands(filters, hop)))
            .toList();
  }

  /// The scores of the segments, 1 × segments, differentiable in the draws.
  ///
  /// @param x group × lanes: sample t of a segment is feature t mod group of its lane t / group
  /// @param draws of the same shape, at least one
  /// @throws IllegalArgumentException if shapes differ, or the lanes are no multiple of the segments
  public Tensor apply(Tensor x, List<Tensor> draws, int segments) {
    boolean tracked = false;
    for (Tensor draw : draws) {
      Shapes.requireSame("x", x, "the draw", draw);
      tracked |= draw.tracked();
    }
    if (segments < 1 || x.lanes() % segments != 0 || draws.isEmpty()) {
      throw new IllegalArgumentException(
          "%d lanes and %d draws cannot be %d segments of the same length, each with a draw"
              .formatted(x.lanes(), draws.size(), segments));
    }
    Workspace workspace = Workspace.current();
    Tensor score = workspace.output(1, segments, tracked);
    List<Tensor> slopes =
        draws.stream().map(y -> workspace.scratch(y.features(), y.lanes())).toList();
    workspace.compute(() -> {
      for (int s = 0; s < segments; s++) {
        score.data()[score.offset() + s] = (float) compute(x, draws, slopes, s, segments);
      }
    });
    workspace.record(
        score,
        () -> {
          for (int i = 0; i < slopes.size(); i++) {
            if (draws.get(i).tracked()) {
              accumulate(score.gradient(), slopes.get(i), draws.get(i).gradient());
            }
          }
        });
    return score;
  }

  private double compute(
      Tensor x, List<Tensor> draws, List<Tensor> slopes, int segment, int segments) {
    int samples = x.size() / segments;
    List<SpectralFrames.Side> sides = new ArrayList<>();
    sides.add(new SpectralFrames.Side(x, segment, segments));
    for (Tensor draw : draws) {
      sides.add(new SpectralFrames.Side(draw, segment, segments));
    }
    double n = draws.size();
    double[][] weights = new double[sides.size()][sides.size()]; // of d(i, j), i < j
    for (int i = 0; i < sides.size(); i++) {
      for (int j = i + 1; j < sides.size(); j++) {
        weights[i][j] = i == 0 ? 1 / n : -repulsion / (n * (n - 1));
      }
    }
    double sum = 0;
    for (SpectralFrames.Resolution resolution : resolutions) {
      sum += new SpectralFrames(resolution, sides, weights).add(samples);
    }
    for (int i = 0; i < slopes.size(); i++) {
      sides.get(i + 1).writeSlope(slopes.get(i), segment, segments);
    }
    return sum;
  }

  /// dy += ds · slope, segment by segment.
  private static void accumulate(Tensor dScore, Tensor slope, Tensor dy) {
    int lanes = dy.lanes() / dScore.lanes();
    for (int f = 0; f < dy.features(); f++) {
      for (int n = 0; n < dy.lanes(); n++) {
        dy.data()[dy.at(f) + n] += dScore.get(0, n / lanes) * slope.data()[slope.at(f) + n];
      }
    }
  }
}
