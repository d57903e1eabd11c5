package dev.bijou.distribution;

import dev.bijou.kernel.Staircase;
import dev.bijou.operation.Add;
import dev.bijou.operation.Linear;
import dev.bijou.operation.NormalLogProb;
import dev.bijou.tensor.Context;
import dev.bijou.tensor.Parameter;
import dev.bijou.tensor.Shapes;
import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Workspace;
import java.util.random.RandomGenerator;

/// The smallest conditional distribution, as a user would write one: x = ε − (W c + b) with standard normal ε.
final class LinearNormal implements Cumulative {
  private final Parameter weight; // (features × context)
  private final Parameter bias; // (features × 1)
  private final StandardNormal noise;

  LinearNormal(int features, int contextFeatures) {
    this.weight = new Parameter(Tensor.zeros(features, contextFeatures));
    this.bias = new Parameter(Tensor.zeros(features, 1));
    this.noise = new StandardNormal(features);
  }

  @Override
  public int features() {
    return weight.value().features();
  }

  @Override
  public int contextFeatures() {
    return weight.value().lanes();
  }

  @Override
  public Tensor logProb(Tensor x, Context context) {
    Shapes.requireFeatures("x", x, "the distribution", features());
    return NormalLogProb.apply(Add.apply(x, shift(x.lanes(), context)));
  }

  @Override
  public Tensor sample(int lanes, Context context, RandomGenerator random) {
    Tensor shift = shift(lanes, context);
    Tensor x = noise.sample(lanes, Context.NONE, random);
    for (int i = 0; i < x.size(); i++) {
      x.data()[x.offset() + i] -= shift.data()[shift.offset() + i];
    }
    return x;
  }

  @Override
  public Tensor cdf(Tensor x, Context context) {
    Shapes.requireFeatures("x", x, "the distribution", features());
    return noise.cdf(Add.apply(x, shift(x.lanes(), context)), Context.NONE);
  }

  @Override
  public Tensor quantile(Tensor p, Context context) {
    Tensor shift = shift(p.lanes(), context);
    Tensor z = noise.quantile(p, Context.NONE);
    for (int n = 0; n < z.lanes(); n++) {
      z.data()[z.offset() + n] -= shift.get(0, n);
    }
    return z;
  }

  private Tensor shift(int lanes, Context context) {
    context.require(contextFeatures(), lanes);
    Workspace workspace = Workspace.current();
    Tensor values = ((Context.Given) context).values();
    Staircase full = Staircase.full(features(), contextFeatures());
    return Linear.apply(workspace.read(weight), workspace.read(bias), values, full);
  }

  @Override
  public void visit(String prefix, Visitor visitor) {
    visitor.parameter(prefix + "weight", weight);
    visitor.parameter(prefix + "bias", bias);
  }
}
