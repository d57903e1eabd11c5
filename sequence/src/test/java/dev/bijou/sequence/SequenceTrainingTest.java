package dev.bijou.sequence;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bijou.distribution.Distribution;
import dev.bijou.distribution.DistributionSpec;
import dev.bijou.file.ModelFile;
import dev.bijou.sequence.SequenceLikelihood.Shards;
import dev.bijou.sequence.spec.SequenceNetworkSpec;
import dev.bijou.tensor.Parameter;
import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Workers;
import dev.bijou.train.Execution;
import dev.bijou.train.Objective;
import dev.bijou.train.Trainer;
import dev.bijou.train.TrainingEvent;
import dev.bijou.train.TrainingOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Training on segments, through the same trainer as rows.
class SequenceTrainingTest {
  private static final Segments TRAINING = Tones.sequences(4, 4, 10, 1).crops(12, 1e-4f, 5);
  private static final Segments VALIDATION = Tones.sequences(4, 4, 3, 2).consecutive(12, 1e-4f, 6);
  private static final TrainingOptions OPTIONS =
      TrainingOptions.standard().withBatch(10).withEpochs(3).withLearningRate(4e-3f);

  enum Kind {
    WAVE_GLOW,
    SQUEEZE_WAVE;

    DistributionSpec spec() {
      return switch (this) {
        case WAVE_GLOW ->
            Vocoders.waveGlow(
                new Vocoders.Options(
                    Tones.BANDS, 16, 4, 3, 2, 1, new SequenceNetworkSpec.WaveNet(8, 2, 3)));
        case SQUEEZE_WAVE ->
            Vocoders.squeezeWave(
                new Vocoders.Options(
                    Tones.BANDS, 16, 4, 3, 2, 1, new SequenceNetworkSpec.SqueezeWave(8, 2, 3)));
      };
    }
  }

  private static Trainer trainer(
      Distribution distribution,
      TrainingOptions options,
      boolean rebuilding,
      Execution<TrainingEvent, Trainer.State> execution) {
    Objective objective =
        new SequenceLikelihood(
            distribution,
            TRAINING,
            VALIDATION,
            new Shards(4, rebuilding),
            options.batch(),
            options.seed());
    return new Trainer(distribution, objective, options, execution);
  }

  private static float[] numbers(Distribution distribution) {
    List<Tensor> all =
        Stream.concat(distribution.parameters().stream(), distribution.averages().stream())
            .map(Parameter::value)
            .toList();
    float[] numbers = new float[all.stream().mapToInt(Tensor::size).sum()];
    int at = 0;
    for (Tensor tensor : all) {
      System.arraycopy(tensor.toArray(), 0, numbers, at, tensor.size());
      at += tensor.size();
    }
    return numbers;
  }

  @ParameterizedTest
  @EnumSource
  void learnsTheTone(Kind kind) {
    Distribution vocoder = kind.spec().build(1);
    try (Workers workers = new Workers(2)) {
      List<TrainingEvent> events = new ArrayList<>();
      var finished =
          trainer(
                  vocoder,
                  OPTIONS.withEpochs(25),
                  false,
                  Execution.of(workers, () -> 0, () -> false, events::add, _ -> {}))
              .run();
      double first =
          events.stream()
              .filter(TrainingEvent.Validated.class::isInstance)
              .map(TrainingEvent.Validated.class::cast)
              .findFirst()
              .orElseThrow()
              .validation();
      double score = SequenceLikelihood.meanLogProb(vocoder, VALIDATION, 4, workers);
      assertEquals(finished.validation(), score, 1e-6);
      assertTrue(score > first + 0.5, "from %.2f to %.2f nats a sample".formatted(first, score));
    }
  }

  private static float[] trained(Kind kind, int threads, boolean rebuilding) {
    Distribution vocoder = kind.spec().build(1);
    try (Workers workers = new Workers(threads)) {
      trainer(vocoder, OPTIONS, rebuilding, Execution.quiet(workers, () -> 0)).run();
      return numbers(vocoder);
    }
  }

  @ParameterizedTest
  @EnumSource
  void sameSeedGivesTheSameFloatsAtAnyThreadCount(Kind kind) {
    float[] one = trained(kind, 1, true);
    assertArrayEquals(one, trained(kind, 3, true));
  }

