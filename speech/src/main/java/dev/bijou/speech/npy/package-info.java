/// Spectrograms in files that other programs read and write.
@NullMarked
package dev.bijou.speech.npy;

import org.jspecify.annotations.NullMarked;
