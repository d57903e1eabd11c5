package dev.bijou.benchmark.reading;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bijou.speech.text.UsEnglish;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// How readings are judged.
class ReadingTest {
  @TempDir Path folder;

  @Test
  void caseMarksAndSpacesAreFreeAndAndIsWhenAlike() {
    Normalization.Case exact = new Normalization.Case("time", 1, "2pm", "two PM", "two P M .");
    assertTrue(exact.exact() && exact.alike());
    Normalization.Case alike =
        new Normalization.Case("cardinal", 1, "101", "one hundred one", "one hundred and one .");
    assertTrue(!alike.exact() && alike.alike());
    assertFalse(new Normalization.Case("cardinal", 1, "2", "two", "three .").alike());
  }

  @Test
  void phonesOfTheInternationalAlphabetAreThoseOfArpabet() {
    assertEquals(List.of("AE1", "B", "S", "T", "R", "AE2", "K", "T"), Phones.ofIpa("'æbˌstɹækt"));
    assertEquals(List.of("K", "L", "OW1", "S"), Phones.ofIpa("'kloʊs"));
    assertEquals(0, Phones.distance(List.of("K", "L"), List.of("K", "L")));
    assertTrue(
        Phones.distance(List.of("L", "IH1", "V"), List.of("L", "AY1", "V"))
            > Phones.distance(List.of("L", "IH1", "V"), List.of("L", "IH0", "V")));
  }

  @Test
  void aHomographIsReadAsTheNearestPronunciation() throws IOException {
    Path wordids = folder.resolve("ids.txt");
    Files.writeString(
        wordids,
        """
        "close"\t"close_adj"\t"adjective"\t"'kloʊs"
        "close"\t"close_vrb"\t"verb"\t"'kloʊz"
        """);
    Files.writeString(
        folder.resolve("close.tsv"),
        """
        "homograph"\t"wordid"\t"sentence"\t"start"\t"end"
        "close"\t"close_vrb"\t"It was ""close"", so please close the door."\t26\t31
        "close"\t"close_vrb"\t"It is close to it."\t6\t11
        """);
    assertEquals(
        List.of("close_vrb", "close_adj"),
        Homographs.cases(wordids, folder, UsEnglish.bundled()).stream()
            .map(Homographs.Case::read)
            .toList());
  }
}
