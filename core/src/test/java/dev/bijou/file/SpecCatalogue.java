package dev.bijou.file;

import dev.bijou.Activation;
import dev.bijou.bijection.ActNorm;
import dev.bijou.bijection.Affine;
import dev.bijou.bijection.BijectionCatalogue;
import dev.bijou.bijection.BijectionSpec;
import dev.bijou.bijection.Chain;
import dev.bijou.bijection.Coupling;
import dev.bijou.bijection.Inverted;
import dev.bijou.bijection.LocationScale;
import dev.bijou.bijection.Logit;
import dev.bijou.bijection.LuLinear;
import dev.bijou.bijection.MaskedAutoregressive;
import dev.bijou.bijection.Permutation;
import dev.bijou.bijection.RationalQuadraticSpline;
import dev.bijou.bijection.Softplus;
import dev.bijou.bijection.Standardize;
import dev.bijou.bijection.parameterization.FreeEndSpline;
import dev.bijou.bijection.parameterization.FreeLinear;
import dev.bijou.bijection.parameterization.LinkedScaleShift;
import dev.bijou.bijection.parameterization.SoftClippedSpline;
import dev.bijou.distribution.Categorical;
import dev.bijou.distribution.DiagonalNormal;
import dev.bijou.distribution.Distribution;
import dev.bijou.distribution.DistributionSpec;
import dev.bijou.distribution.Ensemble;
import dev.bijou.distribution.GaussianMixture;
import dev.bijou.distribution.MixedLayout;
import dev.bijou.distribution.ScaledContext;
import dev.bijou.distribution.StandardNormal;
import dev.bijou.distribution.StudentT;
import dev.bijou.distribution.UniformBox;
import dev.bijou.flow.Flow;
import dev.bijou.flow.Mixed;
import dev.bijou.flow.Values;
import dev.bijou.operation.LinkedLogScale.Link;
import dev.bijou.spec.NetworkSpec;
import dev.bijou.spec.NetworkSpec.ConditionedResidual.Role;
import dev.bijou.tensor.Context;
import dev.bijou.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Random;

/// Small specifications that together hold every kind of this module, and distributions of them whose numbers differ from the
/// initial ones.
public final class SpecCatalogue {
  private static final int FEATURES = 3;
  private static final int CONTEXT = 2;
  private static final NetworkSpec MLP = new NetworkSpec.Mlp(List.of(7, 5), Activation.RELU, 0.1f);
  private static final NetworkSpec RESIDUAL = new NetworkSpec.Residual(6, 2, Activation.SILU, 0);
  private static final NetworkSpec OPEN = new NetworkSpec.OpenResidual(6, 2, Activation.SILU, 0);
  private static final RationalQuadraticSpline SPLINE =
      new RationalQuadraticSpline(4, 3.5f, 1e-3f, 2e-3f);

  private SpecCatalogue() {}

