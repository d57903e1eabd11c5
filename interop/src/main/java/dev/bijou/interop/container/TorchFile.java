package dev.bijou.interop.container;

import dev.bijou.ModelFileException;
import dev.bijou.interop.container.Weights.Entry;
import dev.bijou.interop.pickle.PickleException;
import dev.bijou.interop.pickle.TensorView;
import dev.bijou.interop.pickle.Unpickler;
import dev.bijou.storage.Dtype;
import dev.bijou.storage.Quoted;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel.MapMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/// What `torch.save` writes: a zip of a pickle and storages or, before PyTorch 1.6, pickles and storages in a row.
final class TorchFile {
  private static final String PICKLE = "data.pkl";
  private static final int LONGEST_PICKLE = 1 << 24;

  private TorchFile() {}

  /// Numbers of a storage from an element on.
  @FunctionalInterface
  private interface Storages {
    InputStream open(TensorView view) throws IOException;
  }

  /// The name of the pickle in a zip, null if there is none.
  static @Nullable String pickleOf(ZipFile zip) {
    return zip.stream()
        .map(ZipEntry::getName)
        .filter(name -> name.equals(PICKLE) || name.matches("[^/]+/" + PICKLE))
        .findFirst()
        .orElse(null);
  }

  /// @param pickle the name of the pickle
  static Weights ofZip(Path file, ZipFile zip, String pickle) throws IOException {
    String folder = pickle.substring(0, pickle.length() - PICKLE.length());
    if (zip.getEntry(folder + "constants.pkl") != null) {
      throw new ModelFileException(
          "a TorchScript program; save what model.state_dict() returns instead");
    }
    ZipEntry order = zip.getEntry(folder + "byteorder");
    if (order != null && text(zip, order).startsWith("big")) {
      throw new ModelFileException("its numbers are big-endian, which is not read");
    }
    byte[] bytes = bytes(zip, pickle);
    Object root = new Unpickler(ByteBuffer.wrap(bytes)).read();
    return weights(
        file,
        zip,
        root,
        view -> {
          String name = folder + "data/" + view.key();
          ZipEntry entry = zip.getEntry(name);
          if (entry == null) {
            throw new IOException("the file has no " + Quoted.of(name));
          }
          if (entry.getMethod() != ZipEntry.STORED) {
            throw new IOException(Quoted.of(name) + " is compressed, which PyTorch never does");
          }
          InputStream in = zip.getInputStream(entry);
          in.skipNBytes(view.offset() * view.dtype().bytes());
          return in;
        });
  }

  private static String text(ZipFile zip, ZipEntry entry) throws IOException {
    try (InputStream in = zip.getInputStream(entry)) {
      return new String(in.readNBytes(8), StandardCharsets.UTF_8);
    }
  }

  private static byte[] bytes(ZipFile zip, String name) throws IOException {
    try (InputStream in = zip.getInputStream(zip.getEntry(name))) {
      byte[] bytes = in.readNBytes(LONGEST_PICKLE + 1);
      if (bytes.length > LONGEST_PICKLE) {
        throw new ModelFileException(
            "its %s has more than %d MB, too many for weights"
                .formatted(Quoted.of(name), LONGEST_PICKLE >> 20));
      }
      return bytes;
    }
  }

  /// A file of before PyTorch 1.6: a magic number, the version, the machine, the object and the names of the storages, each
  /// a pickle; and each storage led by its length.
  static Weights ofLegacy(Path file, RandomAccessFile source) throws IOException {
    long length = source.length();
    ByteBuffer head =
        source.getChannel().map(MapMode.READ_ONLY, 0, Math.min(length, LONGEST_PICKLE));
    Unpickler pickles = new Unpickler(head);
    pickles.read();
    Object version = pickles.read();
    if (!(version instanceof Long number) || number != 1001) {
      throw new ModelFileException("a pickle, but none of PyTorch's");
    }
    pickles.read();
    Object root = pickles.read();
    if (!(pickles.read() instanceof List<?> keys)) {
      throw new ModelFileException("damaged: it does not name its storages");
    }
    Map<String, Integer> widths = new HashMap<>();
    pickles
        .storages()
        .forEach((key, storage) -> {
          Dtype dtype = storage.dtype();
          widths.put(key, dtype == null ? 1 : dtype.bytes());
        });
    Map<String, Long> starts = new HashMap<>();
    long at = head.position();
    ByteBuffer count = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (Object key : keys) {
      if (source.getChannel().read(count.clear(), at) < Long.BYTES) {
        throw new ModelFileException("truncated: its storages end too early");
      }
      long numbers = count.getLong(0);
      Integer width = widths.get(String.valueOf(key));
      if (width == null || numbers < 0 || numbers > (length - at) / width) {
        throw new ModelFileException("truncated, or damaged: its storages do not fit the file");
      }
      starts.put(String.valueOf(key), at + Long.BYTES);
      at += Long.BYTES + numbers * width;
    }
    return weights(
        file,
        source,
        root,
        view -> {
          Long start = starts.get(view.key());
          if (start == null) {
            throw new IOException("the file has no storage " + Quoted.of(view.key()));
          }
          source.getChannel().position(start + view.offset() * view.dtype().bytes());
          // Not to be closed: that would close the file.
          return Channels.newInputStream(source.getChannel());
        });
  }

  private static Weights weights(
      Path file, Closeable source, @Nullable Object root, Storages storages) throws IOException {
    Map<String, Entry> entries = new LinkedHashMap<>();
    for (Map.Entry<String, TensorView> named : Named.of(root).entrySet()) {
      TensorView view = named.getValue();
      entries.put(
          named.getKey(),
          new Entry(view.size(), target -> read(view, storages.open(view), target)));
    }
    return new Weights(file, Files.size(file), source, entries);
  }

  private static void read(TensorView view, InputStream in, float[] target) throws IOException {
    long step = 1;
    long last = 0;
    boolean contiguous = true;
    for (int d = view.size().length - 1; d >= 0; d--) {
      contiguous &= view.size()[d] == 1 || view.stride()[d] == step;
      step *= view.size()[d];
      last += (view.size()[d] - 1) * view.stride()[d];
    }
    if (target.length == 0 || contiguous) {
      Numbers.read(in, view.dtype(), target);
      return;
    }
    if (last > 4L * target.length + 1024) {
      throw new IOException("it is a sparse view of a large storage; save a copy of it");
    }
    float[] run = new float[(int) last + 1];
    Numbers.read(in, view.dtype(), run);
    Numbers.gather(run, view.size(), view.stride(), target);
  }

  /// What a damaged pickle says of itself, as the reader of a whole file says it.
  static ModelFileException refused(PickleException e) {
    return new ModelFileException(String.valueOf(e.getMessage()), e);
  }
}
