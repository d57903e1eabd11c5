/// Pictures of spectrograms.
@NullMarked
package dev.bijou.speech.picture;

import org.jspecify.annotations.NullMarked;
