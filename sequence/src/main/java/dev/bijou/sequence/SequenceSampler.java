package dev.bijou.sequence;

import dev.bijou.distribution.Distribution;
import dev.bijou.tensor.Context;
import dev.bijou.tensor.OverTime.Span;
import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Workers;
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
    SequenceStream stream = stream(given);
    for (Optional<Tensor> part = stream.next(); part.isPresent(); part = stream.next()) {
      out.accept(part.get());
    }
  }

  /// Draws one sequence whose context comes piece by piece, in memory that does not grow with its length. The draw is the
  /// same as that of [#sample].
  ///
  /// @param context gives the next frames of the context, features × as many as it is asked for; fewer only at the end
  public SequenceStream stream(IntFunction<Tensor> context) {
    return new SequenceStream(this, context);
  }

  /// Draws one sequence whose context is there as a whole, chunk by chunk.
  ///
  /// @param given context features × frames, of one sequence
  public SequenceStream stream(Tensor given) {
    return stream(new Whole(given));
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
}
