package dev.bijou.storage;

import dev.bijou.ModelFileException;
import dev.bijou.OutputException;
import dev.bijou.tensor.Tensor;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// An open [safetensors](https://github.com/huggingface/safetensors) file, and how to write one.
///
/// The container: the length of the header (unsigned 64-bit, little-endian), the header (JSON: metadata, and name,
/// type, shape and place of every tensor), then the numbers, little-endian, row by row. Opening checks all of it, the
/// checksum included where the file has one; the numbers of a tensor are read when they are asked for, straight into
/// it, so that a file costs no more memory than its tensors.
public final class SafeTensors implements AutoCloseable {
  /// The key of the metadata under which the checksum stands.
  public static final String CHECKSUM_KEY = Checksum.KEY;

  private static final int LENGTH_BYTES = 8;
  private static final long LONGEST_HEADER = 100_000_000;
  private static final int BUFFER_BYTES = 1 << 13;

  private final Path path;
  private final RandomAccessFile file;
  private final long dataStart;
  private final Map<String, String> metadata;
  private final Map<String, TensorEntry> tensors;
  private final boolean checksummed;

  private SafeTensors(Path path, RandomAccessFile file, long dataStart, SafeTensorsHeader header) {
    this.path = path;
    this.file = file;
    this.dataStart = dataStart;
    Map<String, String> keys = new LinkedHashMap<>(header.metadata());
    this.checksummed = keys.remove(Checksum.KEY) != null;
    this.metadata = Collections.unmodifiableMap(keys);
    Map<String, TensorEntry> byName = new LinkedHashMap<>();
    header.tensors().forEach(tensor -> byName.put(tensor.name(), tensor));
    this.tensors = Collections.unmodifiableMap(byName);
  }

  /// Opens a file and checks its header, its length and, where it has one, its checksum.
  ///
  /// @throws ModelFileException if the file cannot be read, is no safetensors file, is truncated or is damaged
  public static SafeTensors open(Path path) {
    RandomAccessFile file = null;
    boolean opened = false;
    try {
      requireReadable(path);
      file = new RandomAccessFile(path.toFile(), "r");
      SafeTensors tensors = open(path, file);
      opened = true;
      return tensors;
    } catch (ModelFileException e) {
      throw e.in(path);
    } catch (IOException e) {
      throw ModelFileException.cannotRead(path, e);
    } finally {
      if (!opened) {
        closeQuietly(file);
      }
    }
  }

  private static SafeTensors open(Path path, RandomAccessFile file) throws IOException {
    long length = file.length();
    byte[] start = new byte[LENGTH_BYTES];
    if (length < LENGTH_BYTES) {
      throw new ModelFileException("no model file: it has only %d bytes".formatted(length));
    }
    file.readFully(start);
    long headerLength = ByteBuffer.wrap(start).order(ByteOrder.LITTLE_ENDIAN).getLong();
    if (headerLength < 0 || headerLength > LONGEST_HEADER) {
      throw new ModelFileException(
          "damaged, or no model file: it does not start with the length of a header of at most 100 MB");
    }
    long dataStart = LENGTH_BYTES + headerLength;
    if (dataStart > length) {
      throw new ModelFileException(
          "truncated: the header ends at byte %d, but the file has %d bytes"
              .formatted(dataStart, length));
    }
    byte[] json = new byte[(int) headerLength];
    file.readFully(json);
    SafeTensorsHeader header = SafeTensorsHeader.parse(json);
    requireLength(header, dataStart, length);
    String digits = header.metadata().get(Checksum.KEY);
    if (digits != null && !digits.equals(checksum(file, start, json, digits))) {
      throw new ModelFileException(
          "damaged: its content does not match its checksum; get the file again");
    }
    return new SafeTensors(path, file, dataStart, header);
  }

  private static void requireReadable(Path path) throws IOException {
    if (!Files.readAttributes(path, BasicFileAttributes.class).isRegularFile()) {
      throw new FileSystemException(
          path.toString(),
          null,
          Files.isDirectory(path) ? "it is a folder" : "it is not a regular file");
    }
    if (!Files.isReadable(path)) {
      throw new AccessDeniedException(path.toString());
    }
  }

