/// Voices that go on learning with the spectrograms of a speaker.
@NullMarked
package dev.bijou.speech.tuning;

import org.jspecify.annotations.NullMarked;
