package dev.bijou.sequence;

import dev.bijou.distribution.Distribution;
import dev.bijou.tensor.Context;
import dev.bijou.tensor.OverTime.Span;
import dev.bijou.tensor.Shapes;
import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Workers;
import dev.bijou.tensor.Workspace;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.random.RandomGenerator;

/// Draws long sequences given their context, in chunks of bounded memory: each chunk is drawn together with as many
/// neighbours as it depends on ([Span]), so the whole is the same as drawn at once.
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
    Stream stream = stream(given);
    for (Optional<Tensor> part = stream.next(); part.isPresent(); part = stream.next()) {
      out.accept(part.get());
    }
  }

  /// Draws one sequence whose context comes piece by piece, in memory that does not grow with its length. The draw is the
  /// same as that of [#sample].
  ///
  /// @param context gives the next frames of the context, features × as many as it is asked for; fewer only at the end
  public Stream stream(IntFunction<Tensor> context) {
    return stream(context, Stream.FIRST);
  }

  /// As [#stream(IntFunction)], for who needs so many frames before anything of use is there: a first chunk that has them all
  /// takes less time than several shorter ones, each of which is drawn with its neighbours.
  ///
  /// @param first frames of the context in the first chunk, at least 1
  public Stream stream(IntFunction<Tensor> context, int first) {
    return new Stream(this, context, first);
  }

  /// Draws one sequence whose context is there as a whole, chunk by chunk.
  ///
  /// @param given context features × frames, of one sequence
  public Stream stream(Tensor given) {
    return stream(piecewise(given));
  }

  /// A context that is there as a whole, piece by piece as [#stream(IntFunction)] takes it.
  ///
  /// @param given context features × frames
  public static IntFunction<Tensor> piecewise(Tensor given) {
    return new Whole(given);
  }

  /// A context that is there as a whole.
  private static final class Whole implements IntFunction<Tensor> {
    private final Tensor given;
    private int next;

    Whole(Tensor given) {
      this.given = given;
    }

    @Override
    public Tensor apply(int frames) {
      int from = next;
      next = (int) Math.min((long) from + frames, given.lanes());
      return Tensor.zeros(given.features(), next - from).setLanes(given, from);
    }
  }

  /// Frames of the context on which a frame's draw depends, to each side.
  int reach() {
    Span span = Span.of(distribution);
    return Math.ceilDiv(span.reach(), span.contextRate());
  }

  /// Draws some frames given them and their neighbours.
  ///
  /// @param own the context of the frames and their neighbours
  /// @param first the number of its first frame
  /// @param from the first frame that is wanted
  /// @param to the frame after the last one
  Tensor draw(Tensor own, long first, long from, long to) {
    int rate = Span.of(distribution).contextRate();
    Tensor all =
        distribution.sample(
            own.lanes() * rate,
            Context.of(own, 1),
            new LaneNoise(seed, first * rate * distribution.features(), scale));
    int start = (int) (from - first) * rate;
    int lanes = (int) (to - from) * rate;
    return Tensor.zeros(all.features(), lanes).setLanes(all, start);
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

  /// A long sequence that is being drawn, chunk by chunk: see [SequenceSampler#stream]. Holds the context of the next chunks
  /// and no more. Not thread-safe.
  public static final class Stream {
    /// Frames of the context in the first chunk, usually.
    private static final int FIRST = 8;

    private final SequenceSampler sampler;
    private final IntFunction<Tensor> context;
    private final int reach;
    private final Deque<Tensor> drawn = new ArrayDeque<>();
    private Tensor held;
    private long first; // the number of the first frame that is held
    private boolean ended;
    private long next;
    private int length;

    Stream(SequenceSampler sampler, IntFunction<Tensor> context, int first) {
      this.sampler = sampler;
      this.context = context;
      this.reach = sampler.reach();
      this.held = Tensor.zeros(sampler.distribution().contextFeatures(), 0);
      this.length = Math.clamp(first, 1, sampler.chunk());
    }

    /// Frames of the context.
    private record Span(long from, long to) {}

    /// The next chunk, features × lanes, which is the caller's own; empty at the end.
    ///
    /// @throws IllegalArgumentException if the context has other features than the distribution needs
    public Optional<Tensor> next() {
      if (drawn.isEmpty()) {
        advance();
      }
      return Optional.ofNullable(drawn.poll());
    }

    /// Draws a chunk on each thread; the very first one alone, as somebody waits for it.
    private void advance() {
      int threads = next == 0 ? 1 : sampler.workers().count();
      fill(next + (long) length * threads + reach);
      long end = first + held.lanes();
      List<Span> spans = new ArrayList<>();
      while (spans.size() < threads && next < end) {
        long to = Math.min(next + length, end);
        spans.add(new Span(next, to));
        next = to;
      }
      length = Math.min(2 * length, sampler.chunk());
      Tensor[] parts = new Tensor[spans.size()];
      sampler
          .workers()
          .run(
              parts.length,
              (i, workspace) -> parts[i] = workspace.run(() -> draw(spans.get(i), end)));
      drawn.addAll(List.of(parts));
    }

    private Tensor draw(Span span, long end) {
      long from = Math.max(first, span.from - reach);
      int lanes = (int) (Math.min(end, span.to + reach) - from);
      int start = (int) (from - first);
      Tensor own = Workspace.current().scratch(held.features(), lanes).setLanes(held, start);
      return sampler.draw(own, from, span.from, span.to);
    }

    /// Drops the context that is no longer needed and reads on up to a frame, if there are as many.
    private void fill(long to) {
      int keep = (int) (first + held.lanes() - Math.max(first, next - reach));
      int wanted = ended ? 0 : (int) Math.max(0, to - first - held.lanes());
      if (wanted == 0 && keep == held.lanes()) {
        return;
      }
      Tensor more = wanted == 0 ? Tensor.zeros(held.features(), 0) : context.apply(wanted);
      Shapes.requireFeatures(
          "the context",
          more,
          "that of the distribution",
          sampler.distribution().contextFeatures());
      ended |= more.lanes() < wanted;
      Tensor all = Tensor.zeros(held.features(), keep + more.lanes());
      int dropped = held.lanes() - keep;
      for (int f = 0; f < all.features(); f++) {
        System.arraycopy(held.data(), held.at(f) + dropped, all.data(), all.at(f), keep);
        System.arraycopy(more.data(), more.at(f), all.data(), all.at(f) + keep, more.lanes());
      }
      held = all;
      first += dropped;
    }
  }
}
