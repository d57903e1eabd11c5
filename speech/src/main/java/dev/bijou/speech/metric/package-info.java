/// How close a recording is to another: [SpeechScore] has all measures of a pair, the other classes one each.
///
/// All compare sound that is in time with the reference, sample for sample, as a vocoder's is with what its spectrogram
/// was computed from.
@NullMarked
package dev.bijou.speech.metric;

import org.jspecify.annotations.NullMarked;
