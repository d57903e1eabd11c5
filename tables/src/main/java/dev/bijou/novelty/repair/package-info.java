/// Repairs: the fewest cells of a row that have to change before it is usual, and what they would have to be.
@NullMarked
package dev.bijou.novelty.repair;

import org.jspecify.annotations.NullMarked;
