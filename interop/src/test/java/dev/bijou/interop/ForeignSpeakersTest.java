package dev.bijou.interop;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bijou.InputException;
import dev.bijou.file.ModelFile.Precision;
import dev.bijou.interop.ForeignSpeakers.Speaking;
import dev.bijou.sequence.alignment.AlignedFlow;
import dev.bijou.sequence.alignment.AlignedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Checkpoints that `benchmarks/interop/glowtts.py` wrote, and what PyTorch makes of texts, spectrograms and noise in double
/// precision.
class ForeignSpeakersTest {
  private static final List<String> VOWELS =
      List.of(
          "AA", "AE", "AH", "AO", "AW", "AY", "EH", "ER", "EY", "IH", "IY", "OW", "OY", "UH", "UW");
  private static final List<String> CONSONANTS =
      List.of(
          "B", "CH", "D", "DH", "F", "G", "HH", "JH", "K", "L", "M", "N", "NG", "P", "R", "S", "SH",
          "T", "TH", "V", "W", "Y", "Z", "ZH");

  static List<Path> speakers() {
    return Fixtures.files("speakers", ".pth");
  }

  private static List<String> inventory() {
    List<String> symbols = new ArrayList<>(List.of("_", " ", ",", "."));
    VOWELS.forEach(vowel -> List.of("0", "1", "2").forEach(stress -> symbols.add(vowel + stress)));
    symbols.addAll(CONSONANTS);
    return symbols;
  }

  private static Speaking read(String name, String config) {
    Path file = Fixtures.file("speakers/" + name);
    return ForeignSpeakers.read(file, config, "config", inventory()).orElseThrow();
  }

  @ParameterizedTest
  @MethodSource("speakers")
  void spectrogramsAreThoseOfPyTorch(Path file) throws IOException {
    CompareSpeakers.Difference found = CompareSpeakers.of(CompareSpeakers.read(file), file);
    assertTrue(found.greatest() < 1e-5, found.toString());
  }

  @Test
  void whatIsReadCanBeWrittenAsAModel(@TempDir Path folder) throws IOException {
    Path file = Fixtures.file("speakers/glow-tts-tiny.pth");
    Path model = folder.resolve("speaker.bijou");
    AlignedModel.write(model, CompareSpeakers.read(file), Map.of(), Precision.SINGLE);
    CompareSpeakers.Difference found = CompareSpeakers.of(AlignedModel.read(model).model(), file);
    assertTrue(found.greatest() < 1e-5, found.toString());
  }

  /// The published front end numbers padding 0, a hyphen 1, `!'(),.:;? ` from 2, letters from 12, phones from 64 on, in the order
  /// of the alphabet.
  @Test
  void symbolsAreFoundWhereThePublishedFrontEndHasThem() throws IOException {
    for (String name : List.of("glow-tts-tiny", "glow-tts-tiny-blank")) {
      Path file = Fixtures.file("speakers/" + name + ".pth");
      String config = Files.readString(Fixtures.file("speakers/" + name + ".json"));
      Speaking speaking = read(name + ".pth", config);
      assertEquals(name.endsWith("blank"), speaking.blanks());
      AlignedFlow whole = CompareSpeakers.read(file);
      List<String> known = inventory();
      int[] own = {0, 1, 2, 3, known.indexOf("AA0"), known.indexOf("UW2"), known.indexOf("ZH")};
      int blank = speaking.blanks() ? 148 : 0;
      int[] theirs = {blank, 11, 6, 7, 65, 142, 147};
      assertArrayEquals(
          whole.encode(theirs).mean().toArray(), speaking.flow().encode(own).mean().toArray());
    }
  }

  @Test
  void otherFilesAreNoSpeakers() {
    assertTrue(
        ForeignSpeakers.read(Fixtures.file("voices/waveglow-tiny.pt"), "{}", "config", inventory())
            .isEmpty());
    assertFalse(
        ForeignVoices.read(Fixtures.file("speakers/glow-tts-tiny.pth"), "{}", "config")
            .isPresent());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"symbols\": [\"_\", \" \"]} | it knows 148 symbols, not the 2 of its configuration",
        "{\"symbols\": 5} | \"symbols\" must be a list of texts",
        "{\"model\": {\"dilation_rate\": 3}} | \"model.dilation_rate\" is 3, but 1 and 2 are supported",
        "{\"model\": {\"block_length\": 4}} | \"model.block_length\" is set",
        "{\"data\": {\"hop_length\": 0}} | \"data.hop_length\" is 0.0, but must be a whole number",
      })
  void whatDoesNotFitIsRefusedInOneLine(String config, String message) {
    InputException refused =
        assertThrows(InputException.class, () -> read("glow-tts-tiny.pth", config));
    assertTrue(refused.getMessage().contains(message), refused.getMessage());
    assertEquals(1, refused.getMessage().lines().count());
  }
}
