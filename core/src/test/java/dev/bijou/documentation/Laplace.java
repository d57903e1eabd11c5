package dev.bijou.documentation;

import dev.bijou.distribution.Distribution;
import dev.bijou.tensor.Context;
import dev.bijou.tensor.Numerics;
import dev.bijou.tensor.Shapes;
import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Workspace;
import java.util.random.RandomGenerator;

/// Independent standard Laplace features: log p(x) = −Σ_f |x_f| − features · log 2.
record Laplace(int features) implements Distribution {

  @Override
  public int contextFeatures() {
    return 0;
  }

  @Override
  public Tensor logProb(Tensor x, Context context) {
    Shapes.requireFeatures("x", x, "the distribution", features);
    context.require(0, x.lanes());
    Workspace workspace = Workspace.current();
    Tensor logProb = workspace.output(1, x.lanes(), x.tracked());
    workspace.compute(() -> compute(x, logProb));
    workspace.record(logProb, () -> backward(x, logProb.gradient()));
    return Numerics.markNonFinite(x, logProb);
  }

  private static void compute(Tensor x, Tensor logProb) {
    for (int n = 0; n < x.lanes(); n++) {
      double sum = -x.features() * Math.log(2);
      for (int f = 0; f < x.features(); f++) {
        sum -= Math.min(Math.abs(x.get(f, n)), Numerics.IMAGE);
      }
      logProb.data()[logProb.offset() + n] = (float) sum;
    }
  }

  /// dx_f = −sign(x_f), and 0 where |x_f| is capped.
  private static void backward(Tensor x, Tensor dLogProb) {
    Tensor dx = x.gradient();
    for (int f = 0; f < x.features(); f++) {
      for (int n = 0; n < x.lanes(); n++) {
        float value = x.get(f, n);
        float slope = Math.abs(value) < Numerics.IMAGE ? -Math.signum(value) : 0;
        dx.data()[dx.at(f) + n] += slope * dLogProb.get(0, n);
      }
    }
  }

  @Override
  public Tensor sample(int lanes, Context context, RandomGenerator random) {
    context.require(0, lanes);
    Tensor x = Workspace.current().scratch(features, lanes);
    for (int n = 0; n < lanes; n++) {
      for (int f = 0; f < features; f++) {
        double magnitude = random.nextExponential();
        x.data()[x.at(f) + n] = (float) (random.nextBoolean() ? magnitude : -magnitude);
      }
    }
    return x;
  }

  @Override
  public void visit(String prefix, Visitor visitor) {}
}
