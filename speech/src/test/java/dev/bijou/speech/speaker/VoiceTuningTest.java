package dev.bijou.speech.speaker;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bijou.file.ModelFile.Precision;
import dev.bijou.sequence.Vocoders;
import dev.bijou.sequence.spec.SequenceNetworkSpec;
import dev.bijou.speech.SpeechException;
import dev.bijou.speech.corpus.Corpus;
import dev.bijou.speech.corpus.Recording;
import dev.bijou.speech.drawing.DrawnSound;
import dev.bijou.speech.training.RoundListener;
import dev.bijou.speech.training.TrainingLimits;
import dev.bijou.speech.tuning.VoiceTuning;
import dev.bijou.speech.voice.Voice;
import dev.bijou.speech.voice.VoiceModel;
import dev.bijou.speech.voice.VoiceTraining;
import dev.bijou.tensor.ParameterPack;
import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Workers;
import dev.bijou.train.TrainingEvent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A voice of three letters, tuned to their speaker.
class VoiceTuningTest {
  private static final Workers WORKERS = new Workers(2);
  private static final VoiceModel TINY =
      new VoiceModel(
          "tiny",
          VoiceModel.Family.SQUEEZE_WAVE,
          new Vocoders.Options(80, 256, 64, 3, 2, 8, new SequenceNetworkSpec.SqueezeWave(8, 2, 3)),
          new VoiceModel.Plan(8, 8, 2, 5, 5e-3f, true));

  @TempDir private static Path folder;
  private static SpokenCorpus corpus;
  private static Speaker speaker;
  private static Path voice;

  @TempDir private Path own;

  @BeforeAll
  static void train() {
    Letters.corpus(folder);
    corpus =
        SpokenCorpus.read(
            folder, Letters.INVENTORY, Letters::symbols, Letters.MEL, _ -> {}, WORKERS);
    speaker =
        SpeakerTraining.of(corpus, Letters.TINY, limits(30, Optional.empty()))
            .run(WORKERS, new RoundListener<>() {});
    voice = folder.resolve("voice");
    VoiceTraining.read(folder, TINY, limits(20, Optional.empty()))
        .run(WORKERS, new RoundListener<>() {})
        .save(voice, Precision.SINGLE);
  }

  @AfterAll
  static void close() {
    WORKERS.close();
  }

  private static TrainingLimits limits(int steps, Optional<Path> checkpoint) {
    return new TrainingLimits(7, OptionalInt.of(steps), Optional.empty(), checkpoint);
  }

  private static VoiceTuning tuning(VoiceModel model, int steps, Optional<Path> checkpoint) {
    return tuning(model, Optional.empty(), steps, checkpoint);
  }

  private static VoiceTuning tuning(
      VoiceModel model, Optional<DrawnSound.Weighing> drawn, int steps, Optional<Path> checkpoint) {
    Corpus files = Corpus.open(folder);
    List<Recording> recordings = new ArrayList<>();
    recordings.addAll(Recording.read(files.train(), 22_050));
    recordings.addAll(Recording.read(files.valid(), 22_050));
    return new VoiceTuning(
        () -> Voice.load(voice),
        model,
        drawn,
        speaker,
        new VoiceTuning.Material(corpus.data(), corpus.train(), corpus.valid(), recordings),
        limits(steps, checkpoint),
        WORKERS);
  }

  private static float[] numbers(Voice of) {
    return ParameterPack.of(of.distribution()).values();
  }

  @Test
  void goesOnFromTheVoice() {
    List<Double> heldOut = new ArrayList<>();
    Voice tuned =
        tuning(TINY, 40, Optional.empty())
            .run(
                WORKERS,
                new RoundListener<Voice>() {
                  @Override
                  public void event(TrainingEvent event) {
                    if (event instanceof TrainingEvent.Validated point) {
                      heldOut.add(point.validation());
                    }
                  }
                });
    double before = Voice.load(voice).provenance().heldOut().logDensity();
    assertTrue(heldOut.getFirst() > before - 1, before + ", then " + heldOut);
    assertTrue(heldOut.getLast() > heldOut.getFirst(), heldOut.toString());
    assertEquals(40, tuned.provenance().steps());
    assertEquals("20 steps", tuned.provenance().options().get("after"));
  }

