/// Speech: sound in and out, its mel spectrogram, voices and speakers that are trained, and how close one recording is
/// to another.
///
/// Reading order: `audio` (files to samples, samples to files, sample rates) → `spectrum` (short-time Fourier
/// transform) → `mel` (mel spectrogram, Griffin–Lim) → `metric` (distances between recordings) → `corpus` (folders of
/// utterances) → `training` (what the trainings have in common) → `voice` (spectrograms to sound) → `text`
/// (text to phones) → `speaker` (phones to spectrograms, and reading aloud). Sound is mono floats in −1…1, times are
/// seconds, frequencies Hz. Bad input is a [SpeechException], whose message is one complete line.
@NullMarked
package dev.bijou.speech;

import org.jspecify.annotations.NullMarked;
