package dev.bijou.interop.layer;

import dev.bijou.spec.Specification;
import dev.bijou.tensor.Parameter;
import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Trainable;
import java.util.HashMap;
import java.util.Map;

/// Something of a specification with given numbers in place of its initial ones.
final class Filled {
  private Filled() {}

  /// @param numbers of all parameters and states, row by row, by their names
  static <M extends Trainable> M of(Specification<M> spec, Map<String, double[]> numbers) {
    M made = spec.build(0);
    Map<String, double[]> left = new HashMap<>(numbers);
    made.visit(
        "",
        new Trainable.Visitor() {
          @Override
          public void parameter(String name, Parameter parameter) {
            state(name, parameter.value());
          }

          @Override
          public void state(String name, Tensor tensor) {
            double[] values = left.remove(name);
            if (values == null || values.length != tensor.size()) {
              throw new IllegalStateException(
                  "%s of %s gets %d numbers"
                      .formatted(name, tensor.shape(), values == null ? 0 : values.length));
            }
            for (int i = 0; i < values.length; i++) {
              tensor.data()[tensor.offset() + i] = (float) values[i];
            }
          }
        });
    if (!left.isEmpty()) {
      throw new IllegalStateException("there are no numbers called " + left.keySet());
    }
    return made;
  }
}
