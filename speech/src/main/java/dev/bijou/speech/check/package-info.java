/// Whether recordings are good enough to learn a voice from.
@NullMarked
package dev.bijou.speech.check;

import org.jspecify.annotations.NullMarked;
