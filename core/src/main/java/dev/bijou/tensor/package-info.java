/// Features × lanes tensors, the arena they live in, the tape that differentiates what is done to them, and the threads that
/// work through them.
@NullMarked
package dev.bijou.tensor;

import org.jspecify.annotations.NullMarked;
