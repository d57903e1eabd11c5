package dev.bijou.server.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;

/// The body of a request, read as a whole within a limit. Memory is taken as bytes arrive, not as they are announced.
final class Body implements AutoCloseable {
  private static final int PART_BYTES = 1 << 14;

  private final Memory memory;
  private final long most;
  private long held;

  Body(Memory memory, long most) {
    this.memory = memory;
    this.most = most;
  }

  /// Reads to the end.
  ///
  /// @param announced the length that the request announces, if it does
  byte[] read(InputStream in, OptionalLong announced) throws IOException {
    if (announced.orElse(0) > most) {
      throw tooLarge();
    }
    List<byte[]> parts = new ArrayList<>();
    int total = 0;
    while (true) {
      byte[] part = new byte[PART_BYTES];
      int read = in.readNBytes(part, 0, part.length);
      total += read;
      if (total > most) {
        throw tooLarge();
      }
      if (!memory.take(read)) {
        throw Problem.busy("too many requests are being read; try again", 1);
      }
      held += read;
      parts.add(read == part.length ? part : Arrays.copyOf(part, read));
      if (read < part.length) {
        break;
      }
    }
    if (announced.isPresent() && announced.getAsLong() != total) {
      throw Problem.of(
          400, "the body ends after %,d of %,d bytes".formatted(total, announced.getAsLong()));
    }
    return joined(parts, total);
  }

  private static byte[] joined(List<byte[]> parts, int total) {
    if (parts.size() == 1) {
      return parts.getFirst();
    }
    byte[] all = new byte[total];
    int from = 0;
    for (byte[] part : parts) {
      System.arraycopy(part, 0, all, from, part.length);
      from += part.length;
    }
    return all;
  }

  private Problem tooLarge() {
    return Problem.of(
        413, "the body is larger than %,d bytes; send the rows in parts".formatted(most));
  }

  /// Gives the memory back.
  @Override
  public void close() {
    memory.give(held);
    held = 0;
  }
}
