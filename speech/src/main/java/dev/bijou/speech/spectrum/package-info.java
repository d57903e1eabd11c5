/// Fourier transforms: of a block, and of a stream frame by frame, there and back.
///
/// Reading order: [RealFft] → [FrameStream] → [Stft] → [OverlapAdd].
@NullMarked
package dev.bijou.speech.spectrum;

import org.jspecify.annotations.NullMarked;
