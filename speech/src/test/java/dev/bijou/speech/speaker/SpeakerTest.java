package dev.bijou.speech.speaker;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bijou.ModelFileException;
import dev.bijou.distribution.StandardNormal;
import dev.bijou.file.ModelFile;
import dev.bijou.file.ModelFile.Precision;
import dev.bijou.sequence.alignment.AlignedFlowSpec;
import dev.bijou.sequence.alignment.AlignedModel;
import dev.bijou.speech.SpeechException;
import dev.bijou.speech.json.ProvenanceJson;
import dev.bijou.speech.json.SpeakerJson;
import dev.bijou.speech.text.Inventory.Spelling;
import dev.bijou.speech.training.RoundListener;
import dev.bijou.speech.training.TrainingLimits;
import dev.bijou.tensor.ParameterPack;
import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Workers;
import dev.bijou.train.TrainingEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A speaker of three letters, from its training to its judgement.
class SpeakerTest {
  private static final Workers WORKERS = new Workers(2);
  private static final int[] TEXT = Letters.symbols("abcacb");
  @TempDir private static Path folder;
  private static SpokenCorpus corpus;
  private static Speaker speaker;
  private static final List<Double> HELD_OUT = new ArrayList<>();

  @BeforeAll
  static void train() {
    corpus = read(Letters.corpus(folder), new ArrayList<>());
    speaker =
        training(60, Optional.empty())
            .run(
                WORKERS,
                new RoundListener<Speaker>() {
                  @Override
                  public void event(TrainingEvent event) {
                    if (event instanceof TrainingEvent.Validated point) {
                      HELD_OUT.add(point.validation());
                    }
                  }

                  @Override
                  public void round(Progress<Speaker> progress) {
                    assertEquals(5L * HELD_OUT.size(), progress.step());
                    assertEquals(
                        HELD_OUT.stream().mapToDouble(score -> score).max().orElseThrow(),
                        progress.best().provenance().heldOut().logDensity());
                  }
                });
  }

  @AfterAll
  static void close() {
    WORKERS.close();
  }

  private static SpokenCorpus read(Path from, List<String> notes) {
    return SpokenCorpus.read(
        from, Letters.INVENTORY, Letters::symbols, Letters.MEL, notes::add, WORKERS);
  }

  private static SpeakerTraining training(int steps, Optional<Path> checkpoint) {
    return SpeakerTraining.of(
        corpus,
        Letters.TINY,
        new TrainingLimits(7, OptionalInt.of(steps), Optional.empty(), checkpoint));
  }

  private static float[] numbers(Speaker of) {
    return ParameterPack.of(of.flow()).values();
  }

  @Test
  void isTrainedAndSpeaksInAFewLines() {
    SpeakerModel model = Letters.TINY;
    TrainingLimits limits =
        new TrainingLimits(7, OptionalInt.of(3), Optional.empty(), Optional.empty());
    Path file = folder.resolve("few-lines");
    // @start region="train"
    SpeakerTraining training = SpeakerTraining.of(corpus, model, limits);
    training.run(WORKERS, new RoundListener<>() {}).save(file, Precision.HALF);
    // @end
    int[] symbols = TEXT;
    // @start region="speak"
    Speaker loaded = Speaker.load(file);
    Spoken spoken = loaded.speak(symbols, Speaker.Manner.usual());
    // @end
    assertEquals(symbols.length, spoken.durations().length);
  }

  @Test
  void learnsTheLetters() {
    assertEquals(12, HELD_OUT.size());
    double last = speaker.provenance().heldOut().logDensity();
    assertTrue(last > HELD_OUT.getFirst() + 0.3, HELD_OUT.getFirst() + " to " + last);
    assertEquals("COMPLETED", speaker.provenance().ended());
    assertEquals(60, speaker.provenance().steps());
    assertEquals(10, speaker.provenance().data().utterances());
    assertEquals(64, speaker.provenance().data().sha256().length());
    assertEquals(12, speaker.provenance().curve().steps().length);
    assertTrue(training(5, Optional.empty()).secondsPerStep() > 1);
  }

  private static SpeakerTraining.Continuation drawn(float temperature) {
    return new SpeakerTraining.Continuation(() -> Speaker.load(saved()), 2, temperature);
  }

