package dev.bijou.bijection;

import dev.bijou.Activation;
import dev.bijou.bijection.parameterization.FreeEndSpline;
import dev.bijou.bijection.parameterization.FreeLinear;
import dev.bijou.bijection.parameterization.LinkedScaleShift;
import dev.bijou.bijection.parameterization.SoftClippedSpline;
import dev.bijou.documentation.SinhArcsinh;
import dev.bijou.operation.LinkedLogScale.Link;
import dev.bijou.spec.NetworkSpec;
import dev.bijou.spec.NetworkSpec.ConditionedResidual.Role;
import dev.bijou.tensor.Parameter;
import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Trainable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// One or more instances of every kind of bijection of this module, and of a user's own, under which all contracts run.
public final class BijectionCatalogue {
  private BijectionCatalogue() {}

  private static final NetworkSpec MLP = new NetworkSpec.Mlp(List.of(24, 17), Activation.TANH, 0);
  private static final NetworkSpec RESIDUAL = new NetworkSpec.Residual(20, 2, Activation.SILU, 0);
  private static final NetworkSpec OPEN = new NetworkSpec.OpenResidual(20, 2, Activation.SILU, 0);
  private static final ScalarBijection SPLINE = RationalQuadraticSpline.of(8, 4);
  private static final RationalQuadraticSpline NOISE = RationalQuadraticSpline.of(5, 3);

