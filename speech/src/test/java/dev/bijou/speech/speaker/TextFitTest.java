package dev.bijou.speech.speaker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bijou.speech.mel.LogMel;
import dev.bijou.tensor.Workers;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TextFitTest {
  private static final LogMel FRONT_END = new LogMel(Letters.MEL);

  private static List<SpokenCorpus.Utterance> utterances(int count) {
    Random random = new Random(4);
    List<SpokenCorpus.Utterance> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      StringBuilder text = new StringBuilder();
      for (int last = 0, n = 0; n < 8; n++) {
        last = (last + 1 + random.nextInt(2)) % 3;
        text.append((char) ('a' + last));
      }
      all.add(
          new SpokenCorpus.Utterance(
              "u" + i,
              text.toString(),
              Letters.symbols(text.toString()),
              FRONT_END.of(Letters.sung(text.toString(), random)),
              new float[0]));
    }
    return all;
  }

  private static Map<String, Double> fits(List<SpokenCorpus.Utterance> of) {
    try (Workers workers = new Workers(2)) {
      return TextFit.of(of, Letters.INVENTORY.size(), workers);
    }
  }

  @Test
  void aTextThatIsNotSaidFitsWorse() {
    List<SpokenCorpus.Utterance> all = utterances(30);
    SpokenCorpus.Utterance right = all.get(7);
    all.set(
        7,
        new SpokenCorpus.Utterance(
            "u7", "", Letters.symbols("cccccccc"), right.mel(), right.melody()));
    Map<String, Double> fits = fits(all);
    assertEquals(30, fits.size());
    assertEquals("u7", Collections.min(fits.entrySet(), Map.Entry.comparingByValue()).getKey());
    assertTrue(fits.getOrDefault("u7", 1.0) < 0, fits.toString());
    assertTrue(fits.values().stream().filter(fit -> fit >= 1).count() >= 15);
  }

  @Test
  void ofFewNothingIsSaid() {
    assertEquals(Map.of(), fits(utterances(19)));
  }
}