  private static Path saved() {
    Path file = folder.resolve("drawn-from");
    if (!Files.exists(file)) {
      speaker.save(file, Precision.SINGLE);
    }
    return file;
  }

  @Test
  void goesOnByWhatItDraws() {
    List<Double> scores = new ArrayList<>();
    RoundListener<Speaker> listener =
        new RoundListener<>() {
          @Override
          public void event(TrainingEvent event) {
            if (event instanceof TrainingEvent.Validated point) {
              scores.add(point.validation());
            }
          }
        };
    Speaker after = training(30, Optional.empty()).goOn(drawn(0.5f), WORKERS, listener);
    assertTrue(scores.getLast() > scores.getFirst(), scores.toString());
    assertEquals(
        "after", after.provenance().options().keySet().stream().skip(3).findFirst().orElseThrow());
    assertEquals(
        SpeakerEvaluation.of(after, corpus.train(), corpus.valid(), WORKERS).logDensity(),
        after.provenance().heldOut().logDensity(),
        1e-9);

    Optional<Path> checkpoint = Optional.of(folder.resolve("drawn-checkpoint"));
    training(30, checkpoint).goOn(drawn(0.5f), WORKERS, stopped());
    Speaker resumed = training(30, checkpoint).goOn(drawn(0.5f), WORKERS, new RoundListener<>() {});
    assertArrayEquals(numbers(after), numbers(resumed));
    assertThrows(
        ModelFileException.class,
        () -> training(30, checkpoint).goOn(drawn(0.4f), WORKERS, new RoundListener<>() {}));
    assertThrows(IllegalArgumentException.class, () -> drawn(0));
  }

  /// As speakers are that other programs have learned: with blanks between the symbols.
  @Test
  void symbolsMayBeWrittenWithBlanks() throws IOException {
    Path file = folder.resolve("blanks");
    SpeakerJson more =
        new SpeakerJson(speaker.inventory(), Spelling.BLANKS, speaker.mel(), speaker.provenance());
    AlignedModel.write(file, speaker.flow(), more.sections(), Precision.SINGLE);
    Speaker blanks = Speaker.load(file);
    Path again = folder.resolve("blanks-again");
    blanks.save(again, Precision.SINGLE);
    assertArrayEquals(Files.readAllBytes(file), Files.readAllBytes(again));

    int[][] spelled = speaker.inventory().spelled(Spelling.BLANKS, TEXT);
    int[] written = Arrays.stream(spelled).flatMapToInt(Arrays::stream).toArray();
    Speaker.Manner manner = new Speaker.Manner(0.5f, 0, 1, 3);
    Spoken own = blanks.speak(TEXT, manner);
    Spoken plain = speaker.speak(written, manner);
    assertArrayEquals(plain.mel().toArray(), own.mel().toArray());
    assertEquals(TEXT.length, own.durations().length);
    assertEquals(plain.length(), Arrays.stream(own.durations()).sum());
    assertEquals(
        Arrays.stream(plain.durations()).limit(spelled[0].length).sum(), own.durations()[0]);
    assertEquals(own.length(), Arrays.stream(blanks.align(TEXT, own.mel())).sum());
    Speaker after =
        training(5, Optional.empty())
            .goOn(
                new SpeakerTraining.Continuation(() -> Speaker.load(file), 0, 1),
                WORKERS,
                new RoundListener<>() {});
    assertArrayEquals(blanks.written(TEXT), after.written(TEXT));
  }

  private static SpeakerTraining sung(int steps, Optional<Path> checkpoint) {
    return SpeakerTraining.of(
        corpus,
        Letters.SUNG,
        new TrainingLimits(7, OptionalInt.of(steps), Optional.empty(), checkpoint));
  }

