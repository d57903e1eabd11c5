/// Distributions as ONNX graphs.
@NullMarked
package dev.bijou.interop.onnx;

import org.jspecify.annotations.NullMarked;