  @Test
  void resumesBitForBit() {
    float[] whole =
        numbers(tuning(TINY, 20, Optional.empty()).run(WORKERS, new RoundListener<>() {}));
    Optional<Path> checkpoint = Optional.of(own.resolve("checkpoint"));
    Voice stopped =
        tuning(TINY, 20, checkpoint)
            .run(
                WORKERS,
                new RoundListener<Voice>() {
                  private int rounds;
                  private int asked;

                  @Override
                  public void round(Progress<Voice> progress) {
                    rounds++;
                  }

                  @Override
                  public boolean stop() {
                    return rounds >= 2 && asked++ > 1;
                  }
                });
    assertEquals("INTERRUPTED", stopped.provenance().ended());
    assertArrayEquals(
        whole, numbers(tuning(TINY, 20, checkpoint).run(WORKERS, new RoundListener<>() {})));
  }

  @Test
  void aRemadeSpectrogramIsBetweenTheRecordedAndTheLikeliest() {
    SpokenCorpus.Utterance utterance = corpus.train().getFirst();
    int[] symbols = utterance.transcribed().symbols();
    Tensor mel = utterance.transcribed().x();
    assertArrayEquals(mel.toArray(), speaker.remade(symbols, mel, 1).toArray(), 1e-3f);
    double calm = distance(mel, speaker.remade(symbols, mel, 0));
    double between = distance(mel, speaker.remade(symbols, mel, 0.5f));
    assertTrue(0 < between && between < calm, between + ", " + calm);
  }

  private static double distance(Tensor a, Tensor b) {
    double sum = 0;
    for (int f = 0; f < a.features(); f++) {
      for (int n = 0; n < a.lanes(); n++) {
        sum += Math.abs(a.get(f, n) - b.get(f, n));
      }
    }
    return sum / a.size();
  }

  /// By drawn sound, too: stopped or not, with the same numbers.
  @Test
  void learnsByDrawnSound() {
    Optional<DrawnSound.Weighing> drawn = Optional.of(new DrawnSound.Weighing(1, 0, 0.7f));
    Voice whole = tuning(TINY, drawn, 10, Optional.empty()).run(WORKERS, new RoundListener<>() {});
    assertEquals("1.0", whole.provenance().options().get("weight of drawn spectra"));
    Voice again = tuning(TINY, drawn, 10, Optional.empty()).run(WORKERS, new RoundListener<>() {});
    assertArrayEquals(numbers(whole), numbers(again));
  }

  @Test
  void withoutUtterancesToJudgeByItIsRefused() {
    VoiceTuning.Material none =
        new VoiceTuning.Material(corpus.data(), corpus.train(), List.of(), List.of());
    SpeechException refused =
        assertThrows(
            SpeechException.class,
            () ->
                new VoiceTuning(
                    () -> Voice.load(voice),
                    TINY,
                    Optional.empty(),
                    speaker,
                    none,
                    limits(20, Optional.empty()),
                    WORKERS));
    assertTrue(
        String.valueOf(refused.getMessage()).contains("no held-out utterances"),
        refused.getMessage());
  }

  @Test
  void recordingsThatAreTooShortAreRefused() {
    VoiceModel.Plan plan = new VoiceModel.Plan(10_000, 8, 2, 5, 5e-3f, true);
    SpeechException refused =
        assertThrows(
            SpeechException.class,
            () ->
                tuning(
                    new VoiceModel("tiny", TINY.family(), TINY.options(), plan),
                    20,
                    Optional.empty()));
    assertTrue(
        String.valueOf(refused.getMessage()).contains("no recording is as long as a segment"),
        refused.getMessage());
  }
}
