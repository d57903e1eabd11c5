/// Distributions of sequences made from others.
@NullMarked
package dev.bijou.sequence.distribution;

import org.jspecify.annotations.NullMarked;
