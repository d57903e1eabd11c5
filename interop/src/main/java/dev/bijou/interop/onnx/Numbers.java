package dev.bijou.interop.onnx;

import dev.bijou.tensor.Parameter;
import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Trainable;
import java.util.HashMap;
import java.util.Map;

/// The numbers of a model by their names in the model file.
public record Numbers(Map<String, Tensor> tensors) {

  public static Numbers of(Trainable model) {
    Map<String, Tensor> all = new HashMap<>();
    model.visit(
        "",
        new Trainable.Visitor() {
          @Override
          public void parameter(String name, Parameter parameter) {
            all.put(name, parameter.value());
          }

          @Override
          public void state(String name, Tensor tensor) {
            all.put(name, tensor);
          }
        });
    return new Numbers(all);
  }

  public Tensor tensor(String name) {
    Tensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new IllegalStateException("there is no tensor " + name);
    }
    return tensor;
  }

  float[] row(String name) {
    return tensor(name).toArray();
  }

  /// The transpose, row by row.
  float[] transposed(String name) {
    Tensor tensor = tensor(name);
    float[] transposed = new float[tensor.size()];
    for (int i = 0; i < tensor.features(); i++) {
      for (int j = 0; j < tensor.lanes(); j++) {
        transposed[j * tensor.features() + i] = tensor.get(i, j);
      }
    }
    return transposed;
  }
}
