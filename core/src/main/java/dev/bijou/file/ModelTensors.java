package dev.bijou.file;

import dev.bijou.storage.Quoted;
import dev.bijou.storage.SafeTensors;
import dev.bijou.tensor.Parameter;
import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Trainable;
import java.util.LinkedHashMap;
import java.util.Map;

/// The numbers of a model as tensors with names, and what must hold for them.
final class ModelTensors {
  private ModelTensors() {}

  static void fill(Trainable model, SafeTensors content) {
    Map<String, Tensor> targets = of(model);
    for (String name : content.tensors().keySet()) {
      if (!targets.containsKey(name) && !RowScales.areScales(content, name)) {
        throw content.problem("tensor " + Quoted.of(name) + " has no place in the architecture");
      }
    }
    targets.forEach((name, target) -> {
      RowScales.read(content, name, target);
      if (!isFinite(target)) {
        throw content.problem("tensor " + Quoted.of(name) + " holds NaN or infinity");
      }
    });
    requireRanges(model, content);
  }

  /// Refuses numbers outside their valid ranges.
  private static void requireRanges(Trainable model, SafeTensors content) {
    model.visit(
        "",
        new Trainable.Visitor() {
          @Override
          public void parameter(String name, Parameter parameter) {}

          @Override
          public void state(String name, Tensor tensor) {}

          @Override
          public void range(String name, Tensor tensor, float least, float greatest) {
            for (int i = tensor.offset(), end = i + tensor.size(); i < end; i++) {
              float value = tensor.data()[i];
              if (!(value >= least && value <= greatest)) {
                throw content.problem(
                    "tensor %s holds %s, but must lie in %s … %s"
                        .formatted(Quoted.of(name), value, least, greatest));
              }
            }
          }
        });
  }

  /// Every parameter and state by name, in the order of [Trainable#visit].
  static Map<String, Tensor> of(Trainable model) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    model.visit(
        "",
        new Trainable.Visitor() {
          @Override
          public void parameter(String name, Parameter parameter) {
            state(name, parameter.value());
          }

          @Override
          public void state(String name, Tensor tensor) {
            if (tensors.put(name, tensor) != null) {
              throw new IllegalStateException("two tensors of the model are called " + name);
            }
          }
        });
    return tensors;
  }

  static float largest(Tensor tensor) {
    float largest = 0;
    for (int i = tensor.offset(), end = i + tensor.size(); i < end; i++) {
      largest = Math.max(largest, Math.abs(tensor.data()[i]));
    }
    return largest;
  }

  static boolean isFinite(Tensor tensor) {
    float[] data = tensor.data();
    int end = tensor.offset() + tensor.size();
    float sum = 0;
    for (int i = tensor.offset(); i < end; i++) {
      sum += 0 * data[i]; // NaN for infinity too
    }
    return sum == 0;
  }
}
