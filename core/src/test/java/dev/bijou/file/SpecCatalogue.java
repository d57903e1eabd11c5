package dev.bijou.file;

import dev.bijou.bijection.Affine;
import dev.bijou.bijection.BijectionCatalogue;
import dev.bijou.bijection.BijectionSpec;
import dev.bijou.bijection.RationalQuadraticSpline;
import dev.bijou.bijection.ScaleShift;
import dev.bijou.distribution.Distribution;
import dev.bijou.distribution.DistributionSpec;
import dev.bijou.distribution.MixedLayout;
import dev.bijou.kernel.Activation;
import dev.bijou.nn.NetworkSpec;
import dev.bijou.nn.SequenceNetworkSpec;
import dev.bijou.tensor.Context;
import dev.bijou.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// Small specifications that together hold every kind there is, and distributions of them whose numbers differ from the
/// initial ones.
final class SpecCatalogue {
  private static final int FEATURES = 3;
  private static final NetworkSpec MLP = new NetworkSpec.Mlp(List.of(7, 5), Activation.RELU, 0.1f);
  private static final NetworkSpec RESIDUAL = new NetworkSpec.Residual(6, 2, Activation.SILU, 0);
  private static final RationalQuadraticSpline SPLINE =
      new RationalQuadraticSpline(4, 3.5f, 1e-3f, 2e-3f);

  private SpecCatalogue() {}

  /// Every specification by name, in a fixed order.
  static Map<String, DistributionSpec> all() {
    Map<String, DistributionSpec> all = new LinkedHashMap<>();
    all.put("standard-normal", new DistributionSpec.StandardNormal(FEATURES));
    all.put("diagonal-normal", new DistributionSpec.DiagonalNormal(FEATURES));
    all.put("student-t", new DistributionSpec.StudentT(FEATURES, 3.5f));
    all.put(
        "uniform-box",
        new DistributionSpec.UniformBox(List.of(-1f, 0f, 0.1f), List.of(1f, 2.5f, 1e6f)));
    all.put("gaussian-mixture", new DistributionSpec.GaussianMixture(FEATURES, 4));
    all.put("standardize", flow(new BijectionSpec.Standardize(FEATURES)));
    all.put("act-norm", flow(new BijectionSpec.ActNorm(FEATURES)));
    all.put("permutation", flow(new BijectionSpec.Permutation(List.of(2, 0, 1))));
    all.put("lu-linear", flow(new BijectionSpec.LuLinear(FEATURES)));
    all.put("logit", flow(new BijectionSpec.Logit(List.of(-9f, -9f, 0f), List.of(9f, 9f, 9f))));
    all.put("softplus", flow(new BijectionSpec.Softplus(FEATURES)));
    all.put(
        "coupling-affine",
        flow(new BijectionSpec.Coupling(FEATURES, 1, 0, MLP, Affine.standard())));
    all.put("coupling-spline", flow(new BijectionSpec.Coupling(FEATURES, 2, 0, RESIDUAL, SPLINE)));
    all.put(
        "autoregressive-affine",
        flow(new BijectionSpec.MaskedAutoregressive(FEATURES, 0, MLP, new Affine(4))));
    all.put(
        "autoregressive-spline",
        flow(new BijectionSpec.MaskedAutoregressive(FEATURES, 0, RESIDUAL, SPLINE)));
    all.put(
        "inverse-autoregressive",
        flow(
            new BijectionSpec.Inverted(
                new BijectionSpec.MaskedAutoregressive(FEATURES, 0, MLP, Affine.standard()))));
    DistributionSpec conditional =
        new DistributionSpec.ScaledContext(
            flow(
                new BijectionSpec.Chain(
                    List.of(
                        new BijectionSpec.Coupling(FEATURES, 1, 2, RESIDUAL, SPLINE),
                        new BijectionSpec.MaskedAutoregressive(FEATURES, 2, MLP, SPLINE),
                        new BijectionSpec.Standardize(FEATURES)))),
            2);
    all.put("conditional", conditional);
    MixedLayout layout =
        new MixedLayout(
            List.of(3, 2, 6),
            List.of(new MixedLayout.Value(1, 0), new MixedLayout.Value(-1, 0.5f)));
    DistributionSpec.Categorical codes =
        new DistributionSpec.Categorical(layout.cardinalities(), 0, RESIDUAL, 0.01f);
    all.put("categorical", codes);
    all.put(
        "mixed",
        new DistributionSpec.Mixed(
            codes,
            new DistributionSpec.Values(
                layout,
                0,
                new BijectionSpec.Chain(
                    List.of(
                        new BijectionSpec.MaskedAutoregressive(2, 8, MLP, SPLINE),
                        new BijectionSpec.Permutation(List.of(1, 0)),
                        new BijectionSpec.MaskedAutoregressive(2, 8, RESIDUAL, SPLINE))))));
    all.put(
        "values",
        new DistributionSpec.ScaledContext(
            new DistributionSpec.Values(
                new MixedLayout(
                    List.of(),
                    List.of(new MixedLayout.Value(-1, 1), MixedLayout.Value.continuous())),
                2,
                new BijectionSpec.Coupling(2, 1, 2, MLP, Affine.standard())),
            2));
    all.put(
        "lapped-transform",
        new DistributionSpec.Flow(
            new DistributionSpec.StandardNormal(4), new BijectionSpec.LappedTransform(4)));
    all.put("invertible-convolution", flow(new BijectionSpec.InvertibleConvolution(FEATURES)));
    all.put(
        "wave-net",
        new DistributionSpec.UpsampledContext(
            flow(
                new BijectionSpec.Chain(
                    List.of(
                        new BijectionSpec.Partial(
                            1,
                            new BijectionSpec.SequenceCoupling(
                                2,
                                1,
                                4,
                                1,
                                new SequenceNetworkSpec.WaveNet(5, 2, 3),
                                ScaleShift.standard())),
                        new BijectionSpec.InvertibleConvolution(FEATURES),
                        new BijectionSpec.Standardize(FEATURES)))),
            2,
            6,
            2,
            2));
    all.put(
        "squeeze-wave",
        new DistributionSpec.ScaledContext(
            flow(
                new BijectionSpec.SequenceCoupling(
                    FEATURES,
                    1,
                    2,
                    1,
                    new SequenceNetworkSpec.SqueezeWave(5, 2, 3),
                    ScaleShift.standard())),
            2));
    all.put(
        "gated-convolutions",
        new DistributionSpec.Flow(
            new DistributionSpec.StandardNormal(4),
            new BijectionSpec.Chain(
                List.of(
                    new BijectionSpec.SequenceCoupling(
                        4,
                        2,
                        0,
                        1,
                        new SequenceNetworkSpec.GatedConvolutions(5, 2, 3, 0.25f),
                        ScaleShift.standard()),
                    new BijectionSpec.GroupedConvolution(4, 4),
                    new BijectionSpec.ActNorm(4)))));
    all.put("ensemble", new DistributionSpec.Ensemble(List.of(conditional, conditional)));
    return all;
  }

