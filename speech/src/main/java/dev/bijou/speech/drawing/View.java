package dev.bijou.speech.drawing;

import dev.bijou.operation.GatherLanes;
import dev.bijou.speech.spectrum.LogMagnitudes;
import dev.bijou.tensor.Tensor;
import java.util.stream.IntStream;

/// How a [Critic] looks at sound: as a plane of rows and columns, the rows one after the other in the lanes of one feature.
sealed interface View {
  /// The plane of each segment of a sound, 1 × (segments · rows · columns).
  ///
  /// @param sound 1 × (segments · samples)
  Tensor of(Tensor sound, int segments);

  /// Rows of a segment; 0 if it is too short to be seen.
  int rows(int samples);

  /// Whether a row has to do with the rows beside it.
  boolean beside();

  /// Short-time log-magnitudes: a row for each frame, a column for each frequency (multi-resolution discriminator; Jang et al.,
  /// 2021, arXiv:2106.07889).
  record Spectra(LogMagnitudes magnitudes) implements View {
    @Override
    public Tensor of(Tensor sound, int segments) {
      return magnitudes.apply(sound, segments);
    }

    @Override
    public int rows(int samples) {
      return magnitudes.frames(samples);
    }

    @Override
    public boolean beside() {
      return true;
    }
  }

  /// Every p-th sample is a row (multi-period discriminator; Kong, Kim and Bae, 2020, arXiv:2010.05646).
  ///
  /// @param period p
  /// @param multiple the columns are a multiple of this; what is left over at the end is not seen
  record Periods(int period, int multiple) implements View {
    /// About 1 / the amplitude of speech.
    private static final float LOUDER = 10;

    @Override
    public Tensor of(Tensor sound, int segments) {
      int samples = sound.lanes() / segments;
      int columns = columns(samples);
      int[] index =
          IntStream.range(0, segments * period * columns)
              .map(i ->
                  i / (period * columns) * samples + i % columns * period + i / columns % period)
              .toArray();
      return GatherLanes.apply(LOUDER, index, sound);
    }

    @Override
    public int rows(int samples) {
      return columns(samples) > 0 ? period : 0;
    }

    private int columns(int samples) {
      return samples / period / multiple * multiple;
    }

    @Override
    public boolean beside() {
      return false;
    }
  }
}
