package dev.bijou.file;

import dev.bijou.bijection.ActNorm;
import dev.bijou.bijection.Affine;
import dev.bijou.bijection.Chain;
import dev.bijou.bijection.Coupling;
import dev.bijou.bijection.Inverted;
import dev.bijou.bijection.LocationScale;
import dev.bijou.bijection.Logit;
import dev.bijou.bijection.LuLinear;
import dev.bijou.bijection.MaskedAutoregressive;
import dev.bijou.bijection.Partial;
import dev.bijou.bijection.Permutation;
import dev.bijou.bijection.RationalQuadraticSpline;
import dev.bijou.bijection.ScaleShift;
import dev.bijou.bijection.Softplus;
import dev.bijou.bijection.Standardize;
import dev.bijou.bijection.parameterization.FreeEndSpline;
import dev.bijou.bijection.parameterization.FreeLinear;
import dev.bijou.bijection.parameterization.LinkedScaleShift;
import dev.bijou.bijection.parameterization.SoftClippedSpline;
import dev.bijou.distribution.Categorical;
import dev.bijou.distribution.DiagonalNormal;
import dev.bijou.distribution.Ensemble;
import dev.bijou.distribution.GaussianMixture;
import dev.bijou.distribution.ScaledContext;
import dev.bijou.distribution.StandardNormal;
import dev.bijou.distribution.StudentT;
import dev.bijou.distribution.UniformBox;
import dev.bijou.file.KindProvider.ModelKind;
import dev.bijou.flow.Flow;
import dev.bijou.flow.Mixed;
import dev.bijou.flow.Values;
import dev.bijou.spec.Specification;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;

/// The kinds that a model file may hold: those of this module, and those of the [KindProvider]s that are found where Bijou
/// itself is loaded from.
final class Kinds {
  private static final List<Class<? extends Record>> OWN =
      List.of(
          ActNorm.Spec.class,
          Affine.class,
          Categorical.Spec.class,
          Chain.Spec.class,
          Coupling.Spec.class,
          DiagonalNormal.Spec.class,
          Ensemble.Spec.class,
          Flow.Spec.class,
          FreeEndSpline.class,
          FreeLinear.Spec.class,
          GaussianMixture.Spec.class,
          Inverted.Spec.class,
          LinkedScaleShift.class,
          Logit.Spec.class,
          LocationScale.Spec.class,
          LuLinear.Spec.class,
          MaskedAutoregressive.Spec.class,
          Mixed.Spec.class,
          Partial.Spec.class,
          Permutation.Spec.class,
          RationalQuadraticSpline.class,
          ScaleShift.class,
          ScaledContext.Spec.class,
          SoftClippedSpline.class,
          Softplus.Spec.class,
          StandardNormal.Spec.class,
          Standardize.Spec.class,
          StudentT.Spec.class,
          UniformBox.Spec.class,
          Values.Spec.class);

  private static final List<Class<? extends Record>> ALL = new ArrayList<>(OWN);
  private static final List<ModelKind<?>> MODELS = new ArrayList<>();

  static {
    MODELS.add(ModelKind.DISTRIBUTION);
    for (KindProvider provider :
        ServiceLoader.load(KindProvider.class, KindProvider.class.getClassLoader())) {
      ALL.addAll(provider.kinds());
      MODELS.addAll(provider.models());
    }
  }

  private static final ClassValue<Map<String, Class<?>>> OF =
      new ClassValue<>() {
        @Override
        protected Map<String, Class<?>> computeValue(Class<?> declared) {
          Map<String, Class<?>> kinds = new TreeMap<>();
          if (declared.isSealed()) {
            addPermitted(declared, kinds);
          } else {
            ALL.stream().filter(declared::isAssignableFrom).forEach(kind -> add(kind, kinds));
          }
          return kinds;
        }
      };

  private Kinds() {}

  /// The records that may stand where an interface is declared, by their names.
  static Map<String, Class<?>> of(Class<?> declared) {
    return OF.get(declared);
  }

  /// All kinds of models.
  static List<ModelKind<?>> models() {
    return MODELS;
  }

  private static void addPermitted(Class<?> type, Map<String, Class<?>> kinds) {
    if (!type.isSealed()) {
      add(type, kinds);
      return;
    }
    for (Class<?> permitted : type.getPermittedSubclasses()) {
      addPermitted(permitted, kinds);
    }
  }

  private static void add(Class<?> kind, Map<String, Class<?>> kinds) {
    Class<?> other = kinds.put(Specification.kind(kind), kind);
    if (other != null && other != kind) {
      throw new IllegalStateException(
          "%s and %s are both called %s in a model file"
              .formatted(other.getName(), kind.getName(), Specification.kind(kind)));
    }
  }
}
