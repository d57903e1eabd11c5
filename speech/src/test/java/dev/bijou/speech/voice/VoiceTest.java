package dev.bijou.speech.voice;

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
import dev.bijou.sequence.SequenceLikelihood;
import dev.bijou.sequence.SequenceSampler;
import dev.bijou.speech.SpeechException;
import dev.bijou.speech.audio.SampleStream;
import dev.bijou.speech.corpus.Corpus;
import dev.bijou.speech.corpus.Recording;
import dev.bijou.speech.evaluation.RecordingLikelihood;
import dev.bijou.speech.evaluation.VoiceEvaluation;
import dev.bijou.speech.json.ProvenanceJson;
import dev.bijou.speech.mel.LogMel;
import dev.bijou.speech.training.RoundListener;
import dev.bijou.speech.training.TrainingLimits;
import dev.bijou.speech.training.TrainingProvenance;
import dev.bijou.storage.FileClaim;
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
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A voice of tones, from its training to its judgement.
class VoiceTest {
  private static final Workers WORKERS = new Workers(2);
  @TempDir private static Path corpus;
  private static Voice voice;
  private static final List<TrainingEvent.Validated> ROUNDS = new ArrayList<>();

  @TempDir private Path folder;

  @BeforeAll
  static void train() {
    Tones.corpus(corpus);
    voice =
        training(30, Optional.empty())
            .run(
                WORKERS,
                new RoundListener<Voice>() {
                  @Override
                  public void event(TrainingEvent event) {
                    if (event instanceof TrainingEvent.Validated round) {
                      ROUNDS.add(round);
                    }
                  }
                });
  }

  @AfterAll
  static void close() {
    WORKERS.close();
  }

  private static VoiceTraining training(int steps, Optional<Path> checkpoint) {
    return VoiceTraining.read(
        corpus,
        Tones.TINY,
        new TrainingLimits(7, OptionalInt.of(steps), Optional.empty(), checkpoint));
  }

  private static float[] numbers(Voice of) {
    return ParameterPack.of(of.distribution()).values();
  }

  private static Tensor spectrum() {
    return new LogMel(voice.mel()).of(Tones.sung(4));
  }

  @Test
  void isTrainedAndSpeaksInAFewLines() {
    VoiceModel model = Tones.TINY;
    TrainingLimits limits =
        new TrainingLimits(7, OptionalInt.of(3), Optional.empty(), Optional.empty());
    Path file = folder.resolve("few-lines");
    // @start region="train"
    VoiceTraining training = VoiceTraining.read(corpus, model, limits);
    training.run(WORKERS, new RoundListener<>() {}).save(file, Precision.HALF);
    // @end
    Tensor mel = spectrum();
    // @start region="speak"
    Voice loaded = Voice.load(file);
    float temperature = 0.7f;
    long seed = 0;
    float[] sound = loaded.vocoder(temperature, seed, WORKERS).speak(mel);
    // @end
    assertEquals(mel.lanes() * 256, sound.length);
  }

  @Test
  void learnsTheTones() {
    assertEquals(6, ROUNDS.size());
    double first = ROUNDS.getFirst().validation();
    double last = voice.provenance().heldOut().logDensity();
    assertTrue(last > first + 0.3, "from %.2f to %.2f nats".formatted(first, last));
    TrainingProvenance provenance = voice.provenance();
    assertEquals("COMPLETED", provenance.ended());
    assertEquals(30, provenance.steps());
    assertArrayEquals(new long[] {5, 10, 15, 20, 25, 30}, provenance.curve().steps());
    assertEquals(8, provenance.data().utterances());
    assertEquals(64, provenance.data().sha256().length());
  }

  /// Stops once a number of rounds is done, in the middle of the next.
  private static RoundListener<Voice> stopAfter(int rounds) {
    return new RoundListener<Voice>() {
      private int done;
      private int asked;

      @Override
      public void round(Progress<Voice> progress) {
        done++;
      }

      @Override
      public boolean stop() {
        return done >= rounds && asked++ > 1;
      }
    };
  }

