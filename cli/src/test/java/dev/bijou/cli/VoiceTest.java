package dev.bijou.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bijou.cli.console.Shell;
import dev.bijou.speech.audio.AudioFile;
import dev.bijou.speech.audio.WavWriter;
import dev.bijou.speech.mel.LogMel;
import dev.bijou.speech.mel.MelSettings;
import dev.bijou.speech.npy.MelFile;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// `bijou voice`, with a voice that has learned next to nothing.
class VoiceTest {
  private static final int RATE = 22_050;
  @TempDir private static Path shared;
  private static Cli.Result training;

  @TempDir private Path folder;

  @BeforeAll
  static void train() {
    for (int i = 0; i < 4; i++) {
      write(shared.resolve("tone-" + i + ".wav"), RATE, tone(RATE, 200 + 20 * i));
    }
    training = new Cli(shared).run("voice", "train", "{}", "-o", "{}/v.bijou", "--steps", "1").ok();
  }

  private static float[] tone(int samples, double hz) {
    float[] sound = new float[samples];
    for (int t = 0; t < samples; t++) {
      sound[t] = (float) (0.3 * Math.sin(2 * Math.PI * hz * t / RATE) + 1e-3 * Math.sin(t * t));
    }
    return sound;
  }

  private static void write(Path file, int rate, float... sound) {
    try (OutputStream stream = Files.newOutputStream(file);
        WavWriter writer = new WavWriter(stream, rate, sound.length)) {
      writer.write(sound);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Cli.Result run(String... arguments) {
    String[] all = arguments.clone();
    for (int i = 0; i < all.length; i++) {
      all[i] = all[i].replace("VOICE", shared.resolve("v.bijou").toString());
    }
    return new Cli(folder).run(all);
  }

  @Test
  void trainingEndsWithScoresTimeAndFile() {
    List<String> lines = training.lines();
    assertEquals(5, lines.size());
    assertTrue(lines.get(0).matches("held-out log-density: -?[\\d.]+ nats a sample"), lines.get(0));
    assertTrue(lines.get(1).matches("bits a 16-bit sample: [\\d.]+"), lines.get(1));
    assertEquals("steps: 1", lines.get(2));
    assertTrue(lines.get(3).matches("time: .*s"), lines.get(3));
    assertEquals("voice: " + shared.resolve("v.bijou"), lines.get(4));
    assertTrue(
        training.err().startsWith("learning small from 2 recordings, 2.0 s\n"), training.err());
    assertTrue(
        training.err().contains("step 1, ") && training.err().contains(" nats ("), training.err());
  }

  @Test
  void trainingWritesAHeldOutClipAndItsPicture() {
    assertEquals(
        List.of("original.wav", "step-0000001.png", "step-0000001.wav"),
        new Cli(shared.resolve("v-clips")).files());
    float[] original = AudioFile.read(shared.resolve("v-clips/original.wav"), RATE);
    assertArrayEquals(AudioFile.read(shared.resolve("tone-2.wav"), RATE), original);
    assertEquals(
        original.length, AudioFile.read(shared.resolve("v-clips/step-0000001.wav"), RATE).length);
  }

  @Test
  void anInterruptSavesTheVoiceAndItsCheckpoint() {
    String[] command = {
      "voice",
      "train",
      shared.toString(),
      "-o",
      "{}/v",
      "--steps",
      "3",
      "--clips",
      "{}/clips",
      "--checkpoint",
      "{}/c"
    };
    Cli.Result stopped = new Cli(folder).run("", Cli.interruptedAfter(1), command);
    assertEquals(130, stopped.code(), stopped.err());
    assertTrue(
        stopped
            .err()
            .endsWith("interrupted: " + folder.resolve("v") + " is the best voice so far\n"),
        stopped.err());
    assertEquals(List.of("c", "clips", "v"), new Cli(folder).files()); // though no round was whole
    assertEquals(
        folder.resolve("c")
            + " exists: continue from it with --resume, or name another file with --checkpoint",
        run(command).error(2));
    String[] resumed = Arrays.copyOf(command, command.length + 1);
    resumed[command.length] = "--resume";
    Cli.Result whole = run(resumed).ok();
    assertEquals("steps: 3", whole.lines().get(2));
    assertFalse(whole.err().contains("anew"), whole.err());
    resumed[command.length - 1] = "{}/other";
    Cli.Result anew = run(resumed).ok();
    assertTrue(
        anew.err()
            .contains(
                "note: there is no "
                    + folder.resolve("other")
                    + " to continue from: starting anew\n"),
        anew.err());
  }

  @Test
  void griffinAndLimNeedNoVoice() {
    write(folder.resolve("in.wav"), RATE, tone(20 * 256 - 9, 300));
    assertEquals("", run("voice", "mel", "{}/in.wav", "-o", "{}/in.npy", "-q").ok().err());
    run("voice", "vocode", "griffin-lim", "{}/in.wav", "-o", "{}/a.wav", "-q").ok();
    run("voice", "vocode", "griffin-lim", "{}/in.npy", "-o", "{}/b.wav").ok();
    float[] a = AudioFile.read(folder.resolve("a.wav"), RATE);
    float[] b = AudioFile.read(folder.resolve("b.wav"), RATE);
    assertEquals(20 * 256 - 9, a.length);
    assertEquals(20 * 256, b.length);
    assertArrayEquals(a, Arrays.copyOf(b, a.length));
    assertEquals(
        "--sigma and --denoise are for voices, not for griffin-lim",
        run("voice", "vocode", "griffin-lim", "{}/in.npy", "-o", "{}/c.wav", "--sigma", "0.5")
            .error(2));
  }

  @ParameterizedTest
  @ValueSource(ints = {8000, 22_050, 48_000})
  void speaksRecordingsOfAnyRate(int rate) {
    write(folder.resolve("in.wav"), rate, tone(rate / 4, 300));
    Cli.Result result =
        run("voice", "vocode", "VOICE", "{}/in.wav", "-o", "{}/out.wav", "--denoise", "0.1").ok();
    int expected = (int) Math.ceil((double) (rate / 4) * RATE / rate);
    assertEquals(expected, AudioFile.read(folder.resolve("out.wav"), RATE).length);
    assertTrue(
        result.err().matches("spoke 0.\\d s in .* real time\\), the first .* ms\n"), result.err());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 220, 256, 257})
  void speaksVeryShortRecordings(int samples) {
    write(folder.resolve("in.wav"), RATE, tone(samples, 300));
    run("voice", "vocode", "VOICE", "{}/in.wav", "-o", "{}/out.wav", "--quiet").ok();
    assertEquals(samples, AudioFile.read(folder.resolve("out.wav"), RATE).length);
  }

  @ParameterizedTest
  @CsvSource({"1, 8", "1, 24", "2, 16"})
  void speaksOtherKindsOfWav(int channels, int bits) throws IOException {
    int frame = channels * bits / 8;
    ByteBuffer wav = ByteBuffer.allocate(44 + 1000 * frame).order(ByteOrder.LITTLE_ENDIAN);
    wav.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(36 + 1000 * frame);
    wav.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16).putShort((short) 1);
    wav.putShort((short) channels).putInt(RATE).putInt(RATE * frame).putShort((short) frame);
    wav.putShort((short) bits).put("data".getBytes(StandardCharsets.US_ASCII)).putInt(1000 * frame);
    Files.write(folder.resolve("in.wav"), wav.array()); // 8 bits: full scale below; else silence
    run("voice", "vocode", "VOICE", "{}/in.wav", "-o", "{}/out.wav").ok();
    assertEquals(1000, AudioFile.read(folder.resolve("out.wav"), RATE).length);
  }

