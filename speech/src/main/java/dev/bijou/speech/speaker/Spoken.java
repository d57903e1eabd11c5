package dev.bijou.speech.speaker;

import dev.bijou.alignment.Alignment;
import dev.bijou.tensor.Tensor;

/// What a speaker makes of symbols.
///
/// @param mel the log-mel spectrogram, bands × frames
/// @param alignment which frames belong to which symbol
public record Spoken(Tensor mel, Alignment alignment) {}
