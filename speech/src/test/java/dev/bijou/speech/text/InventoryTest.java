package dev.bijou.speech.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.bijou.speech.text.Inventory.Spelling;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InventoryTest {
  private static final Inventory LETTERS =
      new Inventory("x", List.of(Inventory.BLANK, Inventory.BOUNDARY, ".", "A", "B"));

  /// As the published Glow-TTS has a text whose marks stand alone, `A B .`: phones, a space, phones, a space, the mark.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "PLAIN  | ` A B.` | ` |A| |B|.`",
        "SPACED | ` A B.` | ` |A| |B| .`",
        "BLANKS | ` A B.` | `_|A_| _|B_| _._`",
        "BLANKS | `AB`    | `_A_|B_`",
        "SPACED | `.`     | ` .`",
      })
  void symbolsAreSpelledAsModelsWantThem(Spelling spelling, String sentence, String expected) {
    int[] ids = sentence.chars().mapToObj(Character::toString).mapToInt(LETTERS::id).toArray();
    String spelled =
        Stream.of(LETTERS.spelled(spelling, ids))
            .map(each ->
                IntStream.of(each)
                    .mapToObj(id -> LETTERS.symbols().get(id))
                    .collect(Collectors.joining()))
            .collect(Collectors.joining("|"));
    assertEquals(expected, spelled);
  }

  @Test
  void otherNumbersAreNoSymbols() {
    assertArrayEquals(new int[][] {}, LETTERS.spelled(Spelling.BLANKS));
    assertThrows(IllegalArgumentException.class, () -> LETTERS.spelled(Spelling.PLAIN, 5));
    assertThrows(IllegalArgumentException.class, () -> LETTERS.spelled(Spelling.BLANKS, -1));
  }
}
