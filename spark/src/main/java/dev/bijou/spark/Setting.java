package dev.bijou.spark;

import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;

/// Sets parameters of a stage that is its own type.
final class Setting {
  private Setting() {}

  /// Sets a parameter.
  ///
  /// @param <S> the type of the stage
  /// @return the stage
  @SuppressWarnings("unchecked")
  static <S extends Params> S put(Params stage, Param<?> param, Object value) {
    stage.set((Param<Object>) param, value);
    return (S) stage;
  }
}
