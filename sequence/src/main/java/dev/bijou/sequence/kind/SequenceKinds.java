package dev.bijou.sequence.kind;

import dev.bijou.file.KindProvider;
import dev.bijou.file.KindProvider.ModelKind;
import dev.bijou.sequence.alignment.AlignedModel;
import dev.bijou.sequence.bijection.GroupedConvolution;
import dev.bijou.sequence.bijection.InvertibleConvolution;
import dev.bijou.sequence.bijection.LappedTransform;
import dev.bijou.sequence.bijection.SequenceCoupling;
import dev.bijou.sequence.distribution.UpsampledContext;
import java.util.List;

/// What this module adds to the model file.
public final class SequenceKinds implements KindProvider {
  /// Called by [java.util.ServiceLoader].
  public SequenceKinds() {}

  @Override
  public List<Class<? extends Record>> kinds() {
    return List.of(
        GroupedConvolution.Spec.class,
        InvertibleConvolution.Spec.class,
        LappedTransform.Spec.class,
        SequenceCoupling.Spec.class,
        UpsampledContext.Spec.class);
  }

  @Override
  public List<ModelKind<?>> models() {
    return List.of(AlignedModel.KIND);
  }
}
