/// Tensors of features × lanes, the memory they live in, the derivatives of what is computed from them, and the threads
/// that do the work.
@NullMarked
package dev.bijou.tensor;

import org.jspecify.annotations.NullMarked;
