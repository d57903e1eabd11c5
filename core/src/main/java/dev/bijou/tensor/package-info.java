/// Tensors of features × lanes, the arenas they live in, the tape that differentiates what is computed from them, and
/// the threads that do the work.
@NullMarked
package dev.bijou.tensor;

import org.jspecify.annotations.NullMarked;