  @Test
  void speaksASpectrogramAsItSpeaksTheRecordingItIsOf() {
    write(folder.resolve("in.wav"), RATE, tone(20 * 256, 300));
    assertEquals("", run("voice", "mel", "{}/in.wav", "-o", "{}/in.npy").ok().err());
    run("voice", "vocode", "VOICE", "{}/in.wav", "-o", "{}/a.wav", "--seed", "3").ok();
    run("voice", "vocode", "VOICE", "{}/in.npy", "-o", "{}/b.wav", "--seed", "3").ok();
    run("voice", "vocode", "VOICE", "{}/in.npy", "-o", "{}/c.wav", "--seed", "4").ok();
    float[] a = AudioFile.read(folder.resolve("a.wav"), RATE);
    assertArrayEquals(a, AudioFile.read(folder.resolve("b.wav"), RATE));
    assertTrue(!Arrays.equals(a, AudioFile.read(folder.resolve("c.wav"), RATE)));
    assertArrayEquals(
        new LogMel(MelSettings.aligned(RATE))
            .of(AudioFile.read(folder.resolve("in.wav"), RATE))
            .toArray(),
        MelFile.read(folder.resolve("in.npy"), 80).toArray());
  }

  @Test
  void readsAndWritesStreams() throws IOException {
    write(folder.resolve("in.wav"), RATE, tone(4000, 300));
    run("voice", "vocode", "VOICE", "{}/in.wav", "-o", "{}/out.wav").ok();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Shell shell =
        new Shell(
            new ByteArrayInputStream(Files.readAllBytes(folder.resolve("in.wav"))),
            out,
            new PrintStream(OutputStream.nullOutputStream()),
            false,
            Shell.USUAL_COLUMNS,
            _ -> Cli.NONE);
    String voice = shared.resolve("v.bijou").toString();
    assertEquals(0, Main.run(shell, "voice", "vocode", voice, "-", "-o", "-"));
    assertArrayEquals(Files.readAllBytes(folder.resolve("out.wav")), out.toByteArray());
  }

