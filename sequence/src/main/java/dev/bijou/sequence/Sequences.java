package dev.bijou.sequence;

import dev.bijou.random.Seeds;
import dev.bijou.tensor.Shapes;
import dev.bijou.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// Sequences of any length held in memory, each with its context, from which segments are cut at the frames of the
/// context.
///
/// Not thread-safe while sequences are added; any number of threads may read after that.
public final class Sequences {
  private final int features;
  private final int context;
  private final int rate;
  private final List<Sequence> all = new ArrayList<>();

  private record Sequence(Tensor x, Tensor given) {}

  /// Where a segment starts.
  ///
  /// @param from the frame of the context
  private record Cut(Sequence sequence, int from) {}

  /// No sequences yet, of `features` features and `context` context features.
  ///
  /// @param rate how many lanes of a sequence one lane of its context stands for
  public Sequences(int features, int context, int rate) {
    if (features < 1 || context < 0 || rate < 1) {
      throw new IllegalArgumentException(
          "features is %d, context is %d and rate is %d, but must be at least 1, 0 and 1"
              .formatted(features, context, rate));
    }
    this.features = features;
    this.context = context;
    this.rate = rate;
  }

  /// Adds a sequence, which is not copied and must not change.
  ///
  /// @param x features × (frames · rate)
  /// @param given context features × frames
  /// @throws IllegalArgumentException if a shape does not fit
  public void add(Tensor x, Tensor given) {
    Shapes.requireFeatures("x", x, "a sequence here", features);
    Shapes.requireFeatures("given", given, "the context here", context);
    if (x.lanes() != (long) given.lanes() * rate) {
      throw new IllegalArgumentException(
          "a sequence of %d lanes needs a context of %s, got %d"
              .formatted(x.lanes(), (double) x.lanes() / rate, given.lanes()));
    }
    all.add(new Sequence(x, given));
  }

  /// Frames of the context of all sequences together.
  public long frames() {
    return all.stream().mapToLong(sequence -> sequence.given.lanes()).sum();
  }

  /// Segments that start at random, new ones in each epoch; all places in all sequences are equally likely. Sequences
  /// shorter than a segment are left out.
  ///
  /// @param contextFrames length of a segment, in frames of the context
  /// @param cell width of the cell that each value stands for: uniform noise is added over it, 0 for none
  /// @param seed of the starts and of the noise
  /// @throws IllegalArgumentException if no sequence is as long as a segment
  public Segments crops(int contextFrames, float cell, long seed) {
    List<Sequence> enough = longEnough(contextFrames);
    long[] ends = new long[enough.size()]; // places in the sequences up to here
    long places = 0;
    long frames = 0;
    for (int i = 0; i < ends.length; i++) {
      int lanes = enough.get(i).given.lanes();
      places += lanes - contextFrames + 1;
      frames += lanes;
      ends[i] = places;
    }
    long total = places;
    int size = (int) Math.max(1, Math.min(Integer.MAX_VALUE, frames / contextFrames));
    return new Cuts(contextFrames, size, cell, seed) {
      @Override
      Cut cut(SplittableRandom random, int index) {
        long place = random.nextLong(total);
        int i = 0;
        while (place >= ends[i]) {
          i++;
        }
        return new Cut(enough.get(i), (int) (place - (i == 0 ? 0 : ends[i - 1])));
      }
    };
  }

  /// The segments one after the other, the same in each epoch; what is left over at the end of a sequence is left out.
  ///
  /// @param contextFrames length of a segment, in frames of the context
  /// @param cell width of the cell that each value stands for: uniform noise is added over it, 0 for none
  /// @param seed of the noise
  /// @throws IllegalArgumentException if no sequence is as long as a segment
  public Segments consecutive(int contextFrames, float cell, long seed) {
    List<Cut> cuts = new ArrayList<>();
    for (Sequence sequence : longEnough(contextFrames)) {
      int last = sequence.given.lanes() - contextFrames;
      for (int from = 0; from <= last; from += contextFrames) {
        cuts.add(new Cut(sequence, from));
      }
    }
    return new Cuts(contextFrames, cuts.size(), cell, seed) {
      @Override
      Cut cut(SplittableRandom random, int index) {
        return cuts.get(index);
      }

      @Override
      public void read(long epoch, int index, Tensor x, Tensor given) {
        super.read(0, index, x, given);
      }
    };
  }

  private List<Sequence> longEnough(int contextFrames) {
    if (contextFrames < 1) {
      throw new IllegalArgumentException(
          "a segment has " + contextFrames + " frames, but must have at least 1");
    }
    List<Sequence> found =
        all.stream().filter(sequence -> sequence.given.lanes() >= contextFrames).toList();
    if (found.isEmpty()) {
      throw new IllegalArgumentException(
          "none of %d sequences has the %d frames of a segment"
              .formatted(all.size(), contextFrames));
    }
    return found;
  }

  private abstract class Cuts implements Segments {
    private final int length;
    private final int size;
    private final float cell;
    private final long seed;

    Cuts(int length, int size, float cell, long seed) {
      this.length = length;
      this.size = size;
      this.cell = cell;
      this.seed = seed;
    }

    abstract Cut cut(SplittableRandom random, int index);

    @Override
    public int features() {
      return features;
    }

    @Override
    public int contextFeatures() {
      return context;
    }

    @Override
    public int frames() {
      return length * rate;
    }

    @Override
    public int contextFrames() {
      return length;
    }

    @Override
    public int size() {
      return size;
    }

    @Override
    public void read(long epoch, int index, Tensor x, Tensor given) {
      SplittableRandom random = new SplittableRandom(Seeds.of(seed, epoch, index));
      Cut cut = cut(random, index);
      copy(cut.sequence.given, cut.from, given);
      copy(cut.sequence.x, cut.from * rate, x);
      if (cell > 0) {
        for (int i = x.offset(), end = i + x.size(); i < end; i++) {
          x.data()[i] += cell * (float) (random.nextDouble() - 0.5);
        }
      }
    }

    private static void copy(Tensor source, int from, Tensor target) {
      for (int f = 0; f < source.features(); f++) {
        System.arraycopy(
            source.data(), source.at(f) + from, target.data(), target.at(f), target.lanes());
      }
    }
  }
}
