package dev.bijou.nn;

import dev.bijou.spec.NetworkSpec;
import dev.bijou.tensor.Context;
import dev.bijou.tensor.Numerics;
import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Workspace;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/// A masked autoregressive conditioner: the parameters of feature i see the context and the features before i (MADE,
/// Germain et al., 2015, arXiv:1502.03509; with residual blocks as in Nash and Durkan, 2019, arXiv:1904.05626).
///
/// A feature is a block of inputs, one for a number and several for a code in one-hot form, and has a block of
/// parameters of its own size.
///
/// The hidden units are sorted by degree, so all products are block-triangular and skip their zero half; and a [Sweep]
/// computes for each new feature only the units that it unlocks.
public final class Made implements Conditioner {
  private final Network network;
  private final int context;
  private final int[] starts; // (feature + 1), where its block of inputs starts behind the context

  /// A network from `features` features of one input and `context` context features to `parametersPerFeature` numbers a
  /// feature.
  public Made(
      NetworkSpec spec,
      int features,
      int context,
      int parametersPerFeature,
      RandomGenerator random) {
    this(spec, context, filled(features, 1), filled(features, parametersPerFeature), random);
  }

  /// A network from the blocks of the features and `context` context features to the blocks of their parameters.
  ///
  /// @param inputs the number of inputs of each feature
  /// @param parameters the number of parameters of each feature, as many features
  public Made(
      NetworkSpec spec, int context, int[] inputs, int[] parameters, RandomGenerator random) {
    this.context = context;
    this.starts = new int[inputs.length + 1];
    for (int i = 0; i < inputs.length; i++) {
      starts[i + 1] = starts[i] + inputs[i];
    }
    this.network = Network.of(spec, Degrees.autoregressive(context, inputs, parameters), random);
  }

  private static int[] filled(int count, int value) {
    int[] all = new int[count];
    Arrays.fill(all, value);
    return all;
  }

  /// Adds constants to the parameters of a feature.
  ///
  /// @param first the place of the feature's first parameter among those of all features
  public void shift(int first, float[] theta) {
    Tensor bias = network.outputBias();
    for (int i = 0; i < theta.length; i++) {
      bias.data()[bias.at(first + i)] += theta[i];
    }
  }

  @Override
  public Tensor theta(Tensor visible, Context given) {
    given.require(context, visible.lanes());
    return network.apply(Inputs.of(given, visible));
  }

  /// Starts an evaluation feature by feature, which costs about one [#theta] in total. Records nothing.
  public Sweep sweep(int lanes, Context given) {
    given.require(context, lanes);
    int width = starts[starts.length - 1];
    Tensor input = Workspace.current().scratch(context + width, lanes);
    if (given instanceof Context.Given(Tensor values, _)) {
      InPlace.clip(Numerics.NETWORK_INPUT, values, input.rows(0, context));
    }
    return new Sweep(network.sweep(input), input.rows(context, context + width));
  }

  /// An evaluation in progress: ask for the parameters of feature 0, give feature 0, ask for those of feature 1 …
  public final class Sweep {
    private final Network.Sweep progress;
    private final Tensor visible;

    private Sweep(Network.Sweep progress, Tensor visible) {
      this.progress = progress;
      this.visible = visible;
    }

    /// θ of feature `feature`, its parameters × lanes; the features before it must have been given.
    public Tensor theta(int feature) {
      return progress.next(feature);
    }

    /// Gives feature `feature`, its inputs × lanes.
    public void give(int feature, Tensor value) {
      InPlace.clip(
          Numerics.NETWORK_INPUT, value, visible.rows(starts[feature], starts[feature + 1]));
    }
  }

  @Override
  public void visit(String prefix, Visitor visitor) {
    network.visit(prefix, visitor);
  }
}