  @Test
  void resumesBitForBit() {
    Optional<Path> checkpoint = Optional.of(folder.resolve("checkpoint"));
    Voice stopped = training(30, checkpoint).run(WORKERS, stopAfter(3));
    assertEquals("INTERRUPTED", stopped.provenance().ended());
    assertTrue(stopped.provenance().steps() > 15 && stopped.provenance().steps() < 30);
    Voice resumed = training(30, checkpoint).run(WORKERS, new RoundListener<>() {});
    assertArrayEquals(numbers(voice), numbers(resumed));
    assertArrayEquals(
        voice.provenance().curve().validation(), resumed.provenance().curve().validation());
  }

  @Test
  void aCheckpointThatAnotherTrainingWritesIsRefused() {
    Path file = folder.resolve("checkpoint");
    VoiceTraining training = training(5, Optional.of(file));
    try (FileClaim _ = FileClaim.of(file)) {
      assertThrows(ModelFileException.class, () -> training.run(WORKERS, new RoundListener<>() {}));
    }
    assertFalse(Files.exists(file));
  }

  @Test
  void theCheckpointOfAnotherVoiceIsRefused() throws IOException {
    Path file = folder.resolve("checkpoint");
    training(5, Optional.of(file)).run(WORKERS, new RoundListener<>() {});
    ModelFileException other =
        assertThrows(
            ModelFileException.class,
            () -> training(10, Optional.of(file)).run(WORKERS, new RoundListener<>() {}));
    assertEquals(
        file
            + " is the checkpoint of another voice: the steps is 5 there and 10 here; give the same data and options, or name another file",
        other.getMessage());
    Path none = Files.writeString(folder.resolve("none"), "nothing");
    assertThrows(
        ModelFileException.class,
        () -> training(5, Optional.of(none)).run(WORKERS, new RoundListener<>() {}));
  }

  @Test
  void showsTheBestVoiceOnTheWay() {
    List<Double> scores = new ArrayList<>();
    training(10, Optional.empty())
        .run(
            WORKERS,
            new RoundListener<Voice>() {
              @Override
              public void round(Progress<Voice> progress) {
                Voice now = progress.best();
                assertEquals(progress.step(), now.provenance().steps());
                assertEquals("RUNNING", now.provenance().ended());
                scores.add(now.provenance().heldOut().logDensity());
                assertTrue(meanLogDensity(now, WORKERS) > 0);
              }
            });
    assertEquals(2, scores.size());
  }

