package dev.bijou.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bijou.speech.audio.WavWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `bijou voice new`, from a speaker and a voice that have learned next to nothing.
class VoiceNewTest {
  private static final int RATE = 22_050;
  private static final List<String> TEXTS =
      List.of("One two.", "Two, three.", "Four one.", "Three four.", "Two one.", "One.");

  @TempDir private static Path shared;

  @TempDir private Path folder;

  @BeforeAll
  static void train() throws IOException {
    recordings(shared);
    for (String verb : List.of("speak", "voice")) {
      new Cli(shared)
          .run(verb, "train", "{}", "-o", "{}/" + verb + ".bijou", "--steps", "1", "--threads", "1")
          .ok();
    }
  }

  /// Six recordings, the last of which is silent.
  private static void recordings(Path into) throws IOException {
    StringBuilder lines = new StringBuilder();
    Random random = new Random(1);
    for (int i = 0; i < TEXTS.size(); i++) {
      lines.append("s%d|%s%n".formatted(i, TEXTS.get(i)));
      float[] sound = new float[RATE];
      for (int t = 0; t < sound.length && i < 5; t++) {
        sound[t] =
            (float) (t < RATE / 10 ? 0 : 0.2 * Math.sin(0.05 * t) + 0.001 * random.nextGaussian());
      }
      write(into.resolve("s" + i + ".wav"), sound);
    }
    Files.writeString(into.resolve("metadata.csv"), lines);
  }

  private static void write(Path file, float... sound) throws IOException {
    try (OutputStream stream = Files.newOutputStream(file);
        WavWriter writer = new WavWriter(stream, RATE, sound.length)) {
      writer.write(sound);
    }
  }

  private static String[] command(Path recordings, int steps, String... more) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "voice",
                "new",
                recordings.toString(),
                "-o",
                "{}/mine",
                "--steps",
                Integer.toString(steps),
                "--threads",
                "1",
                "--speaker",
                shared.resolve("speak.bijou").toString(),
                "--voice",
                shared.resolve("voice.bijou").toString()));
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }

  @Test
  void makesTwoFilesAndAPage() throws IOException {
    Cli.Result made = new Cli(folder).run(command(shared, 1)).ok();
    assertTrue(made.err().startsWith("s5 is silent; left out\n"), made.err());
    assertTrue(made.err().contains("\n4 of 4 recordings are learned from: 4.0 s\n"), made.err());
    assertEquals("page: " + folder.resolve("mine/heard/index.html"), made.lines().getLast());
    assertEquals(
        List.of("clips", "heard", "recordings.txt", "speaker.bijou", "voice.bijou"),
        new Cli(folder.resolve("mine")).files());
    String page = Files.readString(folder.resolve("mine/heard/index.html"));
    for (String system : List.of("recording", "before", "spoken", "vocoded")) {
      assertTrue(page.contains("src=\"" + system + "/"), system);
    }
    assertEquals(
        "s5 is silent; left out\n", Files.readString(folder.resolve("mine/recordings.txt")));
    assertTrue(
        new Cli(folder).run("inspect", "{}/mine/speaker.bijou").ok().out().contains("1 steps"));
    String again = new Cli(folder).run(command(shared, 1)).error(2);
    assertTrue(
        again.endsWith("mine exists: go on with it by --resume, or name another folder"), again);
  }

  @Test
  void goesOnAfterAnInterrupt() {
    Cli.Result stopped = new Cli(folder).run("", Cli.interruptedAfter(1), command(shared, 2));
    assertEquals(130, stopped.code(), stopped.err());
    assertTrue(stopped.err().endsWith("go on with --resume\n"), stopped.err());
    assertTrue(Files.exists(folder.resolve("mine/speaker-likelihood.checkpoint")));
    assertFalse(Files.exists(folder.resolve("mine/voice.bijou")));
    new Cli(folder).run(command(shared, 2, "--resume")).ok();
    assertTrue(Files.exists(folder.resolve("mine/voice.bijou")));
    for (String left : List.of("speaker-likelihood.checkpoint", "speaker-likelihood.bijou")) {
      assertFalse(Files.exists(folder.resolve("mine").resolve(left)), left);
    }
  }

  @Test
  void aFolderThatCannotBeLearnedFromIsOneLine() throws IOException {
    Path bad = Files.createDirectory(folder.resolve("bad"));
    assertTrue(refused(bad).contains("holds neither train.csv, nor metadata.csv"));
    recordings(bad);
    Files.delete(bad.resolve("metadata.csv"));
    assertTrue(refused(bad).endsWith("has no texts; add a metadata.csv of lines id|text"));
    recordings(bad);
    for (int i = 0; i < TEXTS.size(); i++) {
      write(bad.resolve("s" + i + ".wav"), new float[RATE]);
    }
    assertTrue(refused(bad).endsWith("no recording can be used; s0 is silent"), refused(bad));
    Files.writeString(folder.resolve("mine"), "");
    assertTrue(refused(shared).endsWith("is a file; name a folder with -o"));
  }

  private String refused(Path recordings) {
    return new Cli(folder).run(command(recordings, 1)).error(2);
  }
}
