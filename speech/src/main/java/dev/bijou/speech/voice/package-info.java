/// Voices: flows that turn mel spectrograms into speech. [VoiceTraining] makes a [Voice], [Vocoder] lets it speak, and
/// [dev.bijou.speech.evaluation.VoiceEvaluation] compares it with the Griffin–Lim algorithm.
@NullMarked
package dev.bijou.speech.voice;

import org.jspecify.annotations.NullMarked;
