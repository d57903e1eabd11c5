/// The training that voices and speakers have in common: steps, rounds, checkpoints.
@NullMarked
package dev.bijou.speech.training.run;

import org.jspecify.annotations.NullMarked;
