package dev.bijou.interop.speech;

import dev.bijou.tensor.Parameter;
import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Trainable;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/// The numbers of a model by their names, each read when the model takes them, so that a large file is never held twice.
final class Numbers {
  private final Map<String, Supplier<float[]>> suppliers = new HashMap<>();

  void put(String name, Supplier<float[]> numbers) {
    suppliers.put(name, numbers);
  }

  /// Gives a model all of them.
  ///
  /// @throws IllegalArgumentException if there are too many of one, too few, or some that it has no place for
  void fill(Trainable model) {
    model.visit(
        "",
        new Trainable.Visitor() {
          @Override
          public void parameter(String name, Parameter parameter) {
            state(name, parameter.value());
          }

          @Override
          public void state(String name, Tensor tensor) {
            Supplier<float[]> numbers = suppliers.remove(name);
            float[] values = numbers == null ? new float[0] : numbers.get();
            if (values.length != tensor.size()) {
              throw new IllegalArgumentException(
                  "%s has %s, but there are %d numbers"
                      .formatted(name, tensor.shape(), values.length));
            }
            System.arraycopy(values, 0, tensor.data(), tensor.offset(), values.length);
          }
        });
    if (!suppliers.isEmpty()) {
      throw new IllegalArgumentException(
          suppliers.keySet().iterator().next() + " belongs to nothing in it");
    }
  }
}
