/// Spectra of sound: the short-time Fourier transform and its inverse, the log-mel spectrogram that vocoders and
/// text-to-speech front ends share, the Griffin–Lim algorithm, a denoiser, `.npy` files, and pictures.
///
/// Reading order: [RealFft] → [Framing] → [Stft] → [MelSettings] → [LogMel] → [GriffinLim]. A log-mel spectrogram is a
/// tensor of bands × frames: band b of frame t is `data[b * frames + t]`.
@NullMarked
package dev.bijou.speech.spectrum;

import org.jspecify.annotations.NullMarked;
