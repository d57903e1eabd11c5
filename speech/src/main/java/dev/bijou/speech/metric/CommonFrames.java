package dev.bijou.speech.metric;

import dev.bijou.tensor.Tensor;

/// How many frames two spectrograms of as many bands both have.
final class CommonFrames {
  private CommonFrames() {}

  static int of(Tensor reference, Tensor candidate) {
    if (reference.features() != candidate.features()) {
      throw new IllegalArgumentException(
          "the reference has %d bands, but the candidate %d"
              .formatted(reference.features(), candidate.features()));
    }
    return Math.min(reference.lanes(), candidate.lanes());
  }
}
