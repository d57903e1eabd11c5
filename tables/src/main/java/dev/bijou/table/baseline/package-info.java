/// Simple densities that a model should beat.
@NullMarked
package dev.bijou.table.baseline;

import org.jspecify.annotations.NullMarked;
