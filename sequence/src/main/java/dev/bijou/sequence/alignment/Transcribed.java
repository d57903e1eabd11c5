package dev.bijou.sequence.alignment;

import dev.bijou.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/// A sequence and the symbols that it follows, such as an utterance and its text.
///
/// @param symbols their numbers; not copied, and must not change
/// @param x features × frames; not copied, and must not change
/// @param pitch of each symbol, where it is known; not copied, and must not change
public record Transcribed(int[] symbols, Tensor x, float @Nullable [] pitch) {

  /// A sequence whose pitch is not known.
  public Transcribed(int[] symbols, Tensor x) {
    this(symbols, x, null);
  }

  /// The same with the last frames left out that do not make a whole lane of `squeeze` frames.
  public Transcribed whole(int squeeze) {
    int frames = x.lanes() / squeeze * squeeze;
    if (frames == x.lanes()) {
      return this;
    }
    return new Transcribed(symbols, Tensor.zeros(x.features(), frames).setLanes(x, 0), pitch);
  }
}
