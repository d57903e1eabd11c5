package dev.bijou.documentation;

import dev.bijou.file.KindProvider;
import java.util.List;

/// What this project adds to the model file.
public final class MyKinds implements KindProvider {
  @Override
  public List<Class<? extends Record>> kinds() {
    return List.of(SinhArcsinh.Spec.class);
  }
}
