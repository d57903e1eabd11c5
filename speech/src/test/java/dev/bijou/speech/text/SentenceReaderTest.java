package dev.bijou.speech.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.Reader;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SentenceReaderTest {
  private static List<String> sentences(String text) {
    List<String> sentences = new ArrayList<>();
    new SentenceReader(new StringReader(text))
        .forEachRemaining(piece -> sentences.add(piece.text()));
    return sentences;
  }

  /// In each, `|` stands between sentences, and a space is put there in the text.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "One.|Two!|Three?|Four",
        "Dr. Smith met Mr. J. R. Jones at 5 p.m. Monday.|He left.",
        "It costs 3.50 dollars.|Cheap.",
        "He came from the U.S. Navy.|She did not.",
        "He lives in the U.S.|The weather is fine.",
        "We saw cats, dogs, etc.|They ran.",
        "\"Yes!\" he said.|\"No.\"|She left (early).|End.",
        "Wait... what?|Stop...|Go.",
        "No. 5 is alive.|No.|That is it.",
        "It is approx. five, i.e. few, e.g. Two.|Good.",
        "So it was I.|He knew.",
        "See example.com for more.|Bye.",
        "See ch. IV of it.|And vol. V.|No.|I will.",
        "In Brown v. Board it lost.|He chose v.|It won.",
        "Is it?!|It is!!!",
      })
  void endsWhereASentenceEnds(String marked) {
    assertEquals(List.of(marked.split("\\|")), sentences(marked.replace('|', ' ')));
  }

  @Test
  void emptyLinesEndSentences() {
    assertEquals(
        List.of("A title", "The text goes on here."),
        sentences("A title\n \nThe text\ngoes on\there."));
    assertEquals(List.of("One", "Two"), sentences("\n\n One\r\n\r\n\r\n Two \n\n"));
  }

  @Test
  void whiteSpaceHoldsNoSentence() {
    assertEquals(List.of(), sentences(""));
    assertEquals(List.of(), sentences(" \n\t\n  \u2029 "));
  }

  @Test
  void longOnesAreCutAtACommaElseASpaceElseAnywhere() {
    String clause = "word ".repeat(20).strip() + ", ";
    for (String piece : sentences(clause.repeat(10))) {
      assertTrue(piece.endsWith(","), piece);
      assertTrue(piece.length() <= SentenceReader.LONGEST, piece);
    }
    List<String> words = sentences("word ".repeat(500));
    assertEquals("word ".repeat(500).strip(), String.join(" ", words));
    assertTrue(words.stream().allMatch(piece -> piece.length() <= SentenceReader.LONGEST));
    List<String> letters = sentences("a".repeat(10_000));
    assertEquals("a".repeat(10_000), String.join("", letters));
    assertTrue(letters.stream().allMatch(piece -> piece.length() <= SentenceReader.LONGEST));
    assertEquals("😀".repeat(1000), String.join("", sentences("😀".repeat(1000))));
    assertEquals("x" + "😀".repeat(1000), String.join("", sentences("x" + "😀".repeat(1000))));
  }

  @Test
  void aCutSentenceGoesOn() {
    SentenceReader reader = new SentenceReader(new StringReader("word ".repeat(60) + "."));
    assertFalse(reader.next().whole());
    assertTrue(reader.next().whole());
    assertFalse(reader.hasNext());
  }

  /// The first sentence is there before the reader asks for what comes much later.
  @Test
  void readsNoFurtherThanItMust() {
    Reader slow =
        new Reader() {
          private final String text = "First one. Second";
          private int at;

          @Override
          public int read(char[] buffer, int offset, int length) {
            if (at == text.length()) {
              throw new AssertionError("read on");
            }
            buffer[offset] = text.charAt(at++);
            return 1;
          }

          @Override
          public void close() {}
        };
    assertEquals("First one.", new SentenceReader(slow).next().text());
  }
}
