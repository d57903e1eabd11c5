/// Coarse differentiable operations: one file each, with the forward map, its exact derivative and the formula.
@NullMarked
package dev.bijou.operation;

import org.jspecify.annotations.NullMarked;
