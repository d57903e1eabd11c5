package dev.bijou.speech.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bijou.speech.text.Sentence.Token;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PronunciationTest {
  private static final PronouncingDictionary DICTIONARY = PronouncingDictionary.bundled();
  private static final Pronouncer PRONOUNCER = new Pronouncer(DICTIONARY, Map.of());

  @ParameterizedTest
  @CsvSource({
    "a, AH0",
    "zebra, Z IY1 B R AH0",
    "hello, HH AH0 L OW1",
    "philip, F IH1 L AH0 P",
    "don't, D OW1 N T",
    "zywicki, Z IH0 W IH1 K IY0",
    "antidisestablishmentarianism, AE2 N T AY0 D IH2 S AH0 S T AE2 B L IH0 SH M AH0 N T EH1 R IY0 AH0 N IH2 Z AH0 M",
  })
  void dictionaryKnows(String word, String phones) {
    assertEquals(List.of(phones.split(" ")), DICTIONARY.find(word));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "'", "qqq", "zzzzzz", "hellx", "hell'", "aaaaaaaa", "Hello", "é", "\uFFFF"})
  void dictionaryLacks(String word) {
    assertNull(DICTIONARY.find(word));
  }

  @Test
  void dictionaryGivesBackWhatWasWritten() throws IOException {
    SortedMap<String, byte[]> words = new TreeMap<>();
    for (int i = 0; i < 20_000; i++) { // several blocks
      String word = Integer.toString(i * 7919, 26).replaceAll("[^a-z]", "z") + "a".repeat(i % 40);
      words.put(word, new byte[] {(byte) (i % 69), (byte) (i / 69 % 69)});
    }
    words.put("'a", new byte[] {68});
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PronouncingDictionary.write(words, bytes);
    PronouncingDictionary read =
        PronouncingDictionary.read(new ByteArrayInputStream(bytes.toByteArray()));
    words.forEach((word, codes) -> {
      List<String> phones = new ArrayList<>();
      for (byte code : codes) {
        phones.add(Arpabet.PHONES.get(code));
      }
      assertEquals(phones, read.find(word), word);
      assertFalse(read.contains(word + "x"), word);
    });
  }

  /// Each letter sounds as itself but that s before h is SH and h silent: learned from words, heard in others.
  @Test
  void trainerLearnsContext() throws IOException {
    Map<Character, String> sounds = Map.of('s', "S", 'h', "HH", 'a', "AA1", 'b', "B", 'o', "OW0");
    SortedMap<String, byte[]> words = new TreeMap<>();
    String[] onsets = {"b", "s", "sh", "h", ""};
    String[] ends = {"", "b", "s", "sh"};
    for (String onset : onsets) {
      for (String middle : onsets) {
        for (String end : ends) {
          String word = onset + "a" + middle + "o" + end;
          words.put(word, codes(word, sounds));
        }
      }
    }
    SortedMap<String, byte[]> heldOut = new TreeMap<>();
    List.of("shabosh", "basho", "hashosh", "abosh")
        .forEach(word -> heldOut.put(word, words.remove(word)));
    LetterToSound learned = GraphoneTrainer.train(words, 4, 0);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    learned.write(bytes);
    LetterToSound read = LetterToSound.read(new ByteArrayInputStream(bytes.toByteArray()));
    heldOut.forEach((word, codes) -> {
      List<String> truth = new ArrayList<>();
      for (byte code : codes) {
        truth.add(Arpabet.PHONES.get(code));
      }
      assertEquals(truth, learned.pronounce(word), word);
      assertEquals(truth, read.pronounce(word), word);
    });
  }

  private static byte[] codes(String word, Map<Character, String> sounds) {
    List<String> phones = new ArrayList<>();
    for (int i = 0; i < word.length(); i++) {
      if (word.startsWith("sh", i)) {
        phones.add("SH");
        i++;
      } else {
        phones.add(sounds.get(word.charAt(i)));
      }
    }
    byte[] codes = new byte[phones.size()];
    for (int i = 0; i < codes.length; i++) {
      codes[i] = (byte) Arpabet.code(phones.get(i));
    }
    return codes;
  }

  @ParameterizedTest
  @CsvSource({
    "blorf, B L AO1 R F",
    "snizzle, S N IH1 Z AH0 L",
    "phlim, F L IH1 M",
    "trabe, T R EY1 B",
    "glorption, G L AO1 R P SH AH0 N",
    "quindle, K W IH1 N D AH0 L",
    "knorp, N AO1 R P",
  })
  void madeUpWordsSoundLikeEnglish(String word, String phones) {
    Token.Word said = PRONOUNCER.alone(word);
    assertEquals(Token.Origin.LETTER_TO_SOUND, said.origin());
    assertEquals(List.of(phones.split(" ")), said.phones());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"tralfamadorian", "zyxqvw", "bcdfgh", "aeiou", "x", "q'q", "'", "kwyjibo"})
  void everyWordHasAtMostOnePrimaryStress(String word) {
    List<String> phones = PRONOUNCER.alone(word).phones();
    assertTrue(phones.stream().allMatch(phone -> Arpabet.code(phone) >= 0), phones::toString);
    assertTrue(phones.stream().filter(phone -> phone.endsWith("1")).count() <= 1, phones::toString);
  }

  @ParameterizedTest
  @CsvSource({
    "sloths, S L OW1 TH S",
    "walruses, W AA1 L R AH0 S IH0 Z",
    "blanketing's, B L AE1 NG K AH0 T IH0 NG Z",
    "thorpe's, TH AO1 R P S",
    "C's, S IY1 Z",
    "X's, EH1 K S IH0 Z",
  })
  void endingsFollowTheStem(String word, String phones) {
    assertEquals(List.of(phones.split(" ")), PRONOUNCER.alone(word).phones());
  }

  @ParameterizedTest
  @CsvSource({
    "the apple, DH IY0 | AE1 P AH0 L",
    "the pear, DH AH0 | P EH1 R",
    "to go, T AH0 | G OW1",
    "go to, G OW1 | T UW1",
    "i have read, AY1 | HH AE1 V | R EH1 D",
    "i read, AY1 | R EH1 D",
    "to record, T AH0 | R IH0 K AO1 R D",
    "the record, DH AH0 | R EH1 K ER0 D",
    "we live, W IY1 | L IH1 V",
    "to read, T AH0 | R IY1 D",
    "people live, P IY1 P AH0 L | L IH1 V",
    "a live, AH0 | L AY1 V",
    "excuse me, IH0 K S K Y UW1 Z | M IY1",
    "wind, W IH1 N D",
    "no use, N OW1 | Y UW1 S",
    "to use, T AH0 | Y UW1 Z",
  })
  void neighborsTellHomographsApart(String text, String phones) {
    Sentence said = new Sentence(text, PRONOUNCER.pronounce(List.of(text.split(" "))));
    assertEquals(phones, said.phones());
  }
}