  private static DistributionSpec flow(BijectionSpec bijection) {
    return new DistributionSpec.Flow(new DistributionSpec.StandardNormal(FEATURES), bijection);
  }

  /// A flow for every bijection of the other catalogue.
  static Map<String, DistributionSpec> bijections() {
    Map<String, DistributionSpec> flows = new LinkedHashMap<>();
    BijectionCatalogue.all()
        .forEach((name, spec) ->
            flows.put(
                name,
                new DistributionSpec.Flow(
                    new DistributionSpec.StandardNormal(spec.features()), spec)));
    return flows;
  }

  /// A distribution as training might leave it: initialized from data, every number moved a little.
  static Distribution trained(DistributionSpec spec) {
    Distribution distribution = spec.build(1);
    distribution.initialize(data(distribution, 64), context(distribution, 64));
    BijectionCatalogue.shake(distribution, new Random(2), 0.1);
    return distribution;
  }

  /// Rows to score.
  static Tensor data(Distribution distribution, int lanes) {
    return normal(distribution.features(), lanes, 0.2f, 1.5f, 3);
  }

  /// The context that goes with [#data].
  static Context context(Distribution distribution, int lanes) {
    return distribution.contextFeatures() == 0
        ? Context.NONE
        : Context.of(normal(distribution.contextFeatures(), lanes, 5, 1, 4));
  }

  private static Tensor normal(int features, int lanes, float mean, float deviation, long seed) {
    Random random = new Random(seed);
    Tensor tensor = Tensor.zeros(features, lanes);
    for (int i = 0; i < tensor.size(); i++) {
      tensor.data()[i] = mean + deviation * (float) random.nextGaussian();
    }
    return tensor;
  }
}
