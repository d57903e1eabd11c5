package dev.bijou.speech.speaker;

import dev.bijou.tensor.Tensor;
import java.util.function.IntFunction;

/// More contrast between the bands of a log-mel spectrogram: what a speaker has learned is a middle of many recordings, in
/// which formants are flatter and valleys between harmonics shallower than in any one of them. In each frame
///
/// y(b) = x(b) + s · (x(b) − mean of x(b − r) … x(b + r)) + g
///
/// with g so that Σ exp 2y = Σ exp 2x: as loud as before. This is the postfilter of parametric synthesis (Yoshimura et al., 2005)
/// on bands.
///
/// @param strength s
/// @param reach r, in bands
record Contrast(float strength, int reach) {
  private static final float LEAST = (float) Math.log(1e-5); // the floor of a log-mel spectrogram

  /// The same frames with more contrast.
  IntFunction<Tensor> of(IntFunction<Tensor> frames) {
    return count -> of(frames.apply(count));
  }

  private Tensor of(Tensor mel) {
    Tensor more = Tensor.zeros(mel.features(), mel.lanes());
    double[] sums = new double[mel.features() + 1];
    float[] frame = new float[mel.features()];
    for (int t = 0; t < mel.lanes(); t++) {
      double before = 0;
      double after = 0;
      for (int b = 0; b < frame.length; b++) {
        sums[b + 1] = sums[b] + mel.get(b, t);
      }
      for (int b = 0; b < frame.length; b++) {
        int from = Math.max(0, b - reach);
        int to = Math.min(frame.length, b + reach + 1);
        float x = mel.get(b, t);
        frame[b] = x + strength * (float) (x - (sums[to] - sums[from]) / (to - from));
        before += Math.exp(2.0 * x);
        after += Math.exp(2.0 * frame[b]);
      }
      float louder = (float) (0.5 * Math.log(before / after));
      for (int b = 0; b < frame.length; b++) {
        more.data()[more.at(b) + t] = Math.max(frame[b] + louder, LEAST);
      }
    }
    return more;
  }
}