  @ParameterizedTest
  @EnumSource
  void rebuildingTrainsTheSame(Kind kind) {
    float[] stored = trained(kind, 2, false);
    float[] rebuilt = trained(kind, 2, true);
    double difference = 0;
    for (int i = 0; i < stored.length; i++) {
      difference += Math.abs(stored[i] - rebuilt[i]) / stored.length;
    }
    assertTrue(difference < 1e-3, "mean difference of the weights " + difference);
  }

  @ParameterizedTest
  @EnumSource
  void resumesBitForBit(Kind kind) {
    try (Workers workers = new Workers(2)) {
      List<Trainer.State> states = new ArrayList<>();
      Distribution whole = kind.spec().build(1);
      trainer(
              whole,
              OPTIONS,
              true,
              Execution.of(workers, () -> 0, () -> false, _ -> {}, states::add))
          .run();
      assertEquals(3, states.size());
      for (Trainer.State state : states) {
        Distribution resumed = kind.spec().build(1);
        new SequenceLikelihood(resumed, TRAINING, VALIDATION, new Shards(4, true), 10, 0)
            .initialize();
        trainer(resumed, OPTIONS, true, Execution.quiet(workers, () -> 0)).resume(state);
        assertArrayEquals(numbers(whole), numbers(resumed), "from step " + state.step());
      }
    }
  }

  @Test
  void runningAveragesFollowTheBatchesAndAreSaved(@TempDir Path folder) {
    Distribution vocoder = Kind.SQUEEZE_WAVE.spec().build(1);
    float[] before = vocoder.averages().getFirst().value().toArray();
    long trainable = vocoder.parameterCount();
    try (Workers workers = new Workers(1)) {
      trainer(vocoder, OPTIONS, true, Execution.quiet(workers, () -> 0)).run();
      float[] after = vocoder.averages().getFirst().value().toArray();
      assertNotEquals(Arrays.toString(before), Arrays.toString(after));
      assertEquals(trainable, vocoder.parameterCount());
      ModelFile.write(folder.resolve("vocoder"), vocoder);
      Distribution loaded = ModelFile.read(folder.resolve("vocoder")).model();
      assertArrayEquals(after, loaded.averages().getFirst().value().toArray());
      assertEquals(
          SequenceLikelihood.meanLogProb(vocoder, VALIDATION, 4, workers),
          SequenceLikelihood.meanLogProb(loaded, VALIDATION, 4, workers));
    }
  }

  @Test
  void segmentsAreCutWithTheirContext() {
    Segments crops = Tones.sequences(4, 4, 5, 8).crops(20, 0, 3);
    Segments all = Tones.sequences(4, 4, 5, 8).consecutive(20, 0, 3);
    assertEquals(80, crops.frames());
    Tensor x = Tensor.zeros(4, 80);
    Tensor given = Tensor.zeros(Tones.BANDS, 20);
    crops.read(2, 1, x, given);
    float[] once = x.toArray();
    crops.read(2, 1, x, given);
    assertArrayEquals(once, x.toArray());
    crops.read(3, 1, x, given);
    assertNotEquals(Arrays.toString(once), Arrays.toString(x.toArray()));
    // A frame begins with the phase that its context tells, up to the noise.
    all.read(0, 2, x, given);
    for (int frame = 0; frame < 20; frame++) {
      double amplitude = Math.exp(given.get(0, frame)) - 0.01;
      assertEquals(amplitude * given.get(2, frame), x.get(0, 4 * frame), 0.01 + 0.25 * amplitude);
    }
  }

  @Test
  void setsThatDoNotFitAreRefused() {
    Distribution vocoder = Kind.SQUEEZE_WAVE.spec().build(1);
    Segments other = Tones.sequences(4, 2, 2, 1).consecutive(12, 0, 0);
    var refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> new SequenceLikelihood(vocoder, other, VALIDATION, new Shards(2, false), 4, 0));
    assertTrue(refused.getMessage().contains("training set"), refused.getMessage());
    var tooLong =
        assertThrows(
            IllegalArgumentException.class, () -> Tones.sequences(4, 2, 2, 1).crops(900, 0, 0));
    assertTrue(tooLong.getMessage().contains("900 frames"), tooLong.getMessage());
  }
}
