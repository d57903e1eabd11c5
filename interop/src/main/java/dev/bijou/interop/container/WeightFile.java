package dev.bijou.interop.container;

import dev.bijou.ModelFileException;
import dev.bijou.interop.container.Weights.Entry;
import dev.bijou.interop.pickle.PickleException;
import dev.bijou.storage.SafeTensors;
import dev.bijou.tensor.Tensor;
import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/// Opens files of weights, whose kind their first bytes tell.
public final class WeightFile {
  private static final int MOST_ENTRIES = 100_000;

  private WeightFile() {}

  /// Opens a file: what `torch.save` wrote (the zip of today or the older form), safetensors, what `numpy.savez` wrote, or
  /// the leaves that equinox wrote.
  ///
  /// @throws ModelFileException if it cannot be read, is damaged, or is of another kind
  public static Weights open(Path file) {
    try {
      requireRegular(file);
      byte[] start = start(file);
      if (start.length >= 4 && start[0] == 'P' && start[1] == 'K') {
        return zip(file);
      }
      if (Npy.isMagic(start)) {
        return random(file, NumpyFile::ofLeaves);
      }
      if (start.length > 1 && (start[0] & 0xff) == 0x80) {
        return random(file, TorchFile::ofLegacy);
      }
      if (start.length > 8 && start[8] == '{') {
        return safeTensors(file);
      }
    } catch (ModelFileException e) {
      throw named(file, e);
    } catch (PickleException e) {
      throw TorchFile.refused(e).in(file);
    } catch (ZipException e) {
      throw new ModelFileException(file + ": damaged, or truncated: no whole zip file", e);
    } catch (IOException e) {
      throw ModelFileException.cannotRead(file, e);
    }
    throw new ModelFileException(
        file + ": neither PyTorch's weights nor safetensors, .npz or .eqx");
  }

  private static ModelFileException named(Path file, ModelFileException e) {
    String message = String.valueOf(e.getMessage());
    return message.startsWith(file.toString()) ? e : e.in(file);
  }

  private static void requireRegular(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw new FileSystemException(file.toString(), null, "it is a folder");
    }
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new FileSystemException(file.toString(), null, "it is not a regular file");
    }
  }

  private static byte[] start(Path file) throws IOException {
    try (var in = Files.newInputStream(file)) {
      return in.readNBytes(16);
    }
  }

  private static Weights zip(Path file) throws IOException {
    ZipFile zip = new ZipFile(file.toFile());
    Weights weights = null;
    try {
      if (zip.size() > MOST_ENTRIES) {
        throw new ModelFileException(
            "a zip of %,d files, too many for weights".formatted(zip.size()));
      }
      String pickle = TorchFile.pickleOf(zip);
      weights = pickle == null ? NumpyFile.ofZip(file, zip) : TorchFile.ofZip(file, zip, pickle);
      return weights;
    } finally {
      closeUnless(weights, zip);
    }
  }

  @FunctionalInterface
  private interface Opening {
    Weights of(Path file, RandomAccessFile source) throws IOException;
  }

  private static Weights random(Path file, Opening opening) throws IOException {
    RandomAccessFile source = new RandomAccessFile(file.toFile(), "r");
    Weights weights = null;
    try {
      weights = opening.of(file, source);
      return weights;
    } finally {
      closeUnless(weights, source);
    }
  }

  private static void closeUnless(@Nullable Weights opened, Closeable source) throws IOException {
    if (opened == null) {
      source.close();
    }
  }

  private static Weights safeTensors(Path file) throws IOException {
    SafeTensors source = SafeTensors.open(file);
    Map<String, Entry> entries = new LinkedHashMap<>();
    source
        .tensors()
        .forEach((name, tensor) ->
            entries.put(
                name,
                new Entry(
                    tensor.shape().stream().mapToInt(Integer::intValue).toArray(),
                    target -> {
                      Tensor read = source.read(name);
                      System.arraycopy(read.data(), read.offset(), target, 0, target.length);
                    })));
    return new Weights(file, Files.size(file), source::close, entries);
  }
}