  /// With blanks between symbols and their pitch as a condition, all is as without.
  @Test
  void learnsThePitchOfSymbols() {
    Speaker whole = sung(30, Optional.empty()).run(WORKERS, new RoundListener<>() {});
    assertEquals(8, whole.flow().spec().pitch().orElseThrow());
    Path file = folder.resolve("sung");
    whole.save(file, Precision.SINGLE);
    Speaker loaded = Speaker.load(file);
    assertArrayEquals(numbers(whole), numbers(loaded));
    assertEquals(2 * TEXT.length + 1, loaded.written(TEXT).length);
    assertEquals(2, loaded.speak(TEXT, Speaker.Manner.usual()).usualRange());
    assertEquals(1.4, speaker.speak(TEXT, Speaker.Manner.usual()).usualRange());
    assertArrayEquals(
        whole.speak(TEXT, Speaker.Manner.usual()).mel().toArray(),
        loaded.speak(TEXT, Speaker.Manner.usual()).mel().toArray());
    drawsDurations(whole);

    Optional<Path> checkpoint = Optional.of(folder.resolve("sung-checkpoint"));
    sung(30, checkpoint).run(WORKERS, stopped());
    Speaker resumed = sung(30, checkpoint).run(WORKERS, new RoundListener<>() {});
    assertArrayEquals(numbers(whole), numbers(resumed));

    SpeakerTraining.Continuation how =
        new SpeakerTraining.Continuation(() -> Speaker.load(file), 2, 0.5f);
    Optional<Path> drawing = Optional.of(folder.resolve("sung-drawing"));
    Speaker drawn = sung(15, Optional.empty()).goOn(how, WORKERS, new RoundListener<>() {});
    sung(15, drawing).goOn(how, WORKERS, stopped());
    assertArrayEquals(
        numbers(drawn), numbers(sung(15, drawing).goOn(how, WORKERS, new RoundListener<>() {})));
    assertTrue(Double.isFinite(drawn.provenance().heldOut().logDensity()));
  }

  private static void drawsDurations(Speaker sung) {
    assertTrue(sung.drawsDurations());
    int[] calm = durations(sung, 0, 1);
    assertArrayEquals(calm, durations(sung, 0, 2));
    int[] drawn = durations(sung, 1, 1);
    assertArrayEquals(drawn, durations(sung, 1, 1));
    assertFalse(Arrays.equals(calm, drawn));
    assertFalse(Arrays.equals(drawn, durations(sung, 1, 2)));
    assertFalse(speaker.drawsDurations());
    assertArrayEquals(durations(speaker, 0, 1), durations(speaker, 1, 2));
    assertThrows(IllegalArgumentException.class, () -> durations(sung, -1, 1));
  }

  private static int[] durations(Speaker of, float rhythm, long seed) {
    return of.speak(TEXT, new Speaker.Manner(0, rhythm, 1, seed)).durations();
  }

  /// Stops after two rounds.
  private static RoundListener<Speaker> stopped() {
    return new RoundListener<>() {
      private int rounds;

      @Override
      public void round(Progress<Speaker> progress) {
        rounds++;
      }

      @Override
      public boolean stop() {
        return rounds >= 2;
      }
    };
  }

  @Test
  void resumesBitForBit() {
    Optional<Path> checkpoint = Optional.of(folder.resolve("checkpoint"));
    Speaker stopped =
        training(60, checkpoint)
            .run(
                WORKERS,
                new RoundListener<Speaker>() {
                  private int rounds;
                  private int asked;

                  @Override
                  public void round(Progress<Speaker> progress) {
                    rounds++;
                  }

                  @Override
                  public boolean stop() {
                    return rounds >= 3 && asked++ > 1;
                  }
                });
    assertEquals("INTERRUPTED", stopped.provenance().ended());
    Speaker resumed = training(60, checkpoint).run(WORKERS, new RoundListener<>() {});
    assertArrayEquals(numbers(speaker), numbers(resumed));
    assertArrayEquals(
        speaker.provenance().curve().validation(), resumed.provenance().curve().validation());
    ModelFileException other =
        assertThrows(
            ModelFileException.class,
            () -> training(65, checkpoint).run(WORKERS, new RoundListener<>() {}));
    assertTrue(
        String.valueOf(other.getMessage())
            .contains("the checkpoint of another speaker: the steps is 60 there and 65 here"),
        other.getMessage());
  }

