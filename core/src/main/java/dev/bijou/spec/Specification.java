package dev.bijou.spec;

import dev.bijou.random.Seeds;
import dev.bijou.tensor.Trainable;
import java.util.List;
import java.util.random.RandomGenerator;

/// The architecture of something trained, as data: what the model file holds besides its numbers, and what [#build]
/// makes it from.
///
/// An implementation is a public record, and its components are its fields in the file: numbers, texts, enums, lists and
/// other such records. Its constructor refuses values out of range, since they may come from a damaged file.
public interface Specification<M extends Trainable> {

  /// Something of this architecture with initial parameters drawn from a generator: a pure function of the specification
  /// and the generator's state.
  M build(RandomGenerator random);

  /// Something of this architecture with initial parameters: a pure function of (specification, seed).
  default M build(long seed) {
    return build(Seeds.random(seed));
  }

  /// A lower bound on how many numbers are saved, known before any are allocated, so that a small file cannot demand a
  /// huge model: the weights, without biases and the like. A double, so that no product overflows.
  double size();

  /// How many numbers are held besides the saved ones, because they follow from the specification alone.
  default double computed() {
    return 0;
  }

  /// The architecture in words: a line for each part, with the parts of a part indented below it.
  default List<String> description() {
    return List.of(kind(getClass()));
  }

  /// What a kind of specification is called, in messages and in the model file: by the class in which its record is nested
  /// as `Spec`, and by its own name otherwise.
  static String kind(Class<?> specification) {
    Class<?> owner = specification.getEnclosingClass();
    return owner != null && specification.getSimpleName().equals("Spec")
        ? owner.getSimpleName()
        : specification.getSimpleName();
  }
}
