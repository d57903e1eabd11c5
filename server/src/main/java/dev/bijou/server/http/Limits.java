package dev.bijou.server.http;

import java.util.List;

/// How much one request, and all together, may take.
///
/// @param bodyBytes of a request
/// @param rows of a table that is sent, or drawn
/// @param requestSeconds for a request to arrive
/// @param answerSeconds for an answer to be computed, and for a part of it to be taken
/// @param requests that are answered at a time
/// @param waiting requests that may wait for a thread
/// @param connections that may be open
/// @param memoryBytes that bodies and answers may take together
public record Limits(
    long bodyBytes,
    long rows,
    int requestSeconds,
    int answerSeconds,
    int requests,
    int waiting,
    int connections,
    long memoryBytes) {
  private static final long MEBIBYTE = 1 << 20;

  /// The names of the limits, in their order.
  public static final List<String> NAMES =
      List.of(
          "body",
          "rows",
          "request-time",
          "answer-time",
          "requests",
          "waiting",
          "connections",
          "memory");

  /// @throws IllegalArgumentException if a limit is not positive
  public Limits {
    long[] all = {
      bodyBytes, rows, requestSeconds, answerSeconds, requests, waiting, connections, memoryBytes
    };
    for (int i = 0; i < all.length; i++) {
      if (all[i] < 1) {
        throw new IllegalArgumentException(
            "limit %s is %d, but must be at least 1".formatted(NAMES.get(i), all[i]));
      }
    }
  }

  /// 16 MiB and 100,000 rows a request, 10 s to send it, a minute to answer, a quarter of the heap.
  public static Limits standard() {
    return new Limits(
        16 * MEBIBYTE,
        100_000,
        10,
        60,
        2_048,
        64,
        4_096,
        Math.max(64 * MEBIBYTE, Runtime.getRuntime().maxMemory() / 4));
  }

  /// The same with one limit changed.
  ///
  /// @param name one of [#NAMES]: bytes of body and memory, seconds of times
  /// @throws IllegalArgumentException if there is no such limit, or it is not positive
  public Limits with(String name, long value) {
    int changed = NAMES.indexOf(name);
    if (changed < 0) {
      throw new IllegalArgumentException(
          "there is no limit \"%s\", but %s".formatted(name, String.join(", ", NAMES)));
    }
    long[] all = {
      bodyBytes, rows, requestSeconds, answerSeconds, requests, waiting, connections, memoryBytes
    };
    all[changed] = value;
    return new Limits(
        all[0],
        all[1],
        whole(all[2]),
        whole(all[3]),
        whole(all[4]),
        whole(all[5]),
        whole(all[6]),
        all[7]);
  }

  private static int whole(long value) {
    return Math.clamp(value, Integer.MIN_VALUE, Integer.MAX_VALUE);
  }
}