  @Test
  void savesAndLoads() {
    Path file = folder.resolve("voice");
    voice.save(file, Precision.SINGLE);
    Voice loaded = Voice.load(file);
    assertArrayEquals(numbers(voice), numbers(loaded));
    assertEquals(voice.mel(), loaded.mel());
    assertEquals(
        ProvenanceJson.write(voice.provenance()), ProvenanceJson.write(loaded.provenance()));
    Path half = folder.resolve("half");
    voice.save(half, Precision.HALF);
    assertTrue(size(half) < 0.7 * size(file), size(half) + " against " + size(file));
    assertEquals(meanLogDensity(voice, WORKERS), meanLogDensity(Voice.load(half), WORKERS), 0.05);
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void anotherModelIsNoVoice() {
    Path file = folder.resolve("model");
    ModelFile.write(file, new StandardNormal.Spec(2).build(0));
    ModelFileException refused = assertThrows(ModelFileException.class, () -> Voice.load(file));
    assertEquals(
        file + ": a model, but not a voice: it has no section bijou.voice", refused.getMessage());
  }

  @Test
  void speaksTheSameHoweverItIsRead() {
    Tensor mel = spectrum();
    float[] whole = voice.vocoder(0.7f, 5, WORKERS).speak(mel);
    assertEquals(mel.lanes() * 256, whole.length);
    assertArrayEquals(whole, voice.vocoder(0.7f, 5, WORKERS).speak(mel));
    SampleStream sound = SampleStream.of(Tones.RATE, Tones.sung(4));
    try (Workers one = new Workers(1)) {
      SampleStream spoken =
          voice
              .vocoder(0.7f, 5, one)
              .speak(new LogMel(voice.mel()).stream(sound), Tones.sung(4).length);
      float[] streamed = new float[Tones.sung(4).length];
      int at = 0;
      while (at < streamed.length) {
        at += spoken.read(streamed, at, Math.min(1000, streamed.length - at));
      }
      assertEquals(-1, spoken.read(new float[1], 0, 1));
      assertArrayEquals(Arrays.copyOf(whole, streamed.length), streamed, 1e-4f);
    }
    assertNotEquals(
        Arrays.toString(whole), Arrays.toString(voice.vocoder(0.7f, 6, WORKERS).speak(mel)));
  }

  @Test
  void correctedSoundIsNearerToWhatWasAskedForHoweverItIsRead() {
    Tensor mel = spectrum();
    float[] exact = voice.vocoder(0.7f, 5, WORKERS).speak(mel);
    float[] corrected = voice.vocoder(0.7f, 5, WORKERS).corrected().speak(mel);
    assertEquals(exact.length, corrected.length);
    assertTrue(distance(corrected, mel) < 0.5 * distance(exact, mel));
    SampleStream sound = SampleStream.of(Tones.RATE, Tones.sung(4));
    try (Workers one = new Workers(1)) {
      float[] streamed =
          voice
              .vocoder(0.7f, 5, one)
              .corrected()
              .speak(new LogMel(voice.mel()).stream(sound), Tones.sung(4).length)
              .readAll();
      assertEquals(Tones.sung(4).length, streamed.length);
      int same = streamed.length - 2048; // the last frame is cut
      assertArrayEquals(Arrays.copyOf(corrected, same), Arrays.copyOf(streamed, same), 2e-3f);
    }
  }

  private static double distance(float[] sound, Tensor mel) {
    Tensor own = new LogMel(voice.mel()).of(sound);
    double sum = 0;
    for (int i = 0; i < own.size(); i++) {
      sum += Math.abs(own.data()[i] - mel.data()[i]);
    }
    return sum;
  }

  /// Stopped in the middle and gone on with, bit for bit; its normalizations keep their statistics.
  @Test
  void goesOnByDrawnSoundAndResumesBitForBit() {
    VoiceTraining.Continuation how = new VoiceTraining.Continuation(() -> again(voice), 1, 0, 0.7f);
    Voice whole = training(15, Optional.empty()).goOn(how, WORKERS, new RoundListener<>() {});
    assertEquals("30 steps", whole.provenance().options().get("after"));
    assertEquals("1.0", whole.provenance().options().get("weight of drawn spectra"));
    Optional<Path> checkpoint = Optional.of(folder.resolve("checkpoint"));
    Voice stopped = training(15, checkpoint).goOn(how, WORKERS, stopAfter(1));
    assertEquals("INTERRUPTED", stopped.provenance().ended());
    Voice resumed = training(15, checkpoint).goOn(how, WORKERS, new RoundListener<>() {});
    assertArrayEquals(numbers(whole), numbers(resumed));
    ParameterPack before = ParameterPack.of(voice.distribution());
    assertArrayEquals(
        Arrays.copyOfRange(before.values(), before.trained(), before.size()),
        Arrays.copyOfRange(numbers(whole), before.trained(), before.size()));
    Tensor mel = spectrum();
    double first = distance(voice.vocoder(0.7f, 5, WORKERS).speak(mel), mel);
    double last = distance(whole.vocoder(0.7f, 5, WORKERS).speak(mel), mel);
    assertTrue(last < first, first + " → " + last);
  }

  /// The critics are part of what is resumed, and of nothing else.
  @Test
  void learnsFromCriticsAndResumesBitForBit() {
    VoiceTraining.Continuation how = new VoiceTraining.Continuation(() -> again(voice), 1, 2, 0.7f);
    Voice whole = training(120, Optional.empty()).goOn(how, WORKERS, new RoundListener<>() {});
    assertEquals("2.0", whole.provenance().options().get("weight of critics"));
    Optional<Path> checkpoint = Optional.of(folder.resolve("checkpoint"));
    training(120, checkpoint).goOn(how, WORKERS, stopAfter(1));
    Voice resumed = training(120, checkpoint).goOn(how, WORKERS, new RoundListener<>() {});
    assertArrayEquals(numbers(whole), numbers(resumed));
    assertEquals(numbers(voice).length, numbers(whole).length);
    VoiceTraining.Continuation without =
        new VoiceTraining.Continuation(() -> again(voice), 1, 0, 0.7f);
    Voice other = training(120, Optional.empty()).goOn(without, WORKERS, new RoundListener<>() {});
    assertFalse(Arrays.equals(numbers(whole), numbers(other)));
    assertThrows(
        IllegalArgumentException.class,
        () -> new VoiceTraining.Continuation(() -> again(voice), 0, 1, 0.7f));
  }

  private Voice again(Voice of) {
    Path file = folder.resolve("before");
    of.save(file, Precision.SINGLE);
    return Voice.load(file);
  }

  @Test
  void denoisingTakesAway() {
    Vocoder vocoder = voice.vocoder(0.7f, 5, WORKERS);
    float[] sound = vocoder.speak(spectrum());
    float[] calm = vocoder.denoised(SampleStream.of(voice.sampleRateHz(), sound), 0.1).readAll();
    assertEquals(sound.length, calm.length);
    assertTrue(power(calm) < power(sound));
  }

  private static double power(float... sound) {
    double sum = 0;
    for (float sample : sound) {
      sum += (double) sample * sample;
    }
    return sum;
  }

  @Test
  void isJudgedBesideGriffinAndLim() {
    List<Integer> done = new ArrayList<>();
    VoiceEvaluation evaluation =
        VoiceEvaluation.of(
            voice,
            VoiceEvaluation.utterances(Corpus.open(corpus)),
            voice.vocoder(0.7f, 0, WORKERS),
            0,
            WORKERS,
            new VoiceEvaluation.Listener() {
              @Override
              public void spoken(int count) {
                done.add(count);
              }

              @Override
              public void sounds(Recording recording, float[] spoken, float[] griffinLim) {
                assertEquals(spoken.length, griffinLim.length);
                done.add(recording.sound().length);
              }
            });
    assertEquals(2, done.size());
    assertEquals(1, done.getFirst());
    assertEquals(1, evaluation.utterances());
    assertEquals(0, evaluation.copy().logMel());
    assertTrue(evaluation.spoken().logMel() > evaluation.griffinLim().logMel());
    assertTrue(evaluation.griffinLim().logMel() > 0);
    assertTrue(evaluation.speed() > 0);
    assertEquals(
        (Math.log(32768) - evaluation.logDensity()) / Math.log(2),
        evaluation.bitsPerSample(),
        1e-9);
  }

  /// The mean log-density of all tones, in nats a sample.
  private static double meanLogDensity(Voice of, Workers workers) {
    RecordingLikelihood likelihood = new RecordingLikelihood(of, 3, workers);
    double sum = 0;
    long samples = 0;
    for (Recording recording : recordings()) {
      sum += likelihood.logDensity(recording);
      samples += likelihood.samples(recording);
    }
    return sum / samples;
  }

  private static List<Recording> recordings() {
    Corpus all = Corpus.open(corpus);
    return Recording.read(all.train(), Tones.RATE);
  }

  @Test
  void theDensityOfARecordingIsThatOfAllItsSamplesAtOnce() {
    Recording one = recordings().get(3);
    Recording two = recordings().get(5);
    short[] joined = Arrays.copyOf(one.samples(), one.samples().length + two.samples().length);
    System.arraycopy(two.samples(), 0, joined, one.samples().length, two.samples().length);
    int frames = joined.length / 256;
    assertTrue(frames > 128, frames + " frames"); // more than one chunk
    Recording recording = new Recording("joined", Arrays.copyOf(joined, 256 * frames));
    RecordingSegments whole =
        RecordingSegments.consecutive(
            List.of(recording), voice.mel(), Tones.TINY.options().group(), frames, 1, 3);
    double atOnce = SequenceLikelihood.meanLogProb(voice.distribution(), whole, 1, WORKERS);
    double inChunks =
        new RecordingLikelihood(voice, 3, WORKERS).logDensity(recording) / (256.0 * frames);
    assertEquals(atOnce, inChunks, 0.01); // other noise within the cells
  }

  @Test
  void recordingsTooShortOrTooFewAreRefused() {
    Tones.write(folder.resolve("a.wav"), Tones.sung(1));
    assertEquals(
        folder + ": has no held-out recordings; add recordings, or a valid.csv", refusal());
    for (String name : List.of("a.wav", "b.wav", "c.wav")) {
      Tones.write(folder.resolve(name), new float[220]);
    }
    assertEquals(
        folder
            + ": no recording to learn from is as long as a segment of 0.09 s; record longer ones",
        refusal());
  }

  private String refusal() {
    TrainingLimits limits =
        new TrainingLimits(7, OptionalInt.of(1), Optional.empty(), Optional.empty());
    return String.valueOf(
        assertThrows(SpeechException.class, () -> VoiceTraining.read(folder, Tones.TINY, limits))
            .getMessage());
  }

  @Test
  void aDamagedTestRecordingIsFoundBeforeTraining() throws IOException {
    Tones.corpus(folder);
    Path test = Corpus.open(folder).test().getFirst().audio();
    Files.write(test, Arrays.copyOf(Files.readAllBytes(test), 30));
    SpeechException refused =
        assertThrows(
            SpeechException.class,
            () -> VoiceTraining.read(folder, Tones.TINY, TrainingLimits.standard()));
    assertTrue(
        String.valueOf(refused.getMessage()).startsWith(test.toString()), refused.getMessage());
  }

  @Test
  void recordingsWithoutALineAreTold() throws IOException {
    Tones.corpus(folder);
    Files.writeString(
        folder.resolve("metadata.csv"), "tone-0|\ntone-1|\ntone-2|\ntone-3|\ntone-4|\n");
    List<String> notes = new ArrayList<>();
    VoiceTraining.read(folder, Tones.TINY, TrainingLimits.standard(), notes::add);
    assertEquals(
        List.of("5 recordings are left out, since no list names them: tone-5, tone-6, tone-7 …"),
        notes);
  }

  @Test
  void silenceIsLearnedWithoutHarm() {
    for (String name : List.of("a.wav", "b.wav", "c.wav")) {
      Tones.write(folder.resolve(name), new float[9000]);
    }
    Voice silent =
        VoiceTraining.read(
                folder,
                Tones.TINY,
                new TrainingLimits(7, OptionalInt.of(5), Optional.empty(), Optional.empty()))
            .run(WORKERS, new RoundListener<>() {});
    double nats = silent.provenance().heldOut().logDensity();
    assertTrue(
        nats > 5 && nats <= Math.log(32768) + 0.1, "nats " + nats); // no more than a cell holds
  }

  @Test
  void modelsAreFoundByName() {
    for (VoiceModel model : VoiceModel.all()) {
      assertEquals(model, VoiceModel.named(model.name()));
    }
    assertEquals(
        "no voice model is called \"glow\"; there are small, gaussian, squeezewave-128l, squeezewave-128s, squeezewave-64l, squeezewave-64s, waveglow",
        assertThrows(SpeechException.class, () -> VoiceModel.named("glow")).getMessage());
  }

  /// The published pairs of nats and bits.
  @Test
  void bitsPerSample() {
    assertEquals(7.76, VoiceEvaluation.bitsPerSample(5.018), 0.005);
    assertEquals(7.64, VoiceEvaluation.bitsPerSample(5.101), 0.005);
    assertEquals(15, VoiceEvaluation.bitsPerSample(0));
  }

  /// Each more would take as much time again as the first.
  @Test
  void theFirstSoundNeedsOneChunk() {
    Tensor mel = Tensor.zeros(80, 500);
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < mel.size(); i++) {
      mel.data()[i] = (float) random.nextDouble(-8, -2);
    }
    Vocoder exact = voice.vocoder(0.7f, 5, WORKERS);
    for (Vocoder vocoder : List.of(exact, exact.corrected(), exact.corrected().intoned(1.6, 0))) {
      int[] asked = {0};
      IntFunction<Tensor> frames = SequenceSampler.piecewise(mel);
      SampleStream sound =
          vocoder.stream(
              count -> {
                asked[0]++;
                return frames.apply(count);
              },
              SampleStream.UNKNOWN);
      assertTrue(sound.read(new float[256], 0, 256) > 0);
      assertEquals(1, asked[0]);
    }
  }

  @Test
  void anotherPitchIsThatOfTheStream() {
    Tensor mel = new LogMel(voice.mel()).of(Tones.sung(4));
    Vocoder corrected = voice.vocoder(0.7f, 5, WORKERS).corrected();
    assertArrayEquals(
        Vocoder.intoned(corrected.stream(mel, SampleStream.UNKNOWN), 1.6, 2).readAll(),
        corrected.intoned(1.6, 2).speak(mel));
    assertThrows(IllegalArgumentException.class, () -> corrected.intoned(5, 0));
  }
}
