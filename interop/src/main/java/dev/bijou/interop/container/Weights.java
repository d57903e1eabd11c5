package dev.bijou.interop.container;

import dev.bijou.ModelFileException;
import dev.bijou.storage.Quoted;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/// An open file of named arrays, which are read when they are asked for.
///
/// It remembers which have been asked for, so that a model cannot be made of a part of a file by mistake.
public final class Weights implements AutoCloseable {
  /// More arrays than this are named in no message.
  private static final int NAMED = 3;

  private static final long FREE_BYTES = 1 << 24;

  private final Path file;
  private final Closeable source;
  private final Map<String, Entry> entries;
  private final Set<String> used = new HashSet<>();
  private long budget; // numbers that may still be read

  /// Reads all numbers of an array.
  @FunctionalInterface
  interface Reader {
    void read(float[] target) throws IOException;
  }

  /// An array of the file.
  ///
  /// @param shape its extents
  /// @param reader reads its numbers
  record Entry(int[] shape, Reader reader) {
    long size() {
      long size = 1;
      for (int extent : shape) {
        size = Math.min(size * extent, Integer.MAX_VALUE);
      }
      return size;
    }
  }

  /// @param length of the file in bytes: no more than twice as many bytes of numbers are read, so that a few bytes that
  ///     stand for many numbers cannot fill the memory
  Weights(Path file, long length, Closeable source, Map<String, Entry> entries) {
    this(file, source, entries, (2 * length + FREE_BYTES) / Float.BYTES);
  }

  private Weights(Path file, Closeable source, Map<String, Entry> entries, long budget) {
    this.file = file;
    this.source = source;
    this.entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
    this.budget = budget;
  }

  /// The same arrays under other names; those whose new name is empty are left out. This one must not be used any more.
  public Weights renamed(UnaryOperator<String> name) {
    Map<String, Entry> renamed = new LinkedHashMap<>();
    entries.forEach((old, entry) -> {
      String other = name.apply(old);
      if (!other.isEmpty()) {
        renamed.put(other, entry);
      }
    });
    return new Weights(file, source, renamed, budget);
  }

  /// The names in the order of the file.
  public Set<String> names() {
    return entries.keySet();
  }

  /// Whether there is an array of this name.
  public boolean has(String name) {
    return entries.containsKey(name);
  }

  /// The extents of an array.
  ///
  /// @throws ModelFileException if there is none of this name
  public int[] shape(String name) {
    return entry(name).shape().clone();
  }

  /// One of the extents of an array.
  ///
  /// @param place which one, from 0
  /// @throws ModelFileException if there is none of this name, or it has fewer extents
  public int extent(String name, int place) {
    int[] shape = entry(name).shape();
    if (place >= shape.length) {
      throw problem(
          "%s has shape %s, but %d extents are needed"
              .formatted(Quoted.of(name), Array.shown(shape), place + 1));
    }
    return shape[place];
  }

  /// An array.
  ///
  /// @param shape its extents; −1 for any
  /// @throws ModelFileException if there is none of this name or it has another shape, if the file cannot be read or if a
  ///     number is not finite
  public Array get(String name, int... shape) {
    Entry entry = entry(name);
    boolean fits = entry.shape().length == shape.length;
    for (int i = 0; fits && i < shape.length; i++) {
      fits = shape[i] < 0 || shape[i] == entry.shape()[i];
    }
    if (!fits) {
      throw problem(
          "%s has shape %s, but %s is needed"
              .formatted(Quoted.of(name), Array.shown(entry.shape()), Array.shown(shape)));
    }
    return get(name);
  }

  /// An array of whatever shape.
  ///
  /// @throws ModelFileException if there is none of this name, the file cannot be read, or a number is not finite
  public Array get(String name) {
    Entry entry = entry(name);
    used.add(name);
    budget -= entry.size();
    if (budget < 0) {
      throw problem(
          "%s of shape %s has more numbers than the file can hold"
              .formatted(Quoted.of(name), Array.shown(entry.shape())));
    }
    float[] values = new float[(int) entry.size()];
    try {
      entry.reader().read(values);
    } catch (IOException e) {
      throw new ModelFileException(
          "%s: cannot read %s: %s".formatted(file, Quoted.of(name), reason(e)), e);
    }
    for (float value : values) {
      if (!Float.isFinite(value)) {
        throw problem("%s holds %s".formatted(Quoted.of(name), value));
      }
    }
    return new Array(entry.shape(), values);
  }

  /// Refuses a model of more numbers than the file can hold, before it is made.
  ///
  /// @throws ModelFileException if there are more
  public void requireHolds(double numbers) {
    if (numbers > budget) {
      throw problem("a model of %,.0f numbers, more than the file can hold".formatted(numbers));
    }
  }

  private static String reason(IOException e) {
    String message = e.getMessage();
    return message == null ? "it ends too early" : message;
  }

  /// Refuses arrays that nobody has asked for.
  ///
  /// @param ignored those that have no influence on the density
  /// @throws ModelFileException if there are others
  public void requireAllUsed(Predicate<String> ignored) {
    List<String> rest =
        entries.keySet().stream()
            .filter(name -> !used.contains(name) && !ignored.test(name))
            .toList();
    if (!rest.isEmpty()) {
      throw problem(
          "%s%s belong%s to nothing that is known of this flow"
              .formatted(
                  String.join(", ", rest.stream().limit(NAMED).map(Quoted::of).toList()),
                  rest.size() > NAMED ? " and %d more".formatted(rest.size() - NAMED) : "",
                  rest.size() == 1 ? "s" : ""));
    }
  }

  private Entry entry(String name) {
    Entry entry = entries.get(name);
    if (entry == null) {
      throw problem(Quoted.of(name) + " is missing");
    }
    return entry;
  }

  /// An exception about this file.
  public ModelFileException problem(String what) {
    return new ModelFileException(file + ": " + what);
  }

  @Override
  public void close() {
    try {
      source.close();
    } catch (IOException ignored) {
      // Nothing was written, so nothing can be lost.
    }
  }
}
