/// Distributions of two features with known densities, to learn and to draw.
@NullMarked
package dev.bijou.distribution.toy;

import org.jspecify.annotations.NullMarked;
