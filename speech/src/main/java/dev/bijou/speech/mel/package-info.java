/// The log-mel spectrogram that vocoders and text-to-speech front ends share: from sound, and back to sound by the
/// Griffin–Lim algorithm.
///
/// Reading order: [MelSettings] → [LogMel] → [GriffinLim]. A log-mel spectrogram is a tensor of bands × frames: band b
/// of frame t is `data[b * frames + t]`.
@NullMarked
package dev.bijou.speech.mel;

import org.jspecify.annotations.NullMarked;
