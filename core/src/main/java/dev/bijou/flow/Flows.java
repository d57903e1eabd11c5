package dev.bijou.flow;

import dev.bijou.Activation;
import dev.bijou.bijection.Affine;
import dev.bijou.bijection.BijectionSpec;
import dev.bijou.bijection.Chain;
import dev.bijou.bijection.Coupling;
import dev.bijou.bijection.Inverted;
import dev.bijou.bijection.LuLinear;
import dev.bijou.bijection.MaskedAutoregressive;
import dev.bijou.bijection.Permutation;
import dev.bijou.bijection.RationalQuadraticSpline;
import dev.bijou.bijection.ScalarBijection;
import dev.bijou.bijection.Standardize;
import dev.bijou.distribution.Categorical;
import dev.bijou.distribution.DistributionSpec;
import dev.bijou.distribution.MixedLayout;
import dev.bijou.distribution.ScaledContext;
import dev.bijou.distribution.StandardNormal;
import dev.bijou.spec.NetworkSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/// The ready-made flows: functions from a few numbers to a specification.
///
/// {@snippet class="dev.bijou.ExamplesTest" region="flow"}
///
/// All of them standardize the data first, as a layer, so that the density is in the data's units; scale the context,
/// if there is one; and start close to the identity. `docs/choosing-a-flow.md` compares them.
public final class Flows {
  private Flows() {}

  /// Affine couplings (RealNVP; Dinh et al., 2017, arXiv:1605.08803): density and samples at one pass each.
  public static DistributionSpec realNvp(int features, Options options) {
    return standardized(couplings(features, options, Affine.standard()), options.context());
  }

  /// Masked affine autoregressive layers (MAF; Papamakarios et al., 2017, arXiv:1705.07057).
  public static DistributionSpec maskedAutoregressive(int features, Options options) {
    return standardized(autoregressive(features, options, Affine.standard()), options.context());
  }

  /// Inverse autoregressive layers (IAF; Kingma et al., 2016, arXiv:1606.04934): samples and their density at one pass;
  /// meant for reverse KL.
  public static DistributionSpec inverseAutoregressive(int features, Options options) {
    return standardized(inverseLayers(features, options), options.context());
  }

  /// The layers of an inverse autoregressive flow, see [#inverseAutoregressive].
  public static Chain.Spec inverseLayers(int features, Options options) {
    List<BijectionSpec> layers = new ArrayList<>();
    for (int i = 0; i < options.layers(); i++) {
      mix(features, options, i, layers);
      layers.add(
          new Inverted.Spec(
              new MaskedAutoregressive.Spec(
                  features, options.context(), options.network(), Affine.standard())));
    }
    return new Chain.Spec(layers);
  }

  /// Masked autoregressive rational-quadratic splines (NSF-AR; Durkan et al., 2019, arXiv:1906.04032): the most exact
  /// density here.
  public static DistributionSpec neuralSpline(int features, Options options) {
    return standardized(autoregressive(features, options, options.spline()), options.context());
  }

  /// Rational-quadratic spline couplings (NSF-C; Durkan et al., 2019, arXiv:1906.04032).
  public static DistributionSpec neuralSplineCoupling(int features, Options options) {
    return standardized(couplings(features, options, options.spline()), options.context());
  }

  /// The masked autoregressive layers of a flow, from the base to standardized data.
  public static Chain.Spec autoregressive(
      int features, Options options, ScalarBijection transformer) {
    List<BijectionSpec> layers = new ArrayList<>();
    for (int i = 0; i < options.layers(); i++) {
      mix(features, options, i, layers);
      layers.add(
          new MaskedAutoregressive.Spec(
              features, options.context(), options.network(), transformer));
    }
    return new Chain.Spec(layers);
  }

  /// The coupling layers of a flow, from the base to standardized data.
  public static Chain.Spec couplings(int features, Options options, ScalarBijection transformer) {
    List<BijectionSpec> layers = new ArrayList<>();
    for (int i = 0; i < options.layers(); i++) {
      mix(features, options, i, layers);
      layers.add(
          new Coupling.Spec(
              features, features / 2, options.context(), options.network(), transformer));
    }
    return new Chain.Spec(layers);
  }

