package dev.bijou.flow;

import com.sun.management.ThreadMXBean;
import dev.bijou.distribution.Distribution;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/// Says how much scorers of the ready-made flows allocate once they are warm.
final class WarmScorer {
  static final String NOTHING = "0 bytes";

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final int WINDOW = 1_000;
  private static final int WINDOWS = 400;

  private WarmScorer() {}

  /// Runs [#main] by the kernels of this process, and returns what it says.
  static String inAProcessOfItsOwn() throws Exception {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    if (ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent()) {
      command.add("--add-modules=jdk.incubator.vector");
    }
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), WarmScorer.class.getName()));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return told.strip();
  }

  public static void main(String[] args) {
    TreeMap<String, Long> allocating = new TreeMap<>();
    FlowsTest.readyMade(3, 2)
        .forEach((name, spec) -> {
          long least = least(FlowsTest.shaken(spec, 20));
          if (least > 0) {
            allocating.put(name, least);
          }
        });
    System.out.println(allocating.isEmpty() ? NOTHING : "bytes in 1,000 calls: " + allocating);
  }

  /// The vector kernels allocate until they are compiled, so what counts is the best of many windows of calls.
  private static long least(Distribution distribution) {
    RowScorer scorer = RowScorer.of(distribution);
    float[][] rows = {{0.3f, -1, 0.5f, 1, -0.2f}, {30, -0.1f, 1, -2, 0}};
    long least = Long.MAX_VALUE;
    for (int window = 0; window < WINDOWS && least > 0; window++) {
      long before = THREADS.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < WINDOW; i++) {
        scorer.logProb(rows[i & 1]);
      }
      least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - before);
    }
    return least;
  }
}