  @Test
  void judgesAVoice() {
    List<String> lines = run("voice", "evaluate", "VOICE", shared.toString()).ok().lines();
    assertEquals("recordings: 1, 1.0 s", lines.get(0));
    assertTrue(lines.get(1).matches("log-density: -?[\\d.]+ nats a sample"), lines.get(1));
    assertTrue(lines.get(2).matches("bits a 16-bit sample: [\\d.]+"), lines.get(2));
    assertTrue(lines.get(3).matches("speed: [\\d.]+ × real time"), lines.get(3));
    assertTrue(lines.get(5).matches(" +voice +Griffin-Lim +copy"), lines.get(5));
    assertTrue(lines.get(6).matches("log-mel distance +[\\d.]+ +[\\d.]+ +0.000"), lines.get(6));
    assertTrue(lines.getLast().matches("intelligibility .*"), lines.getLast());
    assertEquals(17, lines.size());
  }

  @Test
  void soundsAreHeardAndSeenBesideEachOther() throws IOException {
    run("voice", "evaluate", "VOICE", shared.toString(), "--page", "{}/heard", "--beside", "VOICE")
        .ok();
    Path heard = folder.resolve("heard");
    assertEquals(
        List.of("beside", "griffin-lim", "index.html", "recording", "voice"),
        new Cli(heard).files());
    String page = Files.readString(heard.resolve("index.html"));
    for (String system : List.of("recording", "beside", "voice", "griffin-lim")) {
      List<String> files = new Cli(heard.resolve(system)).files();
      assertEquals(2, files.size());
      for (String file : files) {
        assertTrue(page.contains("src=\"" + system + "/" + file + "\""), file);
      }
    }
    assertEquals(
        "--beside is heard on the page; name a folder for it with --page",
        run("voice", "evaluate", "VOICE", shared.toString(), "--beside", "VOICE").error(2));
  }

  @Test
  void soundIsCorrectedUnlessItIsToBeExact() {
    write(folder.resolve("in.wav"), RATE, tone(5000, 300));
    run("voice", "vocode", "VOICE", "{}/in.wav", "-o", "{}/a.wav").ok();
    run("voice", "vocode", "VOICE", "{}/in.wav", "-o", "{}/b.wav", "--exact").ok();
    float[] corrected = AudioFile.read(folder.resolve("a.wav"), RATE);
    float[] exact = AudioFile.read(folder.resolve("b.wav"), RATE);
    assertEquals(exact.length, corrected.length);
    assertTrue(!Arrays.equals(exact, corrected));
  }

