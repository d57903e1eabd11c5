package dev.bijou.sequence;

import dev.bijou.operation.Squeeze;
import dev.bijou.tensor.Tensor;
import java.util.Random;

/// Sound that a small vocoder can learn: tones in noise, and for each frame the tone's amplitude and the phase that it
/// starts with.
public final class Tones {
  private Tones() {}

  /// Bands of the context.
  public static final int BANDS = 3;

  /// Sequences of a few hundred frames.
  ///
  /// @param group samples in a lane
  /// @param rate lanes in a frame
  public static Sequences sequences(int group, int rate, int count, long seed) {
    Sequences all = new Sequences(group, BANDS, rate);
    Random random = new Random(seed);
    for (int i = 0; i < count; i++) {
      int frames = 60 + random.nextInt(100);
      int samples = frames * rate * group;
      Tensor sound = Tensor.zeros(1, samples);
      Tensor given = Tensor.zeros(BANDS, frames);
      double step = 0.15 + 0.3 * random.nextDouble();
      double phase = 6 * random.nextDouble();
      double amplitude = 0.2 * random.nextDouble();
      for (int n = 0; n < samples; n++) {
        if (n % (rate * group) == 0) {
          int frame = n / (rate * group);
          given.data()[frame] = (float) Math.log(amplitude + 0.01);
          given.data()[given.at(1) + frame] = (float) Math.cos(phase);
          given.data()[given.at(2) + frame] = (float) Math.sin(phase);
        }
        sound.data()[n] =
            (float)
                (amplitude * Math.sin(phase) + (0.002 + 0.05 * amplitude) * random.nextGaussian());
        phase += step;
        amplitude = Math.clamp(amplitude + 2e-3 * random.nextGaussian(), 0, 0.3);
      }
      all.add(Squeeze.apply(group, Squeeze.Order.BY_FEATURE, sound), given);
    }
    return all;
  }
}
