package dev.bijou.alignment;

import dev.bijou.tensor.Tensor;

/// A sequence and the symbols that it follows, such as an utterance and its text.
///
/// @param symbols their numbers; not copied, and must not change
/// @param x features × frames; not copied, and must not change
public record Transcribed(int[] symbols, Tensor x) {

  /// The same with the last frames left out that do not make a whole lane of `squeeze` frames.
  public Transcribed whole(int squeeze) {
    int frames = x.lanes() / squeeze * squeeze;
    if (frames == x.lanes()) {
      return this;
    }
    Tensor cut = Tensor.zeros(x.features(), frames);
    for (int f = 0; f < x.features(); f++) {
      System.arraycopy(x.data(), x.at(f), cut.data(), cut.at(f), frames);
    }
    return new Transcribed(symbols, cut);
  }
}
