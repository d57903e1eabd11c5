package dev.bijou.speech.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bijou.speech.SpeechException;
import dev.bijou.speech.text.Language.Skipped;
import dev.bijou.speech.text.Sentence.Token;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UsEnglishTest {
  private static final UsEnglish ENGLISH = UsEnglish.bundled();

  private final Skipped skipped = new Skipped("English");

  private List<Sentence> say(String text) {
    return ENGLISH.sentences(new StringReader(text), skipped).toList();
  }

  /// Trained models hold these ids: the order must never change.
  @Test
  void inventoryIsFixed() {
    Inventory inventory = ENGLISH.inventory();
    assertEquals(78, inventory.size());
    assertEquals(
        List.of("_", " ", ",", "-", ":", ";", ".", "!", "?", "AA0", "AA1", "AA2", "AE0"),
        inventory.symbols().subList(0, 13));
    assertEquals("UW2", inventory.symbols().get(53));
    assertEquals("B", inventory.symbols().get(54));
    assertEquals("ZH", inventory.symbols().get(77));
    for (int id = 0; id < inventory.size(); id++) {
      assertEquals(id, inventory.id(inventory.symbols().get(id)));
    }
    assertThrows(IllegalArgumentException.class, () -> inventory.id("AA"));
  }

  @Test
  void sentenceHasSymbolsAndALine() {
    Sentence sentence = say("Hi, Bob").getFirst();
    assertEquals("Hi, Bob", sentence.text());
    assertEquals(List.of(" ", "HH", "AY1", ",", " ", "B", "AA1", "B", "."), sentence.symbols());
    assertEquals("hi , bob .\tHH AY1 , B AA1 B .", sentence.line());
    int[] ids = ENGLISH.inventory().ids(sentence);
    assertArrayEquals(new int[] {1, 60, 25, 2, 1, 54, 10, 54, 6}, ids);
  }

  /// docs/text.md shows this.
  @Test
  void pageShowsWhatIsSaid() throws IOException {
    String line = ENGLISH.utterance("Dr. Smith paid $3.50.").line();
    String shown = line.substring(0, line.indexOf("TH R IY1")) + "TH R IY1 | …";
    assertTrue(Files.readString(Path.of("..", "docs", "text.md")).contains(shown), shown);
  }

  @Test
  void cutSentencesEndWithAComma() {
    List<Sentence> sentences = say("word ".repeat(60));
    assertEquals(2, sentences.size());
    assertEquals(new Token.Pause(","), sentences.get(0).tokens().getLast());
    assertEquals(new Token.Pause("."), sentences.get(1).tokens().getLast());
  }

  @Test
  void anUtteranceIsOneWhateverItsSentences() {
    assertEquals("no . no ! why ?", ENGLISH.utterance("No. No! Why?").words());
    assertEquals(List.of(), ENGLISH.utterance("…").tokens());
  }

  @Test
  void nothingIsSaidOfNothing() {
    for (String silent : List.of("", " ", "\n\n", ".", "?!", "\"\"", "-", "***", "()")) {
      assertEquals(List.of(), say(silent), silent);
    }
    assertEquals(Optional.empty(), skipped.notice());
  }

  @Test
  void whatHasNoSoundIsSkippedWithOneNotice() {
    assertEquals("hi there .", say("Hi 😀 there").getFirst().words());
    assertEquals(List.of(), say("Привет 你好"));
    assertEquals("ab cd .", say("ab\u0007\u0000cd").getFirst().words());
    assertEquals(List.of(), say("\uFFFD\uD800"));
    assertEquals(13, skipped.count());
    assertEquals(
        Optional.of("skipped 13 characters that have no English sound: 😀 П р и в е т 你 …"),
        skipped.notice());
    Skipped one = new Skipped("English");
    one.add(7);
    assertEquals(
        Optional.of("skipped 1 character that has no English sound: U+0007"), one.notice());
  }

  @Test
  void anyTextIsSaidOrSkipped() {
    Random random = new Random(7);
    String[] alphabets = {
      "abcdefghijklmnopqrstuvwxyz",
      "ABC.DEF. 'IVX",
      "0123456789.,:/-–$%° ",
      " \n\t.,;:!?()'\"-–—…@#&*_/\\^~<>|[]{}=+$£€",
      "aé😀жñ你\u0000\u0301\u200D\uFFFD",
      "a1'-.@/:$ kmIV"
    };
    for (int run = 0; run < 600; run++) {
      String alphabet = alphabets[run % alphabets.length];
      StringBuilder text = new StringBuilder();
      for (int i = random.nextInt(300); i >= 0; i--) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      check(text.toString());
    }
    for (String part :
        List.of(
            "a", "é", "9", "-", "$", "'", ".", "!", "1/", "a.", "A", "I", "😀", "a@", "1,", "(5",
            "\"' ", "x\u0301", "www.", "1-", "9:", "+1 ")) {
      check(part.repeat(10_000));
    }
  }

  private void check(String text) {
    for (Sentence sentence : say(text)) {
      assertTrue(sentence.text().length() <= SentenceReader.LONGEST + 32);
      assertTrue(ENGLISH.inventory().ids(sentence).length > 1);
      assertTrue(sentence.tokens().getLast() instanceof Token.Pause, sentence::line);
    }
  }

  /// A text of 100 million characters, made while it is being read, from which the sentences come one by one.
  @Test
  void aTextWithoutEndIsReadAsItIsSaid() {
    long[] given = {0};
    Reader endless =
        new Reader() {
          private static final String LINE =
              "It was the best of times, it was the worst of times. ";

          @Override
          public int read(char[] buffer, int offset, int length) {
            for (int i = 0; i < length; i++) {
              buffer[offset + i] = LINE.charAt((int) (given[0]++ % LINE.length()));
            }
            return length;
          }

          @Override
          public void close() {}
        };
    List<Sentence> some = ENGLISH.sentences(endless, skipped).skip(2000).limit(3).toList();
    some.forEach(sentence ->
        assertEquals("It was the best of times, it was the worst of times.", sentence.text()));
    assertTrue(given[0] < 2010 * 53 + 10_000, "read ahead: " + given[0]);
  }

  @Test
  void ownPronunciationsComeFirst(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("own.tsv");
    Files.writeString(
        file, "# mine\n\nbijou\tB IY1 ZH UW2\r\nTomato\tt ah0 m aa1 t ow2\nthe\tDH IY1\n");
    UsEnglish english = UsEnglish.with(file);
    Sentence said = english.utterance("Bijou's the tomato");
    assertEquals("B IY1 ZH UW2 Z | DH IY1 | T AH0 M AA1 T OW2 .", said.phones());
    assertEquals(Token.Origin.OWN, ((Token.Word) said.tokens().get(2)).origin());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ok\\tOW2 K EY1\\nbad\\tB AE1 Q | 2 | \"Q\" is not a phone; use those of the CMU dictionary, such as AA1, B or ZH",
        "bad\\tB AE D | 1 | \"AE\" is not a phone; add the stress of the vowel: 0, 1 or 2",
        "\\n\\nbad | 3 | \"bad\" has no phones; write them after a tab, as in: hello\\tHH AH0 L OW1",
        "b4d\\tB | 1 | \"b4d\" is not a word; write it with the letters a to z and apostrophes",
        "a\\tAH0\\nA\\tEY1 | 2 | \"A\" appears twice; remove one",
      })
  void aBadLineIsNamed(String content, int line, String message, @TempDir Path folder)
      throws IOException {
    Path file = folder.resolve("own.tsv");
    Files.writeString(file, content.replace("\\t", "\t").replace("\\n", "\n"));
    SpeechException e = assertThrows(SpeechException.class, () -> UsEnglish.with(file));
    assertEquals(file + ", line " + line + ": " + message.replace("\\t", "\t"), e.getMessage());
  }

  @Test
  void aMissingFileIsNamed(@TempDir Path folder) {
    Path file = folder.resolve("none.tsv");
    SpeechException e = assertThrows(SpeechException.class, () -> UsEnglish.with(file));
    assertEquals(file + ": no such file or folder; check the path", e.getMessage());
  }

  /// Of the 1,132 transcripts all words are said, and all but a few are in the dictionary or have their stem there.
  @Test
  void everyWordOfTheTranscriptsIsSaid() throws IOException {
    Path folder = Path.of("../../shared/data/speech/kathleen");
    Assumptions.assumeTrue(Files.isDirectory(folder), "the corpus is not here");
    TreeSet<String> guessed = new TreeSet<>();
    for (String part : List.of("train.csv", "valid.csv", "test.csv")) {
      for (String line : Files.readAllLines(folder.resolve(part))) {
        String text = line.substring(line.indexOf('|') + 1);
        Skipped none = new Skipped("English");
        List<Sentence> sentences = ENGLISH.sentences(new StringReader(text), none).toList();
        assertEquals(0, none.count(), text);
        assertTrue(!sentences.isEmpty(), text);
        for (Sentence sentence : sentences) {
          for (Token token : sentence.tokens()) {
            if (token instanceof Token.Word word && word.origin() == Token.Origin.LETTER_TO_SOUND) {
              guessed.add(word.spelling());
            }
          }
        }
      }
    }
    assertTrue(guessed.size() < 15, guessed::toString);
  }
}
