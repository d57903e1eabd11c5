package dev.bijou.sequence.alignment;

import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Workspace;
import java.util.random.RandomGenerator;

/// How many frames symbols last, from what the network says of each: the logarithm m of the duration and, where it learns how far
/// durations spread, a number o. A duration is then ⌈D⌉ for a log-logistic D with median exp(m), so that, as for rounded
/// values of a logistic (Salimans et al., 2017, arXiv:1701.05517),
///
/// ```
/// P(n frames) = σ((log n − m) / s) − σ((log (n − 1) − m) / s),  s = spread · exp(2 tanh(o / 2))
/// ```
final class Durations {
  /// A symbol never lasts longer than this, in frames, whatever the network says.
  private static final int LONGEST = 1000;

  /// Frames of a symbol that no stretch changes: who speaks fast shortens vowels and pauses, and hardly a t.
  private static final double RIGID = 2;

  private Durations() {}

  /// ⌈stretch · exp(m)⌉ frames each, see [AlignedFlow#durations].
  static Alignment of(Tensor said, float stretch, int squeeze) {
    if (!(stretch > 0) || Float.isInfinite(stretch)) {
      throw new IllegalArgumentException(
          "stretch is " + stretch + ", but must be finite and greater than 0");
    }
    double rigid = stretch < 1 ? RIGID : 0; // frames
    double kept = 0;
    double all = 0;
    for (int i = 0; i < said.lanes(); i++) {
      double duration = bounded(said, i);
      kept += Math.min(duration, rigid);
      all += duration;
    }
    double share = kept < all ? Math.max(0, (stretch * all - kept) / (all - kept)) : 1;
    int[] frames = new int[said.lanes()];
    int sum = 0;
    for (int i = 0; i < frames.length; i++) {
      double duration = bounded(said, i);
      double own = Math.min(duration, rigid);
      frames[i] = (int) Math.clamp(Math.ceil(own + share * (duration - own)), 1, LONGEST);
      sum = Math.addExact(sum, frames[i]);
    }
    frames[frames.length - 1] += Math.floorMod(-sum, squeeze);
    return new Alignment(frames);
  }

  private static double bounded(Tensor said, int symbol) {
    double duration = Math.exp(said.get(0, symbol));
    return duration > 0 ? Math.min(duration, LONGEST) : 0; // NaN is 0
  }

  /// Logarithms of durations that are drawn, 1 × symbols, with the same mean at any temperature τ:
  /// m + log(mean(s) / mean(τ s)) + τ s logit(u).
  static Tensor drawn(Tensor said, double spread, float temperature, RandomGenerator random) {
    Tensor drawn = Workspace.current().scratch(1, said.lanes());
    for (int i = 0; i < said.lanes(); i++) {
      double s = scale(said, i, spread);
      double calmer = temperature * s;
      double u = random.nextDouble(Double.MIN_NORMAL, 1);
      double noise = Math.log(u) - Math.log1p(-u);
      drawn.data()[drawn.offset() + i] =
          (float) (said.get(0, i) + Math.log(mean(s) / mean(calmer)) + calmer * noise);
    }
    return drawn;
  }

  /// The mean of a log-logistic with median 1: π s / sin(π s), which long durations dominate more and more; so from
  /// a scale of a half on that of a half.
  private static double mean(double scale) {
    double angle = Math.PI * Math.min(scale, 0.5);
    return angle < 1e-6 ? 1 : angle / Math.sin(angle);
  }

  /// Σ log P(frames) over the symbols, in nats.
  static double logProb(Tensor said, double spread, int[] frames) {
    double sum = 0;
    for (int i = 0; i < frames.length; i++) {
      double s = scale(said, i, spread);
      double upper = (Math.log(frames[i]) - said.get(0, i)) / s;
      double width = width(frames[i], s);
      sum += logSigmoid(upper) + logSigmoid(width - upper) + Math.log(-Math.expm1(-width));
    }
    return sum;
  }

  /// Puts the slope of −factor · Σ log P(frames) where that of what was said belongs.
  static void learn(Tensor said, double spread, int[] frames, double factor) {
    Tensor slope = said.gradient();
    for (int i = 0; i < frames.length; i++) {
      double s = scale(said, i, spread);
      double upper = (Math.log(frames[i]) - said.get(0, i)) / s;
      double width = width(frames[i], s);
      double lower = upper - width;
      double both = 1 / Math.expm1(width); // 0 for one frame, which has no lower end
      double ofUpper = sigmoid(-upper) + both;
      double ofLower = -sigmoid(lower) - both;
      double ofLogScale = ofUpper * upper + (frames[i] > 1 ? ofLower * lower : 0);
      double tanh = Math.tanh(0.5 * said.get(1, i));
      slope.data()[slope.at(0) + i] = (float) (factor * (ofUpper + ofLower) / s);
      slope.data()[slope.at(1) + i] = (float) (factor * ofLogScale * (1 - tanh * tanh));
    }
  }

  private static double scale(Tensor said, int symbol, double spread) {
    return spread * Math.exp(2 * Math.tanh(0.5 * said.get(1, symbol)));
  }

  /// From the lower end to the upper one, in scales; infinite for one frame.
  private static double width(int frames, double scale) {
    return (Math.log(frames) - Math.log(frames - 1)) / scale;
  }

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  private static double logSigmoid(double x) {
    return x < 0 ? x - Math.log1p(Math.exp(x)) : -Math.log1p(Math.exp(-x));
  }
}
