package dev.bijou.benchmark;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.bijou.tensor.Workers;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// Bijou as one of the processes that `benchmarks/compare` lets take turns; speaks `benchmarks/peers/PROTOCOL.md`.
public final class Peer {
  private static final long WARM_NANOS = 6_000_000_000L;
  private static final int WARM_REPETITIONS = 20;

  private final Workers workers;
  private Work work = new Work("none", 0, () -> {});

  private Peer(Workers workers) {
    this.workers = workers;
  }

  /// @param args `--threads N`
  /// @throws IOException if standard input breaks
  public static void main(String[] args) throws IOException {
    int threads = args.length == 2 && args[0].equals("--threads") ? Integer.parseInt(args[1]) : 1;
    try (Workers workers = new Workers(threads)) {
      JsonObject versions = new JsonObject();
      versions.addProperty("java", System.getProperty("java.version"));
      JsonObject hello = new JsonObject();
      hello.addProperty("peer", "bijou");
      hello.addProperty("threads", threads);
      hello.add("versions", versions);
      hello.addProperty("peak_gflops", Peak.gigaflops());
      System.out.println(hello);
      new Peer(workers).serve();
    }
  }

  private void serve() throws IOException {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      String[] words = line.strip().split("\\s+");
      if (words[0].equals("quit")) {
        return;
      }
      JsonObject answer;
      try {
        answer =
            switch (words[0]) {
              case "prepare" -> prepare(words[1], Path.of(words[2]));
              case "measure" -> measure(Integer.parseInt(words[1]), Double.parseDouble(words[2]));
              default -> throw new IllegalArgumentException("no such command: " + words[0]);
            };
      } catch (RuntimeException e) {
        answer = new JsonObject();
        answer.addProperty("error", "bijou: " + e);
      }
      System.out.println(answer);
    }
  }

  private JsonObject prepare(String name, Path data) throws IOException {
    work = Work.prepare(name, data, workers);
    long end = System.nanoTime() + WARM_NANOS;
    for (int i = 0; i < WARM_REPETITIONS || System.nanoTime() < end; i++) {
      work.repetition().run();
    }
    JsonObject answer = new JsonObject();
    answer.addProperty("ready", name);
    answer.addProperty("parameters", work.parameters());
    return answer;
  }

  private JsonObject measure(int repetitions, double seconds) {
    JsonArray times = new JsonArray();
    long end = System.nanoTime() + (long) (seconds * 1e9);
    long bytes = 0;
    for (int i = 0; i == 0 || i < repetitions && System.nanoTime() < end; i++) {
      long before = Work.allocated();
      long start = System.nanoTime();
      work.repetition().run();
      long time = System.nanoTime() - start;
      bytes += Work.allocated() - before;
      times.add(time / 1e6);
    }
    JsonObject answer = new JsonObject();
    answer.addProperty("work", work.name());
    answer.add("ms", times);
    if (work.name().startsWith("score-one")) {
      answer.addProperty("bytes_per_call", bytes / times.size());
    }
    return answer;
  }
}
