/// Voices: flows that turn mel spectrograms into speech. [VoiceTraining] makes a [Voice], [Vocoder] lets it speak, and
/// [VoiceEvaluation] judges it beside the algorithm of Griffin and Lim.
@NullMarked
package dev.bijou.speech.voice;

import org.jspecify.annotations.NullMarked;
