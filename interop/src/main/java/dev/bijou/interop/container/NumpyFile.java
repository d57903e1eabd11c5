package dev.bijou.interop.container;

import dev.bijou.ModelFileException;
import dev.bijou.interop.container.Weights.Entry;
import dev.bijou.storage.Quoted;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/// What `numpy.savez` writes, a zip of arrays; and the leaves of equinox (`eqx.tree_serialise_leaves`), arrays in a row,
/// which have no names but their numbers `0`, `1`, …
final class NumpyFile {
  private static final String SUFFIX = ".npy";
  private static final int MOST_ARRAYS = 100_000;

  private NumpyFile() {}

  static Weights ofZip(Path file, ZipFile zip) throws IOException {
    if (zip.size() == 0) {
      throw new ModelFileException("an empty zip");
    }
    Map<String, Entry> entries = new LinkedHashMap<>();
    for (ZipEntry entry : zip.stream().toList()) {
      if (!entry.getName().endsWith(SUFFIX)) {
        throw new ModelFileException(
            "a zip that is neither PyTorch's nor NumPy's: it holds " + Quoted.of(entry.getName()));
      }
      String name = entry.getName().substring(0, entry.getName().length() - SUFFIX.length());
      try (InputStream in = zip.getInputStream(entry)) {
        Npy header = Npy.read(in);
        entries.put(
            name,
            new Entry(
                header.shape(),
                target -> {
                  try (InputStream again = zip.getInputStream(entry)) {
                    again.skipNBytes(header.bytes());
                    header.read(again, target);
                  }
                }));
      }
    }
    return new Weights(file, Files.size(file), zip, entries);
  }

  static Weights ofLeaves(Path file, RandomAccessFile source) throws IOException {
    Map<String, Entry> entries = new LinkedHashMap<>();
    long length = source.length();
    long at = 0;
    while (at < length) {
      if (entries.size() == MOST_ARRAYS) {
        throw new ModelFileException("more than %d arrays".formatted(MOST_ARRAYS));
      }
      Npy header = Npy.read(from(source, at));
      long start = at + header.bytes();
      long end = start + header.size() * header.dtype().bytes();
      if (end > length) {
        throw new ModelFileException(
            "truncated: array %d ends at byte %d, but the file has %d bytes"
                .formatted(entries.size(), end, length));
      }
      entries.put(
          String.valueOf(entries.size()),
          new Entry(header.shape(), target -> header.read(from(source, start), target)));
      at = end;
    }
    return new Weights(file, length, source, entries);
  }

  /// Not to be closed: that would close the file.
  private static InputStream from(RandomAccessFile source, long position) throws IOException {
    source.getChannel().position(position);
    return new BufferedInputStream(Channels.newInputStream(source.getChannel()));
  }
}
