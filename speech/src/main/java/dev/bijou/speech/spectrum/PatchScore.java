package dev.bijou.speech.spectrum;

import dev.bijou.tensor.Shapes;
import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Workspace;
import java.util.Arrays;
import java.util.List;

/// How well drawn log-mel spectrograms y₁ … yₙ stand for a recorded one x, patch by patch; lower is better:
///
/// ```
/// S = 1/n Σᵢ d(x, yᵢ) − ρ / (n (n − 1)) Σ_{i<j} d(yᵢ, yⱼ)
/// d(x, y) = Σ_D Σ_P √|P| ‖D(x − y) on P‖₂ / (bands · frames)
/// ```
///
/// P are patches of a few bands and frames side by side, |P| the values in one. D is the identity, the difference from one frame to
/// the next, and the difference from one band to the next: the latter two count what moves and what ripples, which levels hide.
///
/// With ρ = 1 this is an energy score (Gneiting and Raftery, 2007): its mean is least for draws whose patches vary as those of
/// recordings do. With ρ = 0 it is least for draws that are all the same, in the middle of what recordings are.
public final class PatchScore {
  private final int patchBands;
  private final int patchFrames;
  private final double repulsion;

  /// @param patchBands bands of a patch
  /// @param patchFrames frames of a patch
  /// @param repulsion ρ, 0 … 1
  /// @throws IllegalArgumentException if a number is out of range
  public PatchScore(int patchBands, int patchFrames, double repulsion) {
    if (patchBands < 1 || patchFrames < 1 || !(repulsion >= 0 && repulsion <= 1)) {
      throw new IllegalArgumentException(
          "patches of %d × %d and a repulsion of %s, but must be at least 1 × 1 and in 0 … 1"
              .formatted(patchBands, patchFrames, repulsion));
    }
    this.patchBands = patchBands;
    this.patchFrames = patchFrames;
    this.repulsion = repulsion;
  }

  /// The score, 1 × 1, differentiable in the draws.
  ///
  /// @param x bands × frames
  /// @param draws of the same shape, at least one
  /// @throws IllegalArgumentException if shapes differ
  public Tensor apply(Tensor x, List<Tensor> draws) {
    if (draws.isEmpty()) {
      throw new IllegalArgumentException("there is no draw to compare");
    }
    boolean tracked = false;
    for (Tensor draw : draws) {
      Shapes.requireSame("x", x, "the draw", draw);
      tracked |= draw.tracked();
    }
    Workspace workspace = Workspace.current();
    Tensor score = workspace.output(1, 1, tracked);
    List<Tensor> slopes =
        draws.stream().map(y -> workspace.scratch(y.features(), y.lanes())).toList();
    workspace.compute(() -> score.data()[score.offset()] = (float) compute(x, draws, slopes));
    workspace.record(
        score,
        () -> {
          for (int i = 0; i < slopes.size(); i++) {
            if (draws.get(i).tracked()) {
              addScaled(score.gradient().get(0, 0), slopes.get(i), draws.get(i).gradient());
            }
          }
        });
    return score;
  }

  private double compute(Tensor x, List<Tensor> draws, List<Tensor> slopes) {
    int n = draws.size();
    slopes.forEach(slope -> slope.fill(0));
    Difference difference = new Difference(x.features(), x.lanes());
    double sum = 0;
    for (int i = 0; i < n; i++) {
      sum += difference.between(draws.get(i), x, 1.0 / n);
      difference.addSlope(1, slopes.get(i));
      for (int j = 0; j < i && repulsion > 0; j++) {
        sum += difference.between(draws.get(i), draws.get(j), -repulsion / ((double) n * (n - 1)));
        difference.addSlope(1, slopes.get(i));
        difference.addSlope(-1, slopes.get(j));
      }
    }
    return sum;
  }

  private static void addScaled(float factor, Tensor x, Tensor y) {
    for (int f = 0; f < y.features(); f++) {
      for (int n = 0; n < y.lanes(); n++) {
        y.data()[y.at(f) + n] += factor * x.data()[x.at(f) + n];
      }
    }
  }

  /// The ways in which spectrograms are compared: value (b, t) beside value (b + bands, t + frames), or alone.
  private enum Change {
    LEVEL(0, 0),
    OVER_FRAMES(0, 1),
    OVER_BANDS(1, 0);

    private final int bands;
    private final int frames;

    Change(int bands, int frames) {
      this.bands = bands;
      this.frames = frames;
    }
  }

  /// The difference of two spectrograms, its weighted length, and the derivative of that.
  private final class Difference {
    private final int bands;
    private final int frames;
    private final double[] values; // (band × frame)
    private final double[] slopes;

    Difference(int bands, int frames) {
      this.bands = bands;
      this.frames = frames;
      this.values = new double[bands * frames];
      this.slopes = new double[bands * frames];
    }

    double between(Tensor a, Tensor b, double weight) {
      Arrays.fill(slopes, 0);
      for (int f = 0; f < bands; f++) {
        for (int t = 0; t < frames; t++) {
          values[f * frames + t] = (double) a.data()[a.at(f) + t] - b.data()[b.at(f) + t];
        }
      }
      double sum = 0;
      for (Change change : Change.values()) {
        for (int f = 0; f < bands - change.bands; f += patchBands) {
          for (int t = 0; t < frames - change.frames; t += patchFrames) {
            sum += patch(change, f, t, weight / values.length);
          }
        }
      }
      return sum;
    }

    private double patch(Change change, int band, int frame, double weight) {
      int lastBand = Math.min(band + patchBands, bands - change.bands);
      int lastFrame = Math.min(frame + patchFrames, frames - change.frames);
      double squares = 0;
      for (int f = band; f < lastBand; f++) {
        for (int t = frame; t < lastFrame; t++) {
          double value = value(change, f, t);
          squares += value * value;
        }
      }
      double root = Math.sqrt((double) (lastBand - band) * (lastFrame - frame));
      double length = Math.sqrt(squares);
      double slope = length > 0 ? weight * root / length : 0;
      for (int f = band; f < lastBand; f++) {
        for (int t = frame; t < lastFrame; t++) {
          double by = slope * value(change, f, t);
          slopes[f * frames + t] += change == Change.LEVEL ? by : -by;
          if (change != Change.LEVEL) {
            slopes[(f + change.bands) * frames + t + change.frames] += by;
          }
        }
      }
      return weight * root * length;
    }

    private double value(Change change, int band, int frame) {
      double here = values[band * frames + frame];
      return change == Change.LEVEL
          ? here
          : values[(band + change.bands) * frames + frame + change.frames] - here;
    }

    void addSlope(double factor, Tensor to) {
      for (int f = 0; f < bands; f++) {
        for (int t = 0; t < frames; t++) {
          to.data()[to.at(f) + t] += (float) (factor * slopes[f * frames + t]);
        }
      }
    }
  }
}
