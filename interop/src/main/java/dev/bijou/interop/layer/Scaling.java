package dev.bijou.interop.layer;

import dev.bijou.bijection.Bijection;
import dev.bijou.bijection.Standardize;
import dev.bijou.interop.config.Config.Fields;
import java.util.Map;

/// The normalization of data before a flow, (x − mean) / scale, with `{"mean": […], "scale": […]}`.
public final class Scaling {
  private Scaling() {}

  /// The normalization that fields describe.
  ///
  /// @throws dev.bijou.ModelFileException if there is not a number of each for each feature, or a scale is not positive
  public static Bijection of(Fields fields, int features) {
    double[] mean = numbers(fields, "mean", features);
    double[] scale = numbers(fields, "scale", features);
    double[] log = new double[features];
    for (int f = 0; f < features; f++) {
      log[f] = Math.log(scale[f]);
      if (!(Math.abs(log[f]) <= 80)) {
        throw fields.wrong("scale", "holds %s, but must be positive".formatted(scale[f]));
      }
    }
    return Filled.of(new Standardize.Spec(features), Map.of("shift", mean, "logScale", log));
  }

  private static double[] numbers(Fields fields, String name, int features) {
    double[] numbers = fields.numbers(name);
    if (numbers.length != features) {
      throw fields.wrong(
          name, "has %d numbers, but the flow has %d features".formatted(numbers.length, features));
    }
    return numbers;
  }
}