  @Test
  void savesAndLoads() throws IOException {
    Path file = folder.resolve("speaker");
    speaker.save(file, Precision.SINGLE);
    Speaker loaded = Speaker.load(file);
    assertArrayEquals(numbers(speaker), numbers(loaded));
    assertEquals(speaker.inventory(), loaded.inventory());
    assertEquals(speaker.mel(), loaded.mel());
    assertEquals(
        ProvenanceJson.write(speaker.provenance()), ProvenanceJson.write(loaded.provenance()));
    Path half = folder.resolve("half");
    speaker.save(half, Precision.HALF);
    assertTrue(Files.size(half) < 0.7 * Files.size(file));
    Speaker.Manner calm = new Speaker.Manner(0, 0, 1, 0);
    Tensor exact = speaker.speak(TEXT, calm).mel();
    Tensor close = Speaker.load(half).speak(TEXT, calm).mel();
    assertEquals(exact.lanes(), close.lanes(), 4);
    Path other = folder.resolve("other");
    ModelFile.write(other, new StandardNormal.Spec(2).build(0));
    assertThrows(ModelFileException.class, () -> Speaker.load(other));
    Path bare = folder.resolve("bare");
    AlignedModel.write(bare, speaker.flow(), Map.of(), Precision.SINGLE);
    ModelFileException refused = assertThrows(ModelFileException.class, () -> Speaker.load(bare));
    assertEquals(
        bare + ": a model, but not a speaker: it has no section bijou.inventory",
        refused.getMessage());
  }

  @Test
  void piecesAreThoseOfTheWhole() {
    Spoken spoken = speaker.speak(TEXT, new Speaker.Manner(0.5f, 0, 30, 3));
    Tensor whole = spoken.mel();
    assertTrue(whole.lanes() > 300, whole.shape());
    for (int most : new int[] {1, 7, 100, 100_000}) {
      IntFunction<Tensor> frames = spoken.frames();
      int at = 0;
      for (Tensor piece = frames.apply(most); piece.lanes() > 0; piece = frames.apply(most)) {
        assertEquals(Math.min(most, whole.lanes() - at), piece.lanes());
        for (int b = 0; b < whole.features(); b++) {
          for (int n = 0; n < piece.lanes(); n++) {
            assertEquals(whole.get(b, at + n), piece.get(b, n));
          }
        }
        at += piece.lanes();
      }
      assertEquals(whole.lanes(), at);
    }
  }

  @Test
  void speaksAsItIsTold() {
    Speaker.Manner usual = Speaker.Manner.usual();
    Spoken spoken = speaker.speak(TEXT, usual);
    assertEquals(80, spoken.mel().features());
    assertEquals(spoken.mel().lanes(), spoken.length());
    assertEquals(TEXT.length, spoken.durations().length);
    assertArrayEquals(spoken.mel().toArray(), speaker.speak(TEXT, usual).mel().toArray());
    Speaker.Manner otherwise = new Speaker.Manner(0.667f, 0, 1, 1);
    assertNotEquals(
        Arrays.toString(spoken.mel().toArray()),
        Arrays.toString(speaker.speak(TEXT, otherwise).mel().toArray()));
    assertArrayEquals(
        speaker.speak(TEXT, new Speaker.Manner(0, 0, 1, 1)).mel().toArray(),
        speaker.speak(TEXT, new Speaker.Manner(0, 0, 1, 2)).mel().toArray());
    int slow = speaker.speak(TEXT, new Speaker.Manner(0, 0, 2, 0)).mel().lanes();
    assertEquals(2.0 * spoken.mel().lanes(), slow, TEXT.length + 3.0);
    int[] words = {1, 2, 3, 1, 4, 2};
    Spoken hurried = speaker.speak(words, new Speaker.Manner(0, 0, 4 / 3f, 0));
    Spoken paused = speaker.speak(words, new Speaker.Manner(0, 0, 2, 0));
    assertEquals(1.5 * hurried.mel().lanes(), paused.mel().lanes(), 2);
    assertEquals(paused.mel().lanes(), paused.length());
    for (int i : new int[] {0, 1, 2, 4}) {
      assertEquals(hurried.durations()[i], paused.durations()[i]);
    }
    assertThrows(IllegalArgumentException.class, () -> new Speaker.Manner(-1, 0, 1, 0));
    assertThrows(IllegalArgumentException.class, () -> new Speaker.Manner(1, 0, 0, 0));
    assertThrows(IllegalArgumentException.class, () -> speaker.speak(new int[0], usual));
    assertThrows(IllegalArgumentException.class, () -> speaker.speak(new int[] {5}, usual));
    int[] tooMany = new int[Speaker.MOST_SYMBOLS + 1];
    assertThrows(IllegalArgumentException.class, () -> speaker.speak(tooMany, usual));
  }

