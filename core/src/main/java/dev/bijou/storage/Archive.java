package dev.bijou.storage;

import dev.bijou.tensor.Tensor;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/// Named tensors and texts in one file: the container of a training checkpoint.
///
/// The file is a safetensors file with a checksum; what it means is its user's business. Whole numbers and doubles
/// are kept exactly as text: `Long.toString`, `Double.toString`.
///
/// @param metadata texts by name
/// @param tensors tensors by name, features × lanes
public record Archive(Map<String, String> metadata, Map<String, Tensor> tensors) {

  /// Writes the file; it appears as a whole or not at all.
  ///
  /// @throws dev.bijou.OutputException if the file cannot be written
  public void write(Path file) {
    SafeTensors.write(file, metadata, tensors);
  }

  /// Reads a file that [#write] wrote, bit for bit.
  ///
  /// @throws dev.bijou.ModelFileException if the file cannot be read, is truncated or is damaged
  public static Archive read(Path file) {
    try (SafeTensors content = SafeTensors.open(file)) {
      content.requireChecksum();
      Map<String, Tensor> tensors = new LinkedHashMap<>();
      content.tensors().keySet().forEach(name -> tensors.put(name, content.read(name)));
      return new Archive(content.metadata(), tensors);
    }
  }
}
