/// What the trainings of voices and speakers have in common: limits, listeners, and where the result comes from.
@NullMarked
package dev.bijou.speech.training;

import org.jspecify.annotations.NullMarked;