  @Test
  void alignsRecordings() {
    SpokenCorpus.Utterance held = corpus.valid().getFirst();
    int[] durations = speaker.align(held.symbols(), held.mel());
    assertEquals(held.mel().lanes(), Arrays.stream(durations).sum());
    assertEquals(6, durations.length);
  }

  @Test
  void isJudgedBesideGaussians() {
    SpeakerEvaluation evaluation =
        SpeakerEvaluation.of(speaker, corpus.train(), corpus.valid(), WORKERS);
    assertEquals(1, evaluation.utterances());
    assertEquals(speaker.provenance().heldOut().logDensity(), evaluation.logDensity(), 1e-9);
    assertTrue(evaluation.fullGaussians() > evaluation.diagonalGaussians());
    assertTrue(Double.isFinite(evaluation.diagonalGaussians()));
    assertTrue(evaluation.durationError() > 0 && evaluation.durationError() < 2);
    assertThrows(
        SpeechException.class,
        () -> SpeakerEvaluation.of(speaker, corpus.train(), List.of(), WORKERS));
  }

  @Test
  void utterancesThatCannotBeAlignedAreLeftOut(@TempDir Path other) throws IOException {
    float[] sound = new float[4000];
    for (int t = 0; t < sound.length; t++) {
      sound[t] = (float) Math.sin(0.1 * t);
    }
    for (String id : List.of("one", "two", "three")) {
      Letters.write(other.resolve(id + ".wav"), sound);
    }
    Files.writeString(
        other.resolve("train.csv"), "one|abc\ntwo|\nthree|abcabcabcabcabcabcabcabc\n");
    List<String> notes = new ArrayList<>();
    SpokenCorpus read = read(other, notes);
    assertEquals(1, read.train().size());
    assertEquals(
        List.of(
            "two is left out: 0 symbols in 16 frames",
            "three is left out: 24 symbols in 16 frames"),
        notes);
    SpeechException refused =
        assertThrows(
            SpeechException.class,
            () -> SpeakerTraining.of(read, SpeakerModel.named("small"), TrainingLimits.standard()));
    assertTrue(String.valueOf(refused.getMessage()).contains("valid.csv"), refused.getMessage());
    notes.clear();
    Files.writeString(other.resolve("train.csv"), "one|abc\ntwo|\nthree|\n");
    assertEquals(1, read(other, notes).train().size());
    assertEquals(
        List.of("two and 1 more are left out: they have no text, or none with a sound"), notes);
    notes.clear();
    Files.writeString(other.resolve("train.csv"), "one|\ntwo|\nthree|\n");
    assertThrows(SpeechException.class, () -> read(other, notes));
    assertEquals(List.of(), notes);
  }

  @Test
  void modelsHaveNames() {
    assertEquals("small", SpeakerModel.all().getFirst().name());
    assertEquals("glow-tts", SpeakerModel.named("glow-tts").name());
    SpeechException refused =
        assertThrows(SpeechException.class, () -> SpeakerModel.named("large"));
    assertEquals(
        "no speaker model is called \"large\"; there are small, glow-tts", refused.getMessage());
    AlignedFlowSpec small = SpeakerModel.named("small").spec(Letters.INVENTORY, Letters.MEL);
    long all = small.build(0).parameterCount();
    long parameters =
        new AlignedFlowSpec(
                small.squeeze(),
                small.encoder(),
                small.durations(),
                small.decoder(),
                OptionalInt.empty())
            .build(0)
            .parameterCount();
    assertTrue(parameters > 2_000_000 && parameters < 4_200_000, parameters + " parameters");
    assertTrue(all - parameters < 200_000, all - parameters + " parameters of the pitch");
  }
}
