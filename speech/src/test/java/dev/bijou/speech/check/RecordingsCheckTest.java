package dev.bijou.speech.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bijou.speech.Signals;
import dev.bijou.speech.audio.WavWriter;
import dev.bijou.speech.check.Finding.Kind;
import dev.bijou.speech.corpus.Utterance;
import dev.bijou.tensor.Workers;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordingsCheckTest {
  private static final int RATE = 22_050;

  @TempDir private Path folder;

  private final List<Utterance> utterances = new ArrayList<>();

  /// A second of a tone between two of faint noise, as loud as asked for.
  private static float[] said(double loud, double noise) {
    float[] tone = Signals.sine(200, RATE, RATE, loud);
    float[] sound = new float[3 * RATE];
    System.arraycopy(tone, 0, sound, RATE, RATE);
    return Signals.plus(sound, noise, 3);
  }

  private void write(String id, int rate, float... sound) throws IOException {
    Path file = folder.resolve(id + ".wav");
    try (OutputStream stream = Files.newOutputStream(file);
        WavWriter writer = new WavWriter(stream, rate, sound.length)) {
      writer.write(sound);
    }
    utterances.add(new Utterance(id, file, ""));
  }

  private List<Finding> findings() {
    try (Workers workers = new Workers(2)) {
      return RecordingsCheck.ofSound(utterances, workers);
    }
  }

  @Test
  void cleanRecordingsAreLeftInPeace() throws IOException {
    for (int i = 0; i < 3; i++) {
      write("clean" + i, RATE, said(0.3, 1e-3));
    }
    assertEquals(List.of(), findings());
  }

  @Test
  void eachFaultIsNamed() throws IOException {
    for (int i = 0; i < 5; i++) {
      write("clean" + i, RATE, said(0.3, 1e-3));
    }
    float[] cut = said(3, 1e-3);
    for (int t = 0; t < cut.length; t++) {
      cut[t] = Math.clamp(cut[t], -1, 1);
    }
    write("cut", RATE, cut);
    write("hissing", RATE, said(0.3, 0.1));
    write("silent", RATE, new float[2 * RATE]);
    write("short", RATE, said(0.3, 1e-3)[0], 0.2f);
    write("soft", RATE, said(0.03, 1e-4));
    write("telephone", 8_000, said(0.3, 1e-3));
    Path damaged = Files.writeString(folder.resolve("damaged.wav"), "RIFF");
    utterances.add(new Utterance("damaged", damaged, ""));
    List<Finding> found = findings();
    assertEquals(
        List.of(
            "cut CLIPPED true",
            "cut LEVEL false",
            "hissing NOISE true",
            "silent UNUSABLE true",
            "short UNUSABLE true",
            "soft LEVEL false",
            "telephone RATE false",
            "damaged UNUSABLE true"),
        found.stream().map(one -> one.id() + " " + one.kind() + " " + one.serious()).toList());
    assertTrue(
        found.getFirst().what().matches("is cut off at its loudest: [\\d.]+ % of its samples"),
        found.getFirst().what());
    assertEquals(Kind.LEVEL, found.get(5).kind());
    assertEquals("is 20 dB softer than most", found.get(5).what());
  }
}
