/// Training: objectives, the optimizer, schedules, early stopping, rollback and checkpoints.
@NullMarked
package dev.bijou.train;

import org.jspecify.annotations.NullMarked;
