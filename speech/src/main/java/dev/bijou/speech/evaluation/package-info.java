/// How well voices speak recordings that they have not learned from.
@NullMarked
package dev.bijou.speech.evaluation;

import org.jspecify.annotations.NullMarked;