  private static void requireLength(SafeTensorsHeader header, long dataStart, long length) {
    for (TensorEntry tensor : header.tensors()) {
      if (dataStart + tensor.end() > length) {
        throw new ModelFileException(
            "truncated: tensor %s ends at byte %d, but the file has %d bytes"
                .formatted(Quoted.of(tensor.name()), dataStart + tensor.end(), length));
      }
    }
    long end = dataStart + header.dataBytes();
    if (end < length) {
      throw new ModelFileException(
          "damaged: %d bytes follow the last tensor".formatted(length - end));
    }
  }

  /// The digits that the content asks for; reads the rest of the file.
  private static String checksum(RandomAccessFile file, byte[] start, byte[] json, String digits)
      throws IOException {
    Checksum checksum = new Checksum();
    checksum.update(start, start.length);
    checksum.update(Checksum.blank(json, digits), json.length);
    byte[] buffer = new byte[BUFFER_BYTES];
    for (int count = file.read(buffer); count >= 0; count = file.read(buffer)) {
      checksum.update(buffer, count);
    }
    return checksum.digits();
  }

  /// The metadata, in the file's order, without the checksum.
  public Map<String, String> metadata() {
    return metadata;
  }

  /// The tensors by name, in the order of their bytes.
  public Map<String, TensorEntry> tensors() {
    return tensors;
  }

  /// Whether the file has a checksum, which then was right when the file was opened.
  public boolean checksummed() {
    return checksummed;
  }

  /// An exception about this file.
  public ModelFileException problem(String what) {
    return new ModelFileException(path + ": " + what);
  }

  /// The exception, led by the name of this file.
  public ModelFileException problem(ModelFileException what) {
    return what.in(path);
  }

  /// Refuses a file without checksum: Bijou writes none.
  public void requireChecksum() {
    if (!checksummed) {
      throw problem("no file of Bijou's, or damaged: its metadata hold no " + Checksum.KEY);
    }
  }

  /// The number of elements of all tensors.
  public long size() {
    return tensors.values().stream().mapToLong(TensorEntry::size).sum();
  }

  /// A tensor's numbers: its first extent are the features, the product of the others the lanes; a scalar is 1 × 1.
  ///
  /// @throws ModelFileException if there is no such tensor or the file cannot be read
  public Tensor read(String name) {
    TensorEntry entry = entry(name);
    Tensor tensor = Tensor.zeros(entry.features(), entry.lanes());
    read(name, tensor);
    return tensor;
  }

  /// Reads a tensor's numbers into one of as many features and lanes.
  ///
  /// @throws ModelFileException if there is no such tensor, its shape differs or the file cannot be read
  public void read(String name, Tensor target) {
    TensorEntry entry = entry(name);
    if (entry.features() != target.features() || entry.lanes() != target.lanes()) {
      throw problem(
          "tensor %s has shape %s, but %s is needed"
              .formatted(Quoted.of(name), entry.shapeText(), target.shape()));
    }
    try {
      file.seek(dataStart + entry.begin());
      byte[] bytes = new byte[(int) Math.min(BUFFER_BYTES, entry.end() - entry.begin())];
      int width = entry.dtype().bytes();
      int at = 0;
      while (at < entry.size()) {
        int count = Math.min(bytes.length / width, entry.size() - at);
        file.readFully(bytes, 0, count * width);
        ByteBuffer source = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        entry.dtype().decode(source, target.data(), target.offset() + at, count);
        at += count;
      }
    } catch (EOFException e) {
      throw problem(new ModelFileException("it became shorter while it was read", e));
    } catch (IOException e) {
      throw ModelFileException.cannotRead(path, e);
    }
  }

  private TensorEntry entry(String name) {
    TensorEntry entry = tensors.get(name);
    if (entry == null) {
      throw problem("tensor " + Quoted.of(name) + " is missing");
    }
    return entry;
  }

  @Override
  public void close() {
    closeQuietly(file);
  }

