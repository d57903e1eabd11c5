/// The log-mel spectrogram that vocoders and text-to-speech front ends share: from sound, from and to `.npy` files, and
/// back to sound by the Griffin–Lim algorithm; and a denoiser.
///
/// Reading order: [MelSettings] → [LogMel] → [GriffinLim]. A log-mel spectrogram is a tensor of bands × frames: band b
/// of frame t is `data[b * frames + t]`.
@NullMarked
package dev.bijou.speech.mel;

import org.jspecify.annotations.NullMarked;