  /// Every specification by name, in a fixed order.
  static Map<String, DistributionSpec> all() {
    Map<String, DistributionSpec> all = new LinkedHashMap<>();
    all.put("standard-normal", new StandardNormal.Spec(FEATURES));
    all.put("diagonal-normal", new DiagonalNormal.Spec(FEATURES));
    all.put("student-t", new StudentT.Spec(FEATURES, 3.5f));
    all.put("uniform-box", new UniformBox.Spec(List.of(-1f, 0f, 0.1f), List.of(1f, 2.5f, 1e6f)));
    all.put("gaussian-mixture", new GaussianMixture.Spec(FEATURES, 4));
    all.put("standardize", flow(new Standardize.Spec(FEATURES)));
    all.put("act-norm", flow(new ActNorm.Spec(FEATURES)));
    all.put("permutation", flow(new Permutation.Spec(List.of(2, 0, 1))));
    all.put("lu-linear", flow(new LuLinear.Spec(FEATURES)));
    all.put("logit", flow(new Logit.Spec(List.of(-9f, -9f, 0f), List.of(9f, 9f, 9f))));
    all.put("softplus", flow(new Softplus.Spec(FEATURES)));
    all.put("coupling-affine", flow(new Coupling.Spec(FEATURES, 1, 0, MLP, Affine.standard())));
    all.put("coupling-spline", flow(new Coupling.Spec(FEATURES, 2, 0, RESIDUAL, SPLINE)));
    all.put(
        "autoregressive-affine",
        flow(new MaskedAutoregressive.Spec(FEATURES, 0, MLP, new Affine(4))));
    all.put(
        "autoregressive-spline",
        flow(new MaskedAutoregressive.Spec(FEATURES, 0, RESIDUAL, SPLINE)));
    all.put(
        "inverse-autoregressive",
        flow(
            new Inverted.Spec(new MaskedAutoregressive.Spec(FEATURES, 0, MLP, Affine.standard()))));
    all.put(
        "autoregressive-soft-clipped",
        flow(
            new MaskedAutoregressive.Spec(
                FEATURES, 0, OPEN, new SoftClippedSpline(4, 3.5f, 1e-3f))));
    all.put(
        "autoregressive-free-ends",
        flow(
            new MaskedAutoregressive.Spec(
                FEATURES, 0, MLP, new FreeEndSpline(4, 3.5f, 1e-3f, 1e-3f))));
    all.put(
        "coupling-softplus-scale",
        flow(new Coupling.Spec(FEATURES, 1, 0, OPEN, new LinkedScaleShift(Link.SOFTPLUS, 1e-3f))));
    all.put(
        "autoregressive-sigmoid-scale",
        flow(
            new MaskedAutoregressive.Spec(
                FEATURES, 0, MLP, new LinkedScaleShift(Link.SIGMOID, 1e-2f))));
    all.put(
        "coupling-exponential-scale",
        flow(new Coupling.Spec(FEATURES, 1, 0, MLP, new LinkedScaleShift(Link.EXPONENTIAL, 0))));
    all.put(
        "context-added",
        flow(
            new MaskedAutoregressive.Spec(
                FEATURES,
                CONTEXT,
                new NetworkSpec.ConditionedResidual(
                    6, 2, CONTEXT, Role.ADDED, Activation.SILU, 0.1f),
                SPLINE)));
    all.put(
        "context-gating",
        flow(
            new Coupling.Spec(
                FEATURES,
                1,
                CONTEXT,
                new NetworkSpec.ConditionedResidual(6, 2, CONTEXT, Role.GATING, Activation.TANH, 0),
                SPLINE)));
    all.put("free-linear", flow(new FreeLinear.Spec(FEATURES)));
    all.put("location-scale", flow(new LocationScale.Spec(FEATURES, 0, RESIDUAL, SPLINE)));
    DistributionSpec conditional =
        new ScaledContext.Spec(
            flow(
                new Chain.Spec(
                    List.of(
                        new Coupling.Spec(FEATURES, 1, 2, RESIDUAL, SPLINE),
                        new MaskedAutoregressive.Spec(FEATURES, 2, MLP, SPLINE),
                        new Standardize.Spec(FEATURES)))),
            2);
    all.put("conditional", conditional);
    MixedLayout layout =
        new MixedLayout(
            List.of(3, 2, 6),
            List.of(new MixedLayout.Value(1, 0), new MixedLayout.Value(-1, 0.5f)));
    Categorical.Spec codes = new Categorical.Spec(layout.cardinalities(), 0, RESIDUAL, 0.01f);
    all.put("categorical", codes);
    all.put(
        "mixed",
        new Mixed.Spec(
            codes,
            new Values.Spec(
                layout,
                0,
                new Chain.Spec(
                    List.of(
                        new MaskedAutoregressive.Spec(2, 8, MLP, SPLINE),
                        new Permutation.Spec(List.of(1, 0)),
                        new MaskedAutoregressive.Spec(2, 8, RESIDUAL, SPLINE))))));
    all.put(
        "values",
        new ScaledContext.Spec(
            new Values.Spec(
                new MixedLayout(
                    List.of(),
                    List.of(
                        new MixedLayout.Value(-1, 1, OptionalDouble.empty(), OptionalInt.of(4)),
                        MixedLayout.Value.continuous())),
                2,
                new Coupling.Spec(2, 1, 2, MLP, Affine.standard())),
            2));
    all.put("ensemble", new Ensemble.Spec(List.of(conditional, conditional)));
    return all;
  }

  private static DistributionSpec flow(BijectionSpec bijection) {
    return new Flow.Spec(new StandardNormal.Spec(FEATURES), bijection);
  }

  /// A flow for every bijection of the other catalogue.
  static Map<String, DistributionSpec> bijections() {
    Map<String, DistributionSpec> flows = new LinkedHashMap<>();
    BijectionCatalogue.all()
        .forEach((name, spec) ->
            flows.put(name, new Flow.Spec(new StandardNormal.Spec(spec.features()), spec)));
    return flows;
  }

  /// A distribution as training might leave it: initialized from data, every number moved a little.
  public static Distribution trained(DistributionSpec spec) {
    Distribution distribution = spec.build(1);
    distribution.initialize(data(distribution, 64), context(distribution, 64));
    BijectionCatalogue.shake(distribution, new Random(2), 0.1);
    return distribution;
  }

  /// Rows to score.
  public static Tensor data(Distribution distribution, int lanes) {
    return normal(distribution.features(), lanes, 0.2f, 1.5f, 3);
  }

  /// The context that goes with [#data].
  public static Context context(Distribution distribution, int lanes) {
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
