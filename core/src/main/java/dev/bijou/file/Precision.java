package dev.bijou.file;

import dev.bijou.storage.Dtype;
import dev.bijou.tensor.Tensor;

/// The precision in which the numbers of a model are written.
public enum Precision {
  /// All numbers as they are.
  SINGLE {
    @Override
    Dtype of(Tensor tensor) {
      return Dtype.F32;
    }
  },
  /// Matrices as F16, rounded to 11 bits, and columns (biases, scales, statistics) as they are: half the size. The
  /// model that is read back differs slightly from the one that was written: evaluate the one that is read back.
  HALF {
    @Override
    Dtype of(Tensor tensor) {
      return tensor.lanes() > 1 ? Dtype.F16 : Dtype.F32;
    }
  };

  /// The element type of a tensor.
  abstract Dtype of(Tensor tensor);
}
