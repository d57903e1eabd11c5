package dev.bijou.tensor;

import dev.bijou.random.Noise;
import java.util.ArrayList;
import java.util.List;

/// Records the derivative of each operation as it runs and plays them back in reverse: reverse-mode differentiation
/// over coarse operations.
///
/// A tape belongs to one worker: it collects the gradient of the parameters of one [ParameterPack] into an array of
/// that worker's own.
final class Tape {
  private final ParameterPack pack;
  private final float[] gradients;
  private final int seed;
  private final boolean settled;
  private final List<Entry> entries = new ArrayList<>();
  private int draws;

  private record Entry(Tensor output, Runnable derivative) {}

  /// A tape that adds to `gradients`, laid out as `pack.values()`.
  ///
  /// @param seed of the noise that [#nextSeed] hands out
  /// @throws IllegalArgumentException if the array has another length than the pack
  Tape(ParameterPack pack, float[] gradients, int seed) {
    this(pack, gradients, seed, false);
  }

  private Tape(ParameterPack pack, float[] gradients, int seed, boolean settled) {
    if (gradients.length != pack.size()) {
      throw new IllegalArgumentException(
          "gradients has %d floats, but the pack has %d".formatted(gradients.length, pack.size()));
    }
    this.pack = pack;
    this.gradients = gradients;
    this.seed = seed;
    this.settled = settled;
  }

  void record(Tensor output, Runnable derivative) {
    entries.add(new Entry(output, derivative));
  }

  Tensor attach(Parameter parameter) {
    Tensor value = parameter.value();
    if (parameter.pack() != pack) {
      return value;
    }
    return value.tracked(
        Gradient.over(Tensor.over(gradients, value.offset(), value.features(), value.lanes())));
  }

  /// An empty tape for a part of the computation, which adds to the same gradients.
  Tape part(int partSeed) {
    return new Tape(pack, gradients, partSeed, settled);
  }

  /// An empty tape that adds to the same gradients, on which layers are as after training.
  Tape settle() {
    return new Tape(pack, gradients, seed, true);
  }

  /// Whether layers are as after training.
  boolean settled() {
    return settled;
  }

  /// A new seed for each call, for noise that belongs to training (dropout).
  int nextSeed() {
    return Noise.bits(seed, draws++);
  }

  /// Runs the recorded derivatives, last first, and forgets them. The gradient of the result must have been set.
  void backward() {
    for (Entry entry : entries.reversed()) {
      entry.derivative.run();
      entry.output.releaseGradient();
    }
    entries.clear();
  }
}
