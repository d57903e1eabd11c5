/// Invertible maps of sequences, one a file.
@NullMarked
package dev.bijou.sequence.bijection;

import org.jspecify.annotations.NullMarked;