  private static void closeQuietly(@Nullable RandomAccessFile file) {
    try {
      if (file != null) {
        file.close();
      }
    } catch (IOException ignored) {
      // Nothing was written, so nothing can be lost.
    }
  }

  /// Writes metadata and tensors (F32, shape [features, lanes]) with a checksum; the file appears as a whole or not
  /// at all. Equal content gives equal bytes.
  ///
  /// @throws OutputException if the file cannot be written
  /// @throws IllegalArgumentException if a name is reserved: `__metadata__` for tensors, `bijou.sha256` for metadata
  public static void write(Path path, Map<String, String> metadata, Map<String, Tensor> tensors) {
    write(path, metadata, tensors, _ -> Dtype.F32);
  }

  /// [#write(Path, Map, Map)] with an element type for each tensor; numbers of I8 are whole ones in −128 … 127.
  ///
  /// @throws OutputException if the file cannot be written
  public static void write(
      Path path,
      Map<String, String> metadata,
      Map<String, Tensor> tensors,
      Function<Tensor, Dtype> dtypes) {
    if (tensors.containsKey(SafeTensorsHeader.METADATA) || metadata.containsKey(Checksum.KEY)) {
      throw new IllegalArgumentException(
          "%s is no name for a tensor and %s none for metadata"
              .formatted(SafeTensorsHeader.METADATA, Checksum.KEY));
    }
    byte[] json = new SafeTensorsHeader(metadata, layout(tensors, dtypes)).toJson();
    if (json.length > LONGEST_HEADER) {
      throw new OutputException(
          path.toString(),
          "names and metadata take %d bytes, more than the 100 MB that the format allows"
              .formatted(json.length));
    }
    if (Files.exists(path) && !Files.isRegularFile(path) && !Files.isDirectory(path)) {
      throw new OutputException(path.toString(), "it is not a regular file");
    }
    try (AtomicFile file = AtomicFile.create(path.toString())) {
      byte[] checksum = write(file.stream(), json, tensors.values(), dtypes);
      file.commitWith(LENGTH_BYTES + SafeTensorsHeader.CHECKSUM_AT, checksum);
    } catch (IOException e) {
      throw new OutputException(path.toString(), e);
    }
  }

  private static List<TensorEntry> layout(
      Map<String, Tensor> tensors, Function<Tensor, Dtype> dtypes) {
    List<TensorEntry> entries = new ArrayList<>();
    long at = 0;
    for (Map.Entry<String, Tensor> named : tensors.entrySet()) {
      Tensor tensor = named.getValue();
      Dtype dtype = dtypes.apply(tensor);
      long end = at + (long) dtype.bytes() * tensor.size();
      entries.add(
          new TensorEntry(
              named.getKey(), dtype, List.of(tensor.features(), tensor.lanes()), at, end));
      at = end;
    }
    return entries;
  }

  /// Writes all but the checksum, which it returns.
  private static byte[] write(
      OutputStream file, byte[] json, Iterable<Tensor> tensors, Function<Tensor, Dtype> dtypes)
      throws IOException {
    Checksum checksum = new Checksum();
    byte[] buffer = new byte[BUFFER_BYTES];
    ByteBuffer bytes = ByteBuffer.wrap(buffer).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(0, json.length);
    append(file, checksum, buffer, LENGTH_BYTES);
    append(file, checksum, json, json.length);
    for (Tensor tensor : tensors) {
      Dtype dtype = dtypes.apply(tensor);
      int most = BUFFER_BYTES / dtype.bytes();
      int at = 0;
      while (at < tensor.size()) {
        int count = Math.min(most, tensor.size() - at);
        dtype.encode(tensor.data(), tensor.offset() + at, count, bytes.clear());
        append(file, checksum, buffer, count * dtype.bytes());
        at += count;
      }
    }
    return checksum.digits().getBytes(StandardCharsets.US_ASCII);
  }

  private static void append(OutputStream file, Checksum checksum, byte[] bytes, int count)
      throws IOException {
    checksum.update(bytes, count);
    file.write(bytes, 0, count);
  }
}
