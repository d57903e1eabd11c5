/// Vocoders of NVIDIA's WaveGlow and of SqueezeWave.
@NullMarked
package dev.bijou.interop.speech;

import org.jspecify.annotations.NullMarked;
