package dev.bijou.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bijou.InputException;
import dev.bijou.distribution.Distribution;
import dev.bijou.file.ModelFile;
import dev.bijou.interop.ForeignVoices.Vocoding;
import dev.bijou.interop.container.WeightFile;
import dev.bijou.interop.container.Weights;
import dev.bijou.tensor.Context;
import dev.bijou.tensor.Tensor;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Checkpoints that `benchmarks/interop/waveglow.py` wrote: pickled modules (of the form before PyTorch 1.6, and today's), state
/// dictionaries, and both with weight normalization folded; and what PyTorch makes of noise in double precision.
class ForeignVoicesTest {
  static List<Path> voices() {
    return Fixtures.files("voices", ".pt");
  }

  private static Vocoding read(Path file) {
    return ForeignVoices.read(file, "{}", "config").orElseThrow();
  }

  @ParameterizedTest
  @MethodSource("voices")
  void soundIsThatOfPyTorch(Path file) {
    Vocoding voice = read(file);
    assertEquals(
        file.getFileName().toString().startsWith("squeeze") ? "SqueezeWave" : "WaveGlow",
        voice.name());
    assertSound(voice.distribution(), file);
  }

  @ParameterizedTest
  @CsvSource({"waveglow-tiny.pt", "squeezewave-tiny-state.pt"})
  void whatIsReadCanBeWrittenAsAModel(String name, @TempDir Path folder) {
    Path file = Fixtures.file("voices/" + name);
    Path model = folder.resolve("voice.bijou");
    ModelFile.write(model, read(file).distribution(), Map.of());
    assertSound(ModelFile.read(model).model(), file);
  }

  /// The loudest difference from the sound that is expected is 1e-4 of the loudest sample.
  private static void assertSound(Distribution voice, Path file) {
    String size = file.getFileName().toString().replaceAll("(-state|-folded)?\\.pt", ".npz");
    try (Weights expected = WeightFile.open(file.resolveSibling(size))) {
      Tensor mel = tensor(expected, "mel");
      Tensor noise = tensor(expected, "noise");
      Tensor found = voice.sample(noise.lanes(), Context.of(mel), new Given(noise));
      float[] sound = expected.get("sound").values();
      float loudest = 0;
      float error = 0;
      for (int n = 0; n < found.lanes(); n++) {
        for (int f = 0; f < found.features(); f++) {
          float sample = sound[n * found.features() + f];
          loudest = Math.max(loudest, Math.abs(sample));
          error = Math.max(error, Math.abs(found.get(f, n) - sample));
        }
      }
      assertTrue(loudest > 0.1f);
      assertTrue(error < 1e-4f * loudest, error + " of " + loudest);
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

  @Test
  void otherFilesAreNoVoices() {
    assertTrue(ForeignVoices.read(Fixtures.file("flows/zuko-nsf.pt"), "{}", "config").isEmpty());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "waveglow-tiny.pt | {\"data_config\": {\"hop_length\": 300}} | groups of 8 samples do not fit a hop of 300",
        "waveglow-tiny.pt | {\"data_config\": {\"hop_length\": 1000}} | kernel is 1024, but must be a multiple of the stride, 1000",
        "waveglow-tiny.pt | {\"data_config\": {\"sampling_rate\": 0.5}} | \"data_config.sampling_rate\" is 0.5, but must be a whole number",
      })
  void whatDoesNotFitIsRefusedInOneLine(String name, String config, String message) {
    Path file = Fixtures.file("voices/" + name);
    InputException refused =
        assertThrows(InputException.class, () -> ForeignVoices.read(file, config, "config"));
    assertTrue(refused.getMessage().contains(message), refused.getMessage());
    assertEquals(1, refused.getMessage().lines().count());
  }
}
