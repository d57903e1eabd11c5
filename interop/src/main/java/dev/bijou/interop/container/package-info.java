/// Files of weights: PyTorch, safetensors, NumPy and equinox. Nothing in them is run.
@NullMarked
package dev.bijou.interop.container;

import org.jspecify.annotations.NullMarked;
