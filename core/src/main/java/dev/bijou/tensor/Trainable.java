package dev.bijou.tensor;

import java.util.ArrayList;
import java.util.List;

/// Something with parameters to train and state to save, under stable names.
public interface Trainable {

  /// Shows every parameter and every state tensor to the visitor, in a fixed order, under `prefix` + its own name.
  /// Names are dotted paths such as `layers.2.conditioner.weight`; they are the names in the model file.
  void visit(String prefix, Visitor visitor);

  /// The parameters, in the order of [#visit].
  default List<Parameter> parameters() {
    List<Parameter> found = new ArrayList<>();
    visit(
        "",
        new Visitor() {
          @Override
          public void parameter(String name, Parameter parameter) {
            found.add(parameter);
          }

          @Override
          public void state(String name, Tensor tensor) {}
        });
    return found;
  }

  /// The running averages, in the order of [#visit].
  default List<Parameter> averages() {
    List<Parameter> found = new ArrayList<>();
    visit(
        "",
        new Visitor() {
          @Override
          public void parameter(String name, Parameter parameter) {}

          @Override
          public void state(String name, Tensor tensor) {}

          @Override
          public void average(String name, Parameter running) {
            found.add(running);
          }
        });
    return found;
  }

  /// The number of trainable numbers.
  default long parameterCount() {
    return parameters().stream().mapToLong(p -> p.value().size()).sum();
  }

  /// Receives the parts of a [Trainable].
  interface Visitor {
    /// A trainable parameter.
    void parameter(String name, Parameter parameter);

    /// Numbers that are saved but not trained, such as the mean and scale of a standardization.
    void state(String name, Tensor tensor);

    /// Running averages over the batches of a training, such as the statistics of a batch normalization. They are saved
    /// like a state. In place of a gradient, each shard adds what it measured.
    default void average(String name, Parameter running) {
      state(name, running.value());
    }

    /// The numbers of `tensor`, which is all or a part of what `name` stands for, are valid in [least, greatest] only:
    /// scales, for instance, are positive. Reading a model file checks it.
    default void range(String name, Tensor tensor, float least, float greatest) {}
  }
}