  @Test
  void aVoiceGoesOnFromAnotherByDrawnSound() {
    Cli.Result result =
        run(
                "voice",
                "train",
                shared.toString(),
                "-o",
                "{}/on",
                "--from",
                "VOICE",
                "--drawn",
                "1",
                "--critics",
                "1",
                "--steps",
                "1",
                "--clips",
                "{}/clips")
            .ok();
    assertTrue(result.lines().get(0).startsWith("held-out log-density: "), result.out());
    assertTrue(result.err().contains(" nats less spectral distance"), result.err());
    run("voice", "vocode", "{}/on", shared.resolve("tone-2.wav").toString(), "-o", "{}/o.wav").ok();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--drawn 1 | --drawn goes on with a trained voice; give one with --from",
        "--from VOICE --drawn 0 | --drawn is 0.0, but must lie in (0, 1000000]",
        "--from VOICE --critics 1 | --critics judge drawn sound; give --drawn, too",
        "--from VOICE --drawn 1 --critics 0 | --critics is 0.0, but must lie in (0, 1000000]",
        "--from VOICE --model waveglow | --model is waveglow, but VOICE is a small; leave --model out",
        "--from {}/v | -o is the voice of --from, which is read again during the training; name another file",
      })
  void whatDoesNotGoOnIsRefused(String options, String message) {
    String[] given = options.split(" ");
    String[] command = {"voice", "train", shared.toString(), "-o", "{}/v"};
    String[] all = Arrays.copyOf(command, command.length + given.length);
    System.arraycopy(given, 0, all, command.length, given.length);
    assertEquals(message.replace("VOICE", shared.resolve("v.bijou").toString()), run(all).error(2));
  }

  @Test
  void badInputIsOneLine() throws IOException {
    Files.write(folder.resolve("empty.wav"), new byte[0]);
    Files.writeString(folder.resolve("text.wav"), "this is not sound at all, but a text");
    write(folder.resolve("good.wav"), RATE, tone(4000, 300));
    byte[] good = Files.readAllBytes(folder.resolve("good.wav"));
    Files.write(folder.resolve("broken.wav"), Arrays.copyOf(good, good.length - 100));
    Files.write(folder.resolve("broken.npy"), new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1});
    List<String> messages = new ArrayList<>();
    for (String name :
        List.of("empty.wav", "text.wav", "broken.wav", "broken.npy", "none.wav", "")) {
      messages.add(run("voice", "vocode", "VOICE", "{}/" + name, "-o", "{}/out.wav").error(2));
    }
    assertEquals(
        folder + "/empty.wav: the file is empty; record or copy it again", messages.get(0));
    for (String message : messages) {
      assertTrue(message.startsWith(folder + "/") || message.startsWith(folder + ":"), message);
    }
    assertTrue(Files.notExists(folder.resolve("out.wav")));
    assertEquals(
        "cannot write " + folder + ": it is a folder; give the name of a file",
        run("voice", "mel", "{}/good.wav", "-o", "{}").error(1));
    assertTrue(
        run("voice", "vocode", "{}/good.wav", "{}/good.wav", "-o", "{}/out.wav")
            .error(2)
            .startsWith(folder + "/good.wav: "));
    assertEquals(
        folder
            + ": holds neither train.csv, nor metadata.csv, nor WAV or FLAC files; give the folder of a corpus",
        run("voice", "train", Files.createDirectory(folder.resolve("x")).toString(), "-o", "{}/v")
            .error(2)
            .replace("/x", ""));
  }

  @Test
  void inspectingAVoiceShowsWhereItIsFromAndWhatItIs() {
    String text = run("inspect", "VOICE").out();
    for (String part : List.of("learned  ", "held out ", "22,050 Hz, 80 mel bands", "coupling")) {
      assertTrue(text.contains(part), text);
    }
    String json = run("inspect", "VOICE", "--json").out();
    assertTrue(json.contains("\"sample_rate_hz\": 22050"), json);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          voice                         | say what to do: new, train, tune, vocode, evaluate, mel (see bijou voice --help)
          voice sing                    | there is no command "sing", but new, train, tune, vocode, evaluate, mel (see bijou voice --help)
          voice train a                 | missing -o VOICE (see bijou voice train --help)
          voice train a -o v --model x  | no voice model is called "x"; there are small, gaussian, squeezewave-128l, squeezewave-128s, squeezewave-64l, squeezewave-64s, waveglow
          voice train a -o v --steps 0  | steps is 0, but must be at least 1
          voice train a -o v --budget 9 | "9" is not a time; write for instance 90s, 10m or 2h
          voice train a -o v --resume   | --resume needs a --checkpoint FILE to continue from
          voice vocode v a -o o --sigma -1   | --sigma is -1.0, but must lie in 0 … 10
          voice vocode v a -o o --denoise -1 | --denoise is -1.0, but must lie in 0 … 100
          voice tune v s f              | missing -o TUNED (see bijou voice tune --help)
          voice tune v s f -o ./v       | -o is VOICE itself, which is read again during the training; name another file
          voice evaluate v              | missing FOLDER (see bijou voice evaluate --help)
          """)
  void badUsageIsOneLine(String commandLine, String message) {
    assertEquals(message, run(commandLine.strip().split(" ")).error(2));
  }

  @ParameterizedTest
  @ValueSource(strings = {"train", "vocode", "evaluate", "mel"})
  void everyCommandHasHelpWithAnExample(String command) {
    String help = run("voice", command, "--help").ok().out();
    assertTrue(help.contains("Examples:\n  bijou voice " + command), help);
    assertTrue(run("voice", "--help").ok().out().contains("  " + command + " "));
  }
}
