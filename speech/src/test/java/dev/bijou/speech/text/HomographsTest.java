package dev.bijou.speech.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.bijou.speech.text.Sentence.Token;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Spellings with two sounds, in sentences that tell which one it is.
class HomographsTest {
  private static final UsEnglish ENGLISH = UsEnglish.bundled();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // Noun or adjective, and verb
        "an abstract idea|abstract|AE1 B S T R AE2 K T",
        "to abstract from it|abstract|AE0 B S T R AE1 K T",
        "The delegate spoke.|delegate|D EH1 L AH0 G AH0 T",
        "They delegate the work.|delegate|D EH1 L AH0 G EY2 T",
        "two separate rooms|separate|S EH1 P ER0 AH0 T",
        "Nobody wants to separate them.|separate|S EH1 P ER0 EY2 T",
        "I will read and record it.|record|R IH0 K AO1 R D",
        "a world record|record|R EH1 K ER0 D",
        "It did not increase.|increase|IH0 N K R IY1 S",
        "It saw an increase.|increase|IH1 N K R IY2 S",
        "Close the door.|close|K L OW1 Z",
        "It is close to it.|close|K L OW1 S",
        "Scientists estimate that it is so.|estimate|EH1 S T AH0 M EY2 T",
        "The Japanese even use their phones.|use|Y UW1 Z",
        "The estimate is low.|estimate|EH1 S T AH0 M AH0 T",
        "He completely rejects what they also reject.|reject|R IH0 JH EH1 K T",
        "She has read it.|read|R EH1 D",
        "They could read it.|read|R IY1 D",
        "We want to learn and read.|read|R IY1 D",
        "They live in Boston.|live|L IH1 V",
        "a live album|live|L AY1 V",
        "It was recorded live.|live|L AY1 V",
        "He lives in Rome.|lives|L IH1 V Z",
        "They lost their lives.|lives|L AY1 V Z",
        "He uses it.|uses|Y UW1 Z IH0 Z",
        "It has many uses.|uses|Y UW1 S IH0 Z",
        // By a capital
        "the Polish army|polish|P OW1 L IH0 SH",
        "the polish on his shoes|polish|P AA1 L IH0 SH",
        "Polish the table.|polish|P AA1 L IH0 SH",
        "He played Ravel.|ravel|R AH0 V EH1 L",
        "He was born in Reading.|reading|R EH1 D IH0 NG",
        "He was born reading.|reading|R IY1 D IH0 NG",
        // By other words, else the frequent one
        "He plays the bass.|bass|B EY1 S",
        "He caught a bass.|bass|B AE1 S",
        "lunch at the buffet|buffet|B AH0 F EY1",
        "The lead pipe was old.|lead|L EH1 D",
        "She took the lead.|lead|L IY1 D",
        "The ship turned its bow.|bow|B AW1",
        "with a bow and arrow|bow|B OW1",
        "It took a minute.|minute|M IH1 N AH0 T",
        "in minute quantities|minute|M AY0 N UW1 T",
        "It was wound around a coil.|wound|W AW1 N D",
        "The wound healed.|wound|W UW1 N D",
        "Siobhan laughed.|siobhan|SH IH0 V AO1 N"
      })
  void isReadAsItsNeighborsTell(String sentence, String word, String phones) {
    List<String> read =
        ENGLISH.utterance(sentence).tokens().stream()
            .filter(Token.Word.class::isInstance)
            .map(Token.Word.class::cast)
            .filter(token -> token.spelling().equals(word))
            .map(token -> String.join(" ", token.phones()))
            .toList();
    assertEquals(List.of(phones), read);
  }
}
