package dev.bijou.nn;

import dev.bijou.operation.Saturation;
import dev.bijou.tensor.Context;
import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Workspace;
import java.util.random.RandomGenerator;

/// A masked autoregressive conditioner: the parameters of feature i see the context and the features before i (MADE,
/// Germain et al., 2015, arXiv:1502.03509; with residual blocks as in Nash and Durkan, 2019, arXiv:1904.05626).
///
/// The hidden units are sorted by degree, so all products are block-triangular and skip their zero half; and a [Sweep]
/// computes for each new feature only the units that it unlocks.
public final class Made implements Conditioner {
  private final Network network;
  private final int features;
  private final int context;

  /// A network from `features` features and `context` context features to `parametersPerFeature` numbers a feature.
  public Made(
      NetworkSpec spec,
      int features,
      int context,
      int parametersPerFeature,
      RandomGenerator random) {
    this.features = features;
    this.context = context;
    this.network =
        Network.of(
            spec,
            Degrees.autoregressive(features, context),
            features * parametersPerFeature,
            random);
  }

  @Override
  public Tensor theta(Tensor visible, Context given) {
    given.require(context, visible.lanes());
    return network.apply(Inputs.of(given, visible));
  }

  /// Starts an evaluation feature by feature, which costs about one [#theta] in total. Records nothing.
  public Sweep sweep(int lanes, Context given) {
    given.require(context, lanes);
    Tensor input = Workspace.current().scratch(context + features, lanes);
    if (given instanceof Context.Given(Tensor values)) {
      InPlace.clip(Saturation.NETWORK_INPUT, values, input.rows(0, context));
    }
    return new Sweep(network.sweep(input), input.rows(context, context + features));
  }

  /// An evaluation in progress: ask for the parameters of feature 0, give feature 0, ask for those of feature 1 …
  public static final class Sweep {
    private final Network.Sweep network;
    private final Tensor visible;

    private Sweep(Network.Sweep network, Tensor visible) {
      this.network = network;
      this.visible = visible;
    }

    /// θ of feature `feature`, parametersPerFeature × lanes; the features before it must have been given.
    public Tensor theta(int feature) {
      return network.next(feature);
    }

    /// Gives feature `feature`, 1 × lanes.
    public void give(int feature, Tensor value) {
      InPlace.clip(Saturation.NETWORK_INPUT, value, visible.rows(feature, feature + 1));
    }
  }

  @Override
  public void visit(String prefix, Visitor visitor) {
    network.visit(prefix, visitor);
  }
}
