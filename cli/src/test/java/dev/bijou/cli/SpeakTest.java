package dev.bijou.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bijou.speech.audio.AudioFile;
import dev.bijou.speech.audio.WavWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// `bijou speak`, with a speaker that has learned next to nothing.
class SpeakTest {
  private static final int RATE = 22_050;
  private static final List<String> TEXTS =
      List.of("One two.", "Two, three.", "Four one.", "Three four.", "Two one.");

  @TempDir private static Path shared;
  private static Cli.Result training;

  @TempDir private Path folder;

  @BeforeAll
  static void train() throws IOException {
    StringBuilder lines = new StringBuilder();
    Random random = new Random(1);
    for (int i = 0; i < TEXTS.size(); i++) {
      lines.append("s%d|%s%n".formatted(i, TEXTS.get(i)));
      float[] sound = new float[RATE];
      for (int t = 0; t < sound.length; t++) {
        sound[t] = (float) (0.2 * Math.sin(0.05 * t) + 0.01 * random.nextGaussian());
      }
      write(shared.resolve("s" + i + ".wav"), sound);
    }
    Files.writeString(shared.resolve("metadata.csv"), lines);
    training =
        new Cli(shared)
            .run("speak", "train", "{}", "-o", "{}/s.bijou", "--steps", "1", "--threads", "1")
            .ok();
  }

