/// Features × lanes tensors, the arena they live in and the tape that differentiates what is done to them.
@NullMarked
package dev.bijou.tensor;

import org.jspecify.annotations.NullMarked;
