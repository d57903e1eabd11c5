package dev.bijou.interop;

import dev.bijou.distribution.Distribution;
import dev.bijou.interop.container.WeightFile;
import dev.bijou.interop.container.Weights;
import dev.bijou.tensor.Context;
import dev.bijou.tensor.Tensor;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.random.RandomGenerator;

/// What a voice makes of the noise that `benchmarks/interop/waveglow.py` drew, beside what PyTorch makes of it in double precision:
///
/// ```
/// java … dev.bijou.interop.CompareVoices CHECKPOINT…
/// ```
final class CompareVoices {
  private CompareVoices() {}

  /// @param loudest the greatest sample that is expected
  /// @param error the greatest difference from what is expected
  /// @param seconds of processor time
  record Difference(double loudest, double error, double seconds) {}

  public static void main(String[] arguments) {
    for (String argument : arguments) {
      Path file = Path.of(argument);
      Distribution voice = ForeignVoices.read(file, "{}", "config").orElseThrow().distribution();
      Difference first = of(voice, file);
      Difference second = of(voice, file);
      System.out.printf(
          "%s: %,d parameters, error %.1e of %.2f; %.2f s of processor, then %.2f s%n",
          file.getFileName(),
          voice.parameterCount(),
          first.error(),
          first.loudest(),
          first.seconds(),
          second.seconds());
    }
  }

  static Difference of(Distribution voice, Path file) {
    String size = file.getFileName().toString().replaceAll("(-state|-folded)?\\.pt", ".npz");
    try (Weights expected = WeightFile.open(file.resolveSibling(size))) {
      Tensor mel = tensor(expected, "mel");
      Tensor noise = tensor(expected, "noise");
      ThreadMXBean threads = ManagementFactory.getThreadMXBean();
      long start = threads.getCurrentThreadCpuTime();
      Tensor found = voice.sample(noise.lanes(), Context.of(mel), new Given(noise));
      double seconds = (threads.getCurrentThreadCpuTime() - start) / 1e9;
      float[] sound = expected.get("sound").values();
      double loudest = 0;
      double error = 0;
      for (int n = 0; n < found.lanes(); n++) {
        for (int f = 0; f < found.features(); f++) {
          float sample = sound[n * found.features() + f];
          loudest = Math.max(loudest, Math.abs(sample));
          error = Math.max(error, Math.abs(found.get(f, n) - sample));
        }
      }
      return new Difference(loudest, error, seconds);
    }
  }

  private static Tensor tensor(Weights weights, String name) {
    int[] shape = weights.shape(name);
    Tensor tensor = Tensor.zeros(shape[0], shape[1]);
    System.arraycopy(weights.get(name).values(), 0, tensor.data(), 0, tensor.size());
    return tensor;
  }

  /// Gives the noise that another program drew, in the order in which a normal base draws it.
  private static final class Given implements RandomGenerator {
    private final Tensor noise;
    private int next;

    Given(Tensor noise) {
      this.noise = noise;
    }

    @Override
    public double nextGaussian() {
      int n = next++;
      return noise.get(n % noise.features(), n / noise.features());
    }

    @Override
    public long nextLong() {
      throw new UnsupportedOperationException();
    }
  }
}