  private static void write(Path file, float... sound) {
    try (OutputStream stream = Files.newOutputStream(file);
        WavWriter writer = new WavWriter(stream, RATE, sound.length)) {
      writer.write(sound);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Runs with the speaker, and without a voice.
  private Cli.Result speak(String... arguments) {
    String[] first = {
      "speak",
      "--speaker",
      shared.resolve("s.bijou").toString(),
      "--vocoder",
      "griffin-lim",
      "-o",
      "{}/out.wav"
    };
    String[] all = Arrays.copyOf(first, first.length + arguments.length);
    System.arraycopy(arguments, 0, all, first.length, arguments.length);
    return new Cli(folder).run(all);
  }

  private float[] sound() {
    return AudioFile.read(folder.resolve("out.wav"), RATE);
  }

  @Test
  void trainingEndsWithScoreTimeAndFile() {
    List<String> lines = training.lines();
    assertTrue(lines.get(0).matches("held-out log-density: -?[\\d.]+ nats a value"), lines.get(0));
    assertEquals("steps: 1", lines.get(1));
    assertTrue(lines.get(2).matches("time: .*s"), lines.get(2));
    assertEquals("speaker: " + shared.resolve("s.bijou"), lines.get(3));
    assertTrue(training.err().startsWith("learning small from "), training.err());
    assertTrue(training.err().contains(" nats a value, learning "), training.err());
    assertEquals(
        List.of("step-0000001.png", "step-0000001.wav"),
        new Cli(shared.resolve("s-clips")).files());
  }

  @Test
  void aSpeakerGoesOnByDrawnSpectrogramsInAQuarterOfTheSize() throws IOException {
    Cli.Result result =
        new Cli(folder)
            .run(
                "speak",
                "train",
                shared.toString(),
                "-o",
                "{}/on.bijou",
                "--from",
                shared.resolve("s.bijou").toString(),
                "--drawn",
                "1",
                "--steps",
                "1",
                "--quarter")
            .ok();
    assertTrue(result.err().contains(" nats less spectral distance"), result.err());
    assertTrue(
        Files.size(folder.resolve("on.bijou")) < 0.6 * Files.size(shared.resolve("s.bijou")));
    new Cli(folder)
        .run(
            "speak",
            "--speaker",
            "{}/on.bijou",
            "--vocoder",
            "griffin-lim",
            "-o",
            "{}/out.wav",
            "One.")
        .ok();
  }

  @Test
  void speaksAText() throws IOException {
    Cli.Result spoken =
        speak("One, two. Three!", "--mel", "{}/out.npy", "--alignment", "{}/out.png").ok();
    assertTrue(spoken.err().matches("spoke .* × real time\\), .*\n"), spoken.err());
    byte[] wav = Files.readAllBytes(folder.resolve("out.wav"));
    assertEquals(44 + 2 * sound().length, wav.length);
    assertEquals(wav.length - 8, (wav[4] & 255) | (wav[5] & 255) << 8 | (wav[6] & 255) << 16);
    assertTrue(Files.size(folder.resolve("out.npy")) > 80 * 4 * 10);
    assertTrue(Files.size(folder.resolve("out.png")) > 1000);
  }

  /// The words that begin a command are texts in every other place.
  @ParameterizedTest
  @ValueSource(strings = {"train", "evaluate"})
  void aWordThatIsACommandCanBeSaid(String word) {
    String said = new Cli(folder).run("speak", "--phones", "--", word).ok().out();
    assertTrue(said.startsWith(word + " .\t"), said);
    assertEquals(said, new Cli(folder).run("speak", "--phones", word).ok().out());
    speak("--", word).ok();
    float[] sound = sound();
    speak(word).ok();
    assertArrayEquals(sound, sound());
    assertEquals(
        "missing -o OUT.wav (see bijou speak --help)",
        new Cli(folder).run("speak", "--", word).error(2));
    assertEquals(
        "unexpected \"-o\" after --, which ends the options (see bijou speak --help)",
        new Cli(folder).run("speak", "--", word, "-o", "{}/out.wav").error(2));
    assertTrue(
        new Cli(folder)
            .run("speak", word)
            .error(2)
            .endsWith("(see bijou speak " + word + " --help)"));
  }

  @Test
  void theSameSeedSaysTheSameAndAnotherDoesNot() {
    speak("One two three.", "--seed", "5").ok();
    float[] first = sound();
    speak("One two three.", "--seed", "5").ok();
    assertArrayEquals(first, sound());
    speak("One two three.", "--seed", "6").ok();
    assertFalse(Arrays.equals(first, sound()));
    speak("One two three.", "--pace", "0.5").ok();
    assertTrue(sound().length > 1.4 * first.length);
  }

  @Test
  void textComesFromAFileOrStandardInput() throws IOException {
    speak("One two. Three.").ok();
    float[] expected = sound();
    Path file = folder.resolve("text.txt");
    Files.writeString(file, "One two.\nThree.\n");
    speak("--file", "{}/text.txt").ok();
    assertArrayEquals(expected, sound());
    String[] command = {
      "speak",
      "-",
      "--speaker",
      shared.resolve("s.bijou").toString(),
      "--vocoder",
      "griffin-lim",
      "-o",
      "-"
    };
    Cli.Result piped = new Cli(folder).run("One two. Three.", Cli.NONE, command).ok();
    assertTrue(piped.out().startsWith("RIFF"), "a WAV file on standard output");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\n\n", "😀", "Привет", "\u0000\u0007", "..."})
  void whatHasNoSoundIsSaidSo(String text) {
    String error = speak(text).error(2);
    assertTrue(error.startsWith("the text: has nothing that can be spoken"), error);
    assertTrue(Files.notExists(folder.resolve("out.wav")));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void anyTextIsSpoken(int kind) {
    String text =
        switch (kind) {
          case 1 -> "x".repeat(1500);
          case 2 -> "9".repeat(400);
          default -> "Hello 😀 wörld \u0001 привет.";
        };
    Cli.Result spoken = speak(text).ok();
    assertTrue(sound().length > RATE / 10);
    assertEquals(kind == 3, spoken.err().contains("skipped "), spoken.err());
  }

  @Test
  void phonesAreShownWithoutASpeaker() throws IOException {
    Files.writeString(folder.resolve("own.txt"), "bijou\tB IY1 ZH UW2\n");
    assertEquals(
        "bijou , hello .\tB IY1 ZH UW2 , HH AH0 L OW1 .\n",
        new Cli(folder)
            .run("speak", "Bijou, hello.", "--phones", "--pronunciations", "{}/own.txt")
            .ok()
            .out());
    Files.writeString(folder.resolve("own.txt"), "# a comment\nbijou\tB IY1 XX\n");
    String error =
        new Cli(folder)
            .run("speak", "Bijou.", "--phones", "--pronunciations", "{}/own.txt")
            .error(2);
    assertTrue(error.contains("own.txt") && error.contains("2") && error.contains("XX"), error);
  }

  @Test
  void inspectingASpeakerShowsWhereItIsFromAndWhatItIs() {
    Cli cli = new Cli(folder);
    String text = cli.run("inspect", shared.resolve("s.bijou").toString()).ok().out();
    for (String part : List.of("learned  ", "held out ", "en-US, 78 symbols", "text encoder")) {
      assertTrue(text.contains(part), text);
    }
    String json = cli.run("inspect", shared.resolve("s.bijou").toString(), "--json").ok().out();
    assertTrue(json.contains("\"language\": \"en-US\""), json);
  }

  @Test
  void evaluatesASpeaker() {
    List<String> lines =
        new Cli(folder)
            .run("speak", "evaluate", shared.resolve("s.bijou").toString(), shared.toString())
            .ok()
            .lines();
    assertTrue(lines.get(0).matches("recordings: \\d+, .*s"), lines.get(0));
    assertTrue(lines.get(1).matches("log-density: -?[\\d.]+ nats a value"), lines.get(1));
    assertTrue(lines.get(2).startsWith("Gaussians of phones: "), lines.get(2));
    assertTrue(
        lines
            .get(3)
            .matches("error of durations: [\\d.]+, log-probability: -[\\d.]+ nats a symbol"),
        lines.get(3));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          speak                            | give a TEXT, --file FILE, or - for standard input (see bijou speak --help)
          speak hi                         | missing -o OUT.wav (see bijou speak --help)
          speak hi --file x -o y           | give a TEXT or --file, not both
          speak hi -o y --pace 0           | --pace is 0.0, but must lie in 0.1 … 10
          speak hi -o y --temperature -1   | --temperature is -1.0, but must lie in 0 … 10
          speak hi -o y --rhythm 3         | --rhythm is 3.0, but must lie in 0 … 2
          speak hi -o y --sigma -1         | --sigma is -1.0, but must lie in 0 … 10
          speak hi -o y                    | speaker.bijou does not come with this program; name one with --speaker
          speak train a                    | missing -o SPEAKER (see bijou speak train --help)
          speak train a -o s --model x     | no speaker model is called "x"; there are small, glow-tts
          speak train a -o s --drawn 1     | --drawn goes on with a trained speaker; give one with --from
          speak train a -o s --from b      | --from goes on by drawn spectrograms; give their weight with --drawn
          speak train a -o s --from s      | -o is the speaker of --from, which is read again during the training; name another file
          speak train a -o s --from b --drawn 0 | --drawn is 0.0, but must lie in (0, 1000000]
          speak train a -o s --from b --drawn 1 --temperature 0 | --temperature is 0.0, but must lie in (0, 10]
          speak train a -o s --single --quarter | --single and --quarter cannot both be
          speak train a -o s --resume      | --resume needs a --checkpoint FILE to continue from
          speak evaluate s                 | missing FOLDER (see bijou speak evaluate --help)
          """)
  void badUsageIsOneLine(String commandLine, String message) {
    assertEquals(message, new Cli(folder).run(commandLine.strip().split(" ")).error(2));
  }

  @Test
  void badInputIsOneLine() throws IOException {
    String error = speak("--file", "{}/none.txt").error(2);
    assertTrue(error.startsWith(folder + "/none.txt: "), error);
    Files.writeString(folder.resolve("not.bijou"), "no model");
    error =
        new Cli(folder).run("speak", "hi", "-o", "{}/o.wav", "--speaker", "{}/not.bijou").error(2);
    assertTrue(error.startsWith(folder + "/not.bijou: "), error);
    error =
        new Cli(folder)
            .run(
                "speak",
                "hi",
                "-o",
                "-", // nothing is written before the voice is there
                "--speaker",
                shared.resolve("s.bijou").toString(),
                "--vocoder",
                shared.resolve("s.bijou").toString())
            .error(2);
    assertTrue(error.contains("s.bijou: "), error);
    error =
        new Cli(folder)
            .run("voice", "evaluate", shared.resolve("s.bijou").toString(), "{}")
            .error(2);
    assertTrue(error.contains("s.bijou: "), error);
  }
}
