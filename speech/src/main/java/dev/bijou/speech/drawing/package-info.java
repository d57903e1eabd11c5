/// Training of voices through the direction that speaks.
@NullMarked
package dev.bijou.speech.drawing;

import org.jspecify.annotations.NullMarked;
