/// What the trainings of this module have in common: a [dev.bijou.speech.training.run.TrainingRun] takes one from its start or a checkpoint to its
/// end.
@NullMarked
package dev.bijou.speech.training;

import org.jspecify.annotations.NullMarked;
