package dev.bijou.flow;

import dev.bijou.distribution.Distribution;
import dev.bijou.tensor.Context;
import dev.bijou.tensor.Shapes;
import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Workspace;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/// Draws long sequences given their context, in chunks of bounded memory: each chunk is drawn together with as many
/// neighbours as it depends on ([Distribution#reach]), so the whole is the same as drawn at once.
///
/// @param distribution the distribution of the lanes
/// @param seed of the noise: lane n of a draw depends on the seed, n and the context within reach
/// @param scale standard deviation of the normal noise that the draws are made of ("sigma", "temperature"); 1 for draws
///     from the distribution, less for more likely ones
/// @param chunk frames of the context in a chunk, at least 1; the first chunks are shorter, so that the first lanes come
///     early
/// @param workers the threads to use; each draws a chunk
public record SequenceSampler(
    Distribution distribution, long seed, float scale, int chunk, Workers workers) {
  /// Frames of the context in the first chunk.
  private static final int FIRST = 16;

  /// @throws IllegalArgumentException if a number is out of range
  public SequenceSampler {
    if (chunk < 1) {
      throw new IllegalArgumentException("chunk is " + chunk + ", but must be at least 1");
    }
    if (!(scale >= 0) || Float.isInfinite(scale)) {
      throw new IllegalArgumentException(
          "scale is " + scale + ", but must be finite and not negative");
    }
  }

  /// Draws one sequence and hands over its lanes, features × lanes, chunk by chunk, in order.
  ///
  /// @param given context features × frames, of one sequence
  /// @param out receives the chunks, which are its own
  /// @throws IllegalArgumentException if the context has other features than the distribution needs
  public void sample(Tensor given, Consumer<Tensor> out) {
    Shapes.requireFeatures(
        "the context", given, "that of the distribution", distribution.contextFeatures());
    int next = 0;
    int length = Math.min(FIRST, chunk);
    while (next < given.lanes()) {
      List<Span> spans = new ArrayList<>();
      while (spans.size() < workers.count() && next < given.lanes()) {
        int end = Math.min(next + length, given.lanes());
        spans.add(new Span(next, end));
        next = end;
      }
      length = Math.min(2 * length, chunk);
      Tensor[] drawn = new Tensor[spans.size()];
      workers.run(
          drawn.length,
          (i, arena) ->
              drawn[i] = Workspace.evaluating(arena).run(() -> draw(given, spans.get(i))));
      for (Tensor part : drawn) {
        out.accept(part);
      }
    }
  }

  /// Frames of the context.
  private record Span(int from, int to) {}

  private Tensor draw(Tensor given, Span span) {
    int rate = distribution.contextRate();
    int reach = Math.ceilDiv(distribution.reach(), rate);
    int from = Math.max(0, span.from - reach);
    int to = Math.min(given.lanes(), span.to + reach);
    Tensor own = cut(given, from, to, Workspace.current().scratch(given.features(), to - from));
    Tensor all =
        distribution.sample(
            (to - from) * rate,
            Context.of(own, 1),
            new LaneNoise(seed, (long) from * rate * distribution.features(), scale));
    int start = (span.from - from) * rate;
    int lanes = (span.to - span.from) * rate;
    return cut(all, start, start + lanes, Tensor.zeros(all.features(), lanes));
  }

  private static Tensor cut(Tensor source, int from, int to, Tensor target) {
    for (int f = 0; f < source.features(); f++) {
      System.arraycopy(source.data(), source.at(f) + from, target.data(), target.at(f), to - from);
    }
    return target;
  }

  /// Normal numbers of which number i is a function of (seed, i), so that a chunk can start anywhere: what a lane is drawn
  /// from does not depend on where chunks begin. By the method of Box and Muller.
  private static final class LaneNoise implements RandomGenerator {
    private static final long STEP = 0x9E3779B97F4A7C15L; // 2⁶⁴ / φ

    private final long start;
    private final float scale;
    private long next;

    LaneNoise(long seed, long first, float scale) {
      this.start = mixed(seed * STEP + 1);
      this.scale = scale;
      this.next = first;
    }

    @Override
    public long nextLong() {
      return bits(next++, 0);
    }

    /// As SplitMix64 does (Steele et al., 2014).
    private long bits(long index, int stream) {
      return mixed(start + (2 * index + stream) * STEP);
    }

    private static long mixed(long z) {
      z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
      z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
      return z ^ (z >>> 31);
    }

    @Override
    public double nextGaussian() {
      double radius = ((bits(next, 0) >>> 11) + 1) * 0x1p-53; // (0, 1]
      double angle = (bits(next, 1) >>> 11) * 0x1p-53;
      next++;
      return scale * Math.sqrt(-2 * Math.log(radius)) * Math.cos(2 * Math.PI * angle);
    }
  }
}
