/// Randomness from seeds: generators, counter-based bits, and the order of rows in an epoch.
@NullMarked
package dev.bijou.random;

import org.jspecify.annotations.NullMarked;