  /// Name → specification. Names say what is special.
  public static Map<String, BijectionSpec> all() {
    Map<String, BijectionSpec> all = new LinkedHashMap<>();
    all.put("standardize", new Standardize.Spec(3));
    all.put("actNorm", new ActNorm.Spec(3));
    all.put("permutation", new Permutation.Spec(List.of(2, 0, 1)));
    all.put("luLinear", new LuLinear.Spec(4));
    all.put("partial", new Partial.Spec(2, new LuLinear.Spec(3)));
    all.put("coupling scale-shift mlp", new Coupling.Spec(5, 2, 0, MLP, ScaleShift.standard()));
    all.put("logit", new Logit.Spec(List.of(0f, -2f), List.of(1f, 5f)));
    all.put("softplus", new Softplus.Spec(2));
    all.put("sinhArcsinh", new SinhArcsinh.Spec(2));
    all.put("coupling affine mlp", new Coupling.Spec(5, 2, 0, MLP, Affine.standard()));
    all.put("coupling spline residual", new Coupling.Spec(4, 2, 0, RESIDUAL, SPLINE));
    all.put("coupling spline given context", new Coupling.Spec(3, 1, 2, MLP, SPLINE));
    all.put("coupling of one feature given context", new Coupling.Spec(1, 0, 2, MLP, SPLINE));
    all.put(
        "autoregressive affine mlp", new MaskedAutoregressive.Spec(4, 0, MLP, Affine.standard()));
    all.put(
        "autoregressive spline residual", new MaskedAutoregressive.Spec(5, 0, RESIDUAL, SPLINE));
    all.put(
        "autoregressive spline mlp",
        new MaskedAutoregressive.Spec(3, 0, MLP, RationalQuadraticSpline.of(3, 2)));
    all.put("autoregressive given context", new MaskedAutoregressive.Spec(3, 2, RESIDUAL, SPLINE));
    all.put("autoregressive of one feature", new MaskedAutoregressive.Spec(1, 0, MLP, SPLINE));
    all.put(
        "autoregressive of one feature given context",
        new MaskedAutoregressive.Spec(1, 3, MLP, SPLINE));
    all.put(
        "autoregressive with more features than units",
        new MaskedAutoregressive.Spec(40, 0, MLP, Affine.standard()));
    all.put(
        "autoregressive soft-clipped spline, open residual",
        new MaskedAutoregressive.Spec(4, 0, OPEN, new SoftClippedSpline(6, 4, 1e-3f)));
    all.put(
        "coupling soft-clipped spline given context",
        new Coupling.Spec(4, 2, 2, MLP, new SoftClippedSpline(5, 3, 1e-3f)));
    all.put(
        "autoregressive spline of free ends given context",
        new MaskedAutoregressive.Spec(4, 2, MLP, new FreeEndSpline(5, 4, 1e-3f, 1e-3f)));
    all.put(
        "coupling spline of free ends",
        new Coupling.Spec(4, 2, 0, MLP, new FreeEndSpline(6, 3, 1e-3f, 1e-3f)));
    all.put(
        "coupling softplus scale, open residual",
        new Coupling.Spec(5, 2, 0, OPEN, new LinkedScaleShift(Link.SOFTPLUS, 1e-3f)));
    all.put(
        "autoregressive sigmoid scale given context",
        new MaskedAutoregressive.Spec(3, 2, MLP, new LinkedScaleShift(Link.SIGMOID, 1e-2f)));
    all.put(
        "coupling exponential scale",
        new Coupling.Spec(4, 2, 0, MLP, new LinkedScaleShift(Link.EXPONENTIAL, 0)));
    all.put(
        "autoregressive, context added in blocks",
        new MaskedAutoregressive.Spec(
            4,
            2,
            new NetworkSpec.ConditionedResidual(10, 2, 2, Role.ADDED, Activation.SILU, 0),
            Affine.standard()));
    all.put(
        "autoregressive, context gating blocks",
        new MaskedAutoregressive.Spec(
            3,
            2,
            new NetworkSpec.ConditionedResidual(9, 1, 2, Role.GATING, Activation.TANH, 0),
            Affine.standard()));
    all.put(
        "coupling, context gating blocks",
        new Coupling.Spec(
            4,
            2,
            3,
            new NetworkSpec.ConditionedResidual(8, 2, 3, Role.GATING, Activation.SILU, 0),
            Affine.standard()));
    all.put(
        "coupling, lines before blocks",
        new Coupling.Spec(
            4,
            2,
            0,
            new NetworkSpec.ConditionedResidual(8, 2, 0, Role.GATING, Activation.SILU, 0),
            Affine.standard()));
    all.put("free linear", new FreeLinear.Spec(4));
    all.put("locationScale residual", new LocationScale.Spec(4, 0, RESIDUAL, NOISE));
    all.put("locationScale given context", new LocationScale.Spec(3, 2, MLP, NOISE));
    all.put("locationScale of one feature", new LocationScale.Spec(1, 0, MLP, NOISE));
    all.put(
        "inverted", new Inverted.Spec(new MaskedAutoregressive.Spec(3, 0, MLP, Affine.standard())));
    all.put(
        "chain",
        new Chain.Spec(
            List.of(
                new LuLinear.Spec(3),
                new MaskedAutoregressive.Spec(3, 0, MLP, SPLINE),
                new Permutation.Spec(List.of(1, 2, 0)),
                new ActNorm.Spec(3),
                new Coupling.Spec(3, 1, 0, MLP, Affine.standard()),
                new Standardize.Spec(3))));
    return all;
  }

  /// Moves every parameter away from its start, as training would; masked weights stay zero, those of an end do
  /// not.
  public static void shake(Trainable trainable, Random random, double scale) {
    trainable.visit(
        "",
        new Trainable.Visitor() {
          @Override
          public void parameter(String name, Parameter parameter) {
            Tensor value = parameter.value();
            for (int i = value.offset(); i < value.offset() + value.size(); i++) {
              if (value.data()[i] != 0 || !name.endsWith("weight") || name.endsWith("end.weight")) {
                value.data()[i] += (float) (scale * random.nextGaussian());
              }
            }
          }

          @Override
          public void state(String name, Tensor tensor) {}

          @Override
          public void average(String name, Parameter running) {
            Tensor value = running.value();
            for (int i = value.offset(); i < value.offset() + value.size(); i++) {
              value.data()[i] += (float) Math.abs(scale * random.nextGaussian()); // variances, too
            }
          }
        });
  }
}
