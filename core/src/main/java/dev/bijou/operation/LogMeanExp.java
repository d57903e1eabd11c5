package dev.bijou.operation;

import dev.bijou.tensor.Shapes;
import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Workspace;
import java.util.List;

/// The log-density of an equal-weight mixture from those of its members, without overflow:
///
/// ```
/// y = log (1/N) Σ_i exp x_i,      dx_i = exp(x_i − y) / N
/// ```
public final class LogMeanExp {
  private LogMeanExp() {}

  /// At least one tensor, all 1 × lanes → 1 × lanes.
  public static Tensor apply(List<Tensor> terms) {
    for (Tensor term : terms) {
      Shapes.requireSame("the first term", terms.getFirst(), "another", term);
    }
    Workspace workspace = Workspace.current();
    Tensor mean =
        workspace.output(1, terms.getFirst().lanes(), terms.stream().anyMatch(Tensor::tracked));
    Tensor[] all = terms.toArray(Tensor[]::new);
    workspace.compute(() -> compute(all, mean));
    workspace.record(mean, () -> terms.forEach(term -> backward(term, mean, terms.size())));
    return mean;
  }

  private static void compute(Tensor[] terms, Tensor mean) {
    for (int n = 0; n < mean.lanes(); n++) {
      float max = Float.NEGATIVE_INFINITY;
      for (Tensor term : terms) {
        max = Math.max(max, term.get(0, n));
      }
      double sum = 0;
      for (Tensor term : terms) {
        sum += Math.exp(term.get(0, n) - max);
      }
      mean.data()[mean.offset() + n] = (float) (max + Math.log(sum / terms.length));
    }
  }

  private static void backward(Tensor term, Tensor mean, int count) {
    if (!term.tracked()) {
      return;
    }
    Tensor d = term.gradient();
    for (int n = 0; n < mean.lanes(); n++) {
      double weight = Math.exp(term.get(0, n) - mean.get(0, n)) / count;
      d.data()[d.offset() + n] += (float) (weight * mean.gradient().get(0, n));
    }
  }
}
