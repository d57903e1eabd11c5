package dev.bijou.storage;

import dev.bijou.tensor.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Files with any content and the right checksum.
public final class ForgedFile {
  private ForgedFile() {}

  /// Writes a file; unlike [Archive#write] without waiting for the disk.
  public static void write(Path file, Map<String, String> metadata, Map<String, Tensor> tensors) {
    List<TensorEntry> entries = new ArrayList<>();
    long at = 0;
    for (Map.Entry<String, Tensor> named : tensors.entrySet()) {
      Tensor tensor = named.getValue();
      long end = at + (long) Float.BYTES * tensor.size();
      List<Integer> shape = List.of(tensor.features(), tensor.lanes());
      entries.add(new TensorEntry(named.getKey(), Dtype.F32, shape, at, end));
      at = end;
    }
    byte[] header = new SafeTensorsHeader(metadata, entries).toJson();
    ByteBuffer bytes =
        ByteBuffer.allocate(8 + header.length + (int) at).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(header.length).put(header);
    for (Tensor tensor : tensors.values()) {
      for (float value : tensor.toArray()) {
        bytes.putFloat(value);
      }
    }
    Checksum checksum = new Checksum();
    checksum.update(bytes.array(), bytes.capacity());
    bytes.put(
        8 + SafeTensorsHeader.CHECKSUM_AT, checksum.digits().getBytes(StandardCharsets.US_ASCII));
    try {
      Files.write(file, bytes.array());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