  /// What stands between two layers, so that each sees the features in another order.
  private static void mix(int features, Options options, int layer, List<BijectionSpec> layers) {
    if (layer > 0 && features > 1) {
      layers.add(
          new Permutation.Spec(
              IntStream.range(0, features).map(i -> features - 1 - i).boxed().toList()));
    }
    if (options.linear() && features > 1) {
      layers.add(new LuLinear.Spec(features));
    }
  }

  private static DistributionSpec standardized(Chain.Spec chain, int context) {
    List<BijectionSpec> layers = new ArrayList<>(chain.layers());
    layers.add(new Standardize.Spec(chain.features()));
    return scaled(
        new Flow.Spec(new StandardNormal.Spec(chain.features()), new Chain.Spec(layers)), context);
  }

  private static DistributionSpec scaled(DistributionSpec spec, int context) {
    return context == 0 ? spec : new ScaledContext.Spec(spec, context);
  }

  /// Rows of codes and values (see [MixedLayout]): the codes by an autoregressive network with softmax heads, the values
  /// by the given layers. A row without codes has [Values.Spec] alone, one without values
  /// [Categorical.Spec].
  ///
  /// @param options the context of the row, and the network of the codes
  /// @param floor the least probability of a code
  /// @param layers makes the layers of the values for a number of context features: the one-hot codes and the context
  /// @throws IllegalArgumentException if the layers do not fit the values of the layout
  public static DistributionSpec mixed(
      MixedLayout layout, Options options, float floor, IntFunction<BijectionSpec> layers) {
    int context = options.context();
    if (layout.values().isEmpty()) {
      return scaled(codes(layout, options, floor), context);
    }
    int seen = context + layout.cardinalities().stream().mapToInt(k -> k - 1).sum();
    Values.Spec values = new Values.Spec(layout, context, layers.apply(seen));
    return scaled(
        layout.codes() == 0 ? values : new Mixed.Spec(codes(layout, options, floor), values),
        context);
  }

  private static Categorical.Spec codes(MixedLayout layout, Options options, float floor) {
    return new Categorical.Spec(
        layout.cardinalities(), options.context(), options.network(), floor);
  }

  /// The few numbers of a ready-made flow.
  ///
  /// @param context number of context features, 0 for an unconditional flow
  /// @param layers number of coupling or autoregressive layers
  /// @param network the conditioner of each layer
  /// @param spline the spline of the neural spline flows
  /// @param linear whether an LU-linear layer stands before each layer
  public record Options(
      int context,
      int layers,
      NetworkSpec network,
      RationalQuadraticSpline spline,
      boolean linear) {

    /// @throws IllegalArgumentException if a count is out of range
    public Options {
      if (context < 0) {
        throw new IllegalArgumentException("context is " + context + ", but must not be negative");
      }
      if (layers < 1 || layers > 1000) {
        throw new IllegalArgumentException("layers is " + layers + ", but must lie in 1 … 1000");
      }
    }

    /// No context, 5 layers with two hidden layers of 128 rectified units, 8 bins in [−5, 5].
    public static Options standard() {
      return new Options(
          0,
          5,
          new NetworkSpec.Mlp(List.of(128, 128), Activation.RELU, 0),
          RationalQuadraticSpline.of(8, 5),
          false);
    }

    /// The same with another number of context features.
    public Options withContext(int features) {
      return new Options(features, layers, network, spline, linear);
    }

    /// The same with another number of layers.
    public Options withLayers(int count) {
      return new Options(context, count, network, spline, linear);
    }

    /// The same with another conditioner.
    public Options withNetwork(NetworkSpec shape) {
      return new Options(context, layers, shape, spline, linear);
    }

    /// The same with another spline.
    public Options withSpline(RationalQuadraticSpline shape) {
      return new Options(context, layers, network, shape, linear);
    }

    /// The same with LU-linear layers, or without.
    public Options withLinear(boolean wanted) {
      return new Options(context, layers, network, spline, wanted);
    }
  }
}
