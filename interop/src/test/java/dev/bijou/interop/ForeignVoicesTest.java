package dev.bijou.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bijou.InputException;
import dev.bijou.distribution.Distribution;
import dev.bijou.file.ModelFile;
import dev.bijou.interop.ForeignVoices.Vocoding;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
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

  /// The greatest difference from the sound that is expected is 1e-4 of the loudest sample.
  private static void assertSound(Distribution voice, Path file) {
    CompareVoices.Difference found = CompareVoices.of(voice, file);
    assertTrue(found.loudest() > 0.1);
    assertTrue(found.error() < 1e-4 * found.loudest(), found.toString());
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
