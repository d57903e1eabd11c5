package dev.bijou.speech.corpus;

import static dev.bijou.speech.Signals.refusal;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CorpusTest {
  @TempDir private Path folder;

  private void audio(String... files) throws IOException {
    for (String file : files) {
      Path path = folder.resolve(file);
      Files.createDirectories(path.getParent());
      Files.createFile(path);
    }
  }

  private void list(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  private String openRefusal() {
    return refusal(() -> Corpus.open(folder)).replace(folder.toString(), "FOLDER");
  }

  @Test
  void filesSayTheParts() throws IOException {
    audio("flac/a1.flac", "flac/a2.flac", "wav/b.wav", "flac/c.flac", "flac/unused.flac");
    list("train.csv", "\uFEFFa1|One, two.\r\na2|Naïve “café”.\n\n");
    list("valid.csv", "b|Three.");
    list("test.csv", "c|Four.\n");
    Corpus corpus = Corpus.open(folder);
    assertEquals(
        List.of(
            new Utterance("a1", folder.resolve("flac/a1.flac"), "One, two."),
            new Utterance("a2", folder.resolve("flac/a2.flac"), "Naïve “café”.")),
        corpus.train());
    assertEquals(
        List.of(new Utterance("b", folder.resolve("wav/b.wav"), "Three.")), corpus.valid());
    assertEquals(List.of("Four."), corpus.test().stream().map(Utterance::text).toList());
  }

  @Test
  void recordingsThatNoListNamesAreTold() throws IOException {
    audio("a.wav", "b.wav", "c.wav", "d.wav", "e.wav", "f.wav", "g.wav");
    list("metadata.csv", "b|Two.\nc|Three.\nd|Four.\n");
    assertEquals(
        "4 recordings are left out, since no list names them: a, e, f …",
        Corpus.open(folder).notice().orElseThrow());
    list("train.csv", "a|One.\nb|Two.\nc|Three.\nd|Four.\n");
    list("valid.csv", "e|Five.\nf|Six.\n");
    assertEquals(
        "1 recording is left out, since no list names it: g",
        Corpus.open(folder).notice().orElseThrow());
    list("test.csv", "g|Seven.\n");
    assertEquals(Optional.empty(), Corpus.open(folder).notice());
  }

  @Test
  void oneListIsDivided() throws IOException {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 130; i++) {
      String id = "LJ%03d".formatted(i);
      audio("wavs/" + id + ".wav");
      lines.append(id).append("|Dr. ").append(i).append("|Doctor ").append(i).append('\n');
    }
    list("metadata.csv", lines.toString());
    Corpus corpus = Corpus.open(folder);
    assertEquals(125, corpus.train().size());
    assertEquals(
        List.of("LJ025", "LJ075", "LJ125"), corpus.valid().stream().map(Utterance::id).toList());
    assertEquals(List.of("LJ049", "LJ099"), corpus.test().stream().map(Utterance::id).toList());
    assertEquals("Doctor 0", corpus.train().getFirst().text());
    Set<Utterance> all = new HashSet<>(corpus.train());
    all.addAll(corpus.valid());
    all.addAll(corpus.test());
    assertEquals(130, all.size());
  }

  @Test
  void recordingsAloneAreDividedToo() throws IOException {
    audio("b.wav", "a.flac", "c.WAV", ".hidden.wav", "notes.txt");
    Corpus corpus = Corpus.open(folder);
    assertEquals(List.of("a"), corpus.train().stream().map(Utterance::id).toList());
    assertEquals(List.of("b"), corpus.valid().stream().map(Utterance::id).toList());
    assertEquals(List.of("c"), corpus.test().stream().map(Utterance::id).toList());
    assertEquals("", corpus.train().getFirst().text());
  }

  @Test
  void aFewRecordingsAreStillACorpus() throws IOException {
    audio("a.wav");
    assertEquals(1, Corpus.open(folder).train().size());
    audio("b.wav");
    assertEquals(1, Corpus.open(folder).train().size());
  }

  @Test
  void refusesWhatIsNoCorpusInOneLine() throws IOException {
    assertEquals(
        "FOLDER: holds neither train.csv, nor metadata.csv, nor WAV or FLAC files; give the folder of a corpus",
        openRefusal());
    Path missing = folder.resolve("missing");
    assertEquals(
        missing + ": no such folder; give the folder of a corpus",
        refusal(() -> Corpus.open(missing)));
    audio("a.wav");
    Path file = folder.resolve("a.wav");
    assertEquals(
        file + ": is not a folder; give the folder of a corpus", refusal(() -> Corpus.open(file)));
  }

  @Test
  void namesTheLineThatIsWrong() throws IOException {
    audio("wavs/a.wav");
    list("metadata.csv", "");
    assertEquals(
        "FOLDER/metadata.csv: lists no utterances; add lines of the form id|text", openRefusal());
    list("metadata.csv", "a|One.\nno bar\n");
    assertEquals(
        "FOLDER/metadata.csv, line 2: is not of the form id|text; correct it", openRefusal());
    list("metadata.csv", "a|One.\n\na|Two.\n");
    assertEquals("FOLDER/metadata.csv, line 3: \"a\" appears twice; remove one", openRefusal());
    list("metadata.csv", "a|One.\nb|Two.\n");
    assertEquals(
        "FOLDER/metadata.csv, line 2: there is no recording b.wav or .flac; add it, or remove the line",
        openRefusal());
    Files.write(folder.resolve("metadata.csv"), new byte[] {'a', '|', (byte) 0xE9, '\n'});
    assertTrue(openRefusal().endsWith("metadata.csv: is not UTF-8; convert it"));
  }
}
