package dev.bijou.speech.voice;

import dev.bijou.speech.audio.SampleStream;
import dev.bijou.speech.mel.MelSettings;
import dev.bijou.speech.spectrum.EditedStream;
import dev.bijou.speech.spectrum.MelFilters;
import dev.bijou.tensor.Tensor;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.IntFunction;

/// Gives drawn sound the spectrogram that was asked for: in each frame the magnitudes are scaled by
///
/// exp Σ_b w(b, k) · clamp(asked(b) − drawn(b), ±3)
///
/// with w the weights of the mel filters that see frequency k, in proportion; phases stay. As frames overlap, what comes out
/// is nearer but not there, so this is done more than once.
final class MelMatch {
  /// Natural logarithms by which a band is changed at most.
  private static final double MOST = 3;

  private static final double LEAST = 1e-5; // the floor of a log-mel spectrogram

  private final MelSettings mel;
  private final MelFilters filters;
  private final List<Deque<float[]>> asked = new ArrayList<>(); // for each pass, the frames to come

  MelMatch(MelSettings mel, int passes) {
    this.mel = mel;
    this.filters =
        new MelFilters(
            mel.sampleRateHz(),
            mel.framing().fftSize(),
            mel.bands(),
            mel.lowestHz(),
            mel.highestHz());
    for (int i = 0; i < passes; i++) {
      asked.add(new ArrayDeque<>());
    }
  }

  /// The same frames, which are remembered until the sound that is drawn from them is changed.
  IntFunction<Tensor> remembering(IntFunction<Tensor> frames) {
    return count -> {
      Tensor some = frames.apply(count);
      for (int t = 0; t < some.lanes(); t++) {
        float[] frame = new float[some.features()];
        for (int b = 0; b < frame.length; b++) {
          frame[b] = some.get(b, t);
        }
        asked.forEach(pass -> pass.add(frame));
      }
      return some;
    };
  }

  /// The sound that was drawn from the frames, changed.
  SampleStream apply(SampleStream drawn) {
    SampleStream sound = drawn;
    for (Deque<float[]> pass : asked) {
      sound = new EditedStream(mel.framing(), sound, new Pass(pass));
    }
    return sound;
  }

  private final class Pass implements EditedStream.Edit {
    private final Deque<float[]> frames;
    private final double[] scales = new double[filters.bins()]; // first the magnitudes
    private final double[] gains = new double[filters.bands()];

    Pass(Deque<float[]> frames) {
      this.frames = frames;
    }

    @Override
    public void apply(double[] real, double[] imaginary) {
      float[] wanted = frames.remove();
      for (int k = 0; k < scales.length; k++) {
        scales[k] = Math.sqrt(real[k] * real[k] + imaginary[k] * imaginary[k]);
      }
      for (int b = 0; b < gains.length; b++) {
        double is = Math.log(Math.max(filters.apply(b, scales), LEAST));
        gains[b] = Math.clamp(wanted[b] - is, -MOST, MOST);
      }
      filters.spread(gains, scales);
      for (int k = 0; k < scales.length; k++) {
        double scale = Math.exp(scales[k]);
        real[k] *= scale;
        imaginary[k] *= scale;
      }
    }
  }
}
