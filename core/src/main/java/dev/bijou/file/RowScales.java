package dev.bijou.file;

import dev.bijou.storage.Dtype;
import dev.bijou.storage.SafeTensors;
import dev.bijou.storage.TensorEntry;
import dev.bijou.tensor.Tensor;
import java.nio.file.Path;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/// Matrices in 8 bits: whole numbers q in −127 … 127 under the name of the matrix W, and under that name with `.scale` a column s,
///
/// W(f, n) = s(f) · q(f, n)
final class RowScales {
  private static final int MOST = 127;

  private RowScales() {}

  private static String nameOf(String matrix) {
    return matrix + ".scale";
  }

  /// Writes tensors, those of several lanes in 8 bits.
  static void write(Path file, Map<String, String> metadata, Map<String, Tensor> tensors) {
    Map<String, Tensor> written = new LinkedHashMap<>();
    Map<Tensor, Dtype> dtypes = new IdentityHashMap<>();
    tensors.forEach((name, tensor) -> {
      if (tensor.lanes() == 1) {
        written.put(name, tensor);
        return;
      }
      Tensor whole = Tensor.zeros(tensor.features(), tensor.lanes());
      Tensor scales = Tensor.zeros(tensor.features(), 1);
      for (int f = 0; f < tensor.features(); f++) {
        float scale = ModelTensors.largest(tensor.rows(f, f + 1)) / MOST;
        scales.data()[scales.at(f)] = scale;
        for (int n = 0; n < tensor.lanes() && scale > 0; n++) {
          whole.data()[whole.at(f) + n] =
              Math.clamp(Math.round(tensor.get(f, n) / scale), -MOST, MOST);
        }
      }
      dtypes.put(whole, Dtype.I8);
      written.put(name, whole);
      written.put(nameOf(name), scales);
    });
    SafeTensors.write(file, metadata, written, tensor -> dtypes.getOrDefault(tensor, Dtype.F32));
  }

  /// Whether a tensor of whole numbers is a matrix with scales.
  static boolean has(SafeTensors content, TensorEntry tensor) {
    TensorEntry scale = content.tensors().get(nameOf(tensor.name()));
    return tensor.dtype() == Dtype.I8
        && scale != null
        && scale.dtype().isFloating()
        && scale.features() == tensor.features()
        && scale.lanes() == 1;
  }

  /// Whether a tensor of a file holds the scales of another one.
  static boolean areScales(SafeTensors content, String name) {
    return name.endsWith(".scale")
        && content.tensors().get(name.substring(0, name.lastIndexOf('.'))) instanceof TensorEntry of
        && has(content, of);
  }

  /// Reads a tensor, with its scales if it has them.
  static void read(SafeTensors content, String name, Tensor target) {
    content.read(name, target);
    TensorEntry entry = content.tensors().get(name);
    if (entry == null || entry.dtype() != Dtype.I8) {
      return;
    }
    Tensor scales = content.read(nameOf(name));
    for (int f = 0; f < target.features(); f++) {
      float scale = scales.get(f, 0);
      for (int n = 0; n < target.lanes(); n++) {
        target.data()[target.at(f) + n] *= scale;
      }
    }
  }
}
