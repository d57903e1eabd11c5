/// Voices: flows that turn mel spectrograms into speech. [VoiceTraining] makes a [Voice], and [Vocoder] lets it speak.
@NullMarked
package dev.bijou.speech.voice;

import org.jspecify.annotations.NullMarked;
