/// Speakers: flows that turn symbols of a text into mel spectrograms. [SpeakerTraining] makes a [Speaker], and
/// [SpeakerEvaluation] compares it with a Gaussian for each symbol.
@NullMarked
package dev.bijou.speech.speaker;

import org.jspecify.annotations.NullMarked;
