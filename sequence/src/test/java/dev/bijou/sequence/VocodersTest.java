package dev.bijou.sequence;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bijou.bijection.BijectionCatalogue;
import dev.bijou.distribution.Distribution;
import dev.bijou.distribution.DistributionSpec;
import dev.bijou.distribution.Ensemble;
import dev.bijou.distribution.StandardNormal;
import dev.bijou.flow.Evaluation;
import dev.bijou.flow.RowScorer;
import dev.bijou.sequence.spec.SequenceNetworkSpec;
import dev.bijou.tensor.Context;
import dev.bijou.tensor.OverTime.Span;
import dev.bijou.tensor.Parameter;
import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Trainable;
import dev.bijou.tensor.Workers;
import dev.bijou.tensor.Workspace;
import dev.bijou.testing.Differentiation;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class VocodersTest {

  /// The published counts: each square matrix of a 1×1 convolution is there as its factors, besides whose c² numbers
  /// (the diagonal unused) there are c log-scales; the other parameters are the same.
  static Stream<Arguments> published() {
    return Stream.of(
        Arguments.of(Vocoders.waveGlow(Vocoders.Options.waveGlow(256)), 87_879_272L, 72),
        Arguments.of(Vocoders.squeezeWave(Vocoders.Options.squeezeWave128L()), 23_665_184L, 1056),
        Arguments.of(Vocoders.squeezeWave(Vocoders.Options.squeezeWave128S()), 7_165_472L, 1056),
        Arguments.of(Vocoders.squeezeWave(Vocoders.Options.squeezeWave64L()), 24_723_488L, 2592),
        Arguments.of(Vocoders.squeezeWave(Vocoders.Options.squeezeWave64S()), 7_928_864L, 2592));
  }

  @ParameterizedTest
  @MethodSource("published")
  void publishedSizesHaveTheirParameters(DistributionSpec spec, long published, long logScales) {
    assertEquals(published + logScales, spec.build(1).parameterCount());
  }

  private static Vocoders.Options small(SequenceNetworkSpec network) {
    return new Vocoders.Options(Tones.BANDS, 16, 4, 4, 2, 1, network);
  }

  static Stream<DistributionSpec> small() {
    return Stream.of(
        Vocoders.waveGlow(small(new SequenceNetworkSpec.WaveNet(8, 2, 3))),
        Vocoders.squeezeWave(small(new SequenceNetworkSpec.SqueezeWave(8, 2, 3))),
        Vocoders.lapped(small(new SequenceNetworkSpec.SqueezeWave(8, 2, 3))));
  }

  private static Distribution shaken(DistributionSpec spec) {
    Distribution distribution = spec.build(3);
    SegmentBatch glimpse =
        SegmentBatch.glimpse(Tones.sequences(4, 4, 3, 1).crops(10, 0, 1), 500, Workspace.reusing());
    distribution.initialize(glimpse.x(), glimpse.context());
    BijectionCatalogue.shake(distribution, new Random(4), 0.05);
    return distribution;
  }

  @ParameterizedTest
  @MethodSource("small")
  void soundGoesToNoiseAndBack(DistributionSpec spec) {
    Distribution distribution = shaken(spec);
    assertEquals(4, distribution.features());
    assertEquals(4, Span.of(distribution).contextRate());
    assertEquals(spec, distribution.spec());
    // The same draws give the same sound, whose density is finite, and that of a segment is its
    // own.
    Tensor given = Differentiation.gaussian(Tones.BANDS, 20, new Random(5), 1);
    Tensor sound = distribution.sample(80, Context.of(given, 2), new Random(6));
    Tensor logProb = distribution.logProb(sound, Context.of(given, 2));
    Tensor first = distribution.logProb(lanes(sound, 0, 40), Context.of(lanes(given, 0, 10), 1));
    assertArrayEquals(lanes(logProb, 0, 40).toArray(), first.toArray());
    for (float value : logProb.toArray()) {
      assertTrue(Float.isFinite(value), "log-density " + value);
    }
  }

  /// Its log-density is quadratic in the sound.
  @Test
  void withoutCouplingsALappedVocoderIsAGaussianProcess() {
    Vocoders.Options none = small(new SequenceNetworkSpec.SqueezeWave(8, 2, 3)).withFlows(0);
    Distribution distribution = shaken(Vocoders.lapped(none));
    Context given = Context.of(Differentiation.gaussian(Tones.BANDS, 20, new Random(5), 1), 2);
    Tensor silence = Tensor.zeros(4, 80);
    Tensor sound = distribution.sample(80, given, new Random(6));
    Tensor twice = sound.copy();
    for (int i = 0; i < twice.size(); i++) {
      twice.data()[i] *= 2;
    }
    double atSilence = sum(distribution.logProb(silence, given));
    double once = atSilence - sum(distribution.logProb(sound, given));
    double atTwice = atSilence - sum(distribution.logProb(twice, given));
    // If −log p is ½ xᵀAx − mᵀAx and a constant, both sides are xᵀAx.
    for (int i = 0; i < sound.size(); i++) {
      sound.data()[i] = -sound.data()[i];
    }
    double turned = atSilence - sum(distribution.logProb(sound, given));
    assertEquals(once + turned, atTwice - 2 * once, 1e-3 * Math.abs(atTwice));
  }

  private static double sum(Tensor x) {
    double sum = 0;
    for (float value : x.toArray()) {
      sum += value;
    }
    return sum;
  }

  @ParameterizedTest
  @MethodSource("small")
  void chunksAreTheWhole(DistributionSpec spec) {
    Distribution distribution = shaken(spec);
    Tensor given = Differentiation.gaussian(Tones.BANDS, 150, new Random(7), 1);
    float[] whole =
        sampled(new SequenceSampler(distribution, 9, 0.7f, 10_000, new Workers(1)), given);
    for (int threads = 1; threads <= 2; threads++) {
      for (int chunk : new int[] {1, 7, 40}) {
        try (Workers workers = new Workers(threads)) {
          float[] inChunks =
              sampled(new SequenceSampler(distribution, 9, 0.7f, chunk, workers), given);
          assertArrayEquals(whole, inChunks, 1e-4f, "chunks of " + chunk);
        }
      }
    }
    double spread = 0;
    for (float value : whole) {
      spread += value * value / whole.length;
    }
    assertTrue(spread > 1e-4, "there is sound to compare");
  }

  private static float[] sampled(SequenceSampler sampler, Tensor given) {
    List<Tensor> parts = new ArrayList<>();
    sampler.sample(given, parts::add);
    int lanes = parts.stream().mapToInt(Tensor::lanes).sum();
    assertEquals(600, lanes);
    Tensor all = Tensor.zeros(4, lanes);
    int at = 0;
    for (Tensor part : parts) {
      for (int f = 0; f < 4; f++) {
        System.arraycopy(part.data(), part.at(f), all.data(), all.at(f) + at, part.lanes());
      }
      at += part.lanes();
    }
    return all.toArray();
  }

  @ParameterizedTest
  @MethodSource("small")
  void aProgramScoresOtherSound(DistributionSpec spec) {
    Distribution distribution = shaken(spec);
    Random random = new Random(8);
    Tensor sound = Differentiation.gaussian(4, 80, random, 0.1);
    Tensor given = Differentiation.gaussian(Tones.BANDS, 20, random, 1);
    Supplier<Tensor> program =
        Workspace.capture(() -> distribution.logProb(sound, Context.of(given, 2)));
    for (int round = 0; round < 2; round++) {
      sound.set(Differentiation.gaussian(4, 80, random, 0.2));
      given.set(Differentiation.gaussian(Tones.BANDS, 20, random, 1));
      float[] expected = distribution.logProb(sound, Context.of(given, 2)).toArray();
      assertArrayEquals(expected, program.get().toArray());
    }
  }

  @ParameterizedTest
  @MethodSource("small")
  void soundThatIsNoNumberHasNoDensity(DistributionSpec spec) {
    Distribution distribution = shaken(spec);
    Random random = new Random(9);
    Tensor sound = Differentiation.gaussian(4, 80, random, 0.1);
    Tensor given = Differentiation.gaussian(Tones.BANDS, 20, random, 1);
    float[] whole = distribution.logProb(sound, Context.of(given, 2)).toArray();
    sound.data()[sound.at(1) + 60] = Float.NaN;
    given.data()[given.at(2) + 17] = Float.POSITIVE_INFINITY;
    float[] damaged = distribution.logProb(sound, Context.of(given, 2)).toArray();
    assertTrue(Float.isNaN(damaged[60]), "the lane itself");
    for (int n = 68; n < 72; n++) {
      assertTrue(Float.isNaN(damaged[n]), "a lane of the frame");
    }
    for (int n = 0; n < 40; n++) {
      assertEquals(whole[n], damaged[n], "the other segment");
    }
  }

  @Test
  void drawsOfTheSamplerAreNormal() {
    DistributionSpec base = new StandardNormal.Spec(3);
    try (Workers workers = new Workers(1)) {
      List<Tensor> parts = new ArrayList<>();
      new SequenceSampler(base.build(1), 4, 2, 5_000, workers)
          .sample(Tensor.zeros(0, 20_000), parts::add);
      double sum = 0;
      double square = 0;
      double neighbours = 0;
      float before = 0;
      for (Tensor part : parts) {
        for (float value : part.toArray()) {
          sum += value / 60_000;
          square += value * value / 60_000;
          neighbours += value * before / 60_000;
          before = value;
        }
      }
      assertEquals(0, sum, 0.04);
      assertEquals(4, square, 0.1);
      assertEquals(0, neighbours, 0.08);
    }
  }

  @Test
  void rowsAndSequencesAreNotMistakenForEachOther() {
    Distribution distribution = shaken(small().toList().get(1));
    try (Workers workers = new Workers(1)) {
      var refused =
          assertThrows(
              IllegalArgumentException.class,
              () ->
                  Evaluation.sample(distribution, 40, Context.of(Tensor.zeros(3, 10)), 1, workers));
      assertTrue(refused.getMessage().contains("sequences"), refused.getMessage());
      assertThrows(IllegalArgumentException.class, () -> RowScorer.of(distribution));
      assertThrows(
          IllegalArgumentException.class, () -> new Ensemble(List.of(distribution, distribution)));
    }
  }

  private static Tensor lanes(Tensor x, int from, int count) {
    Tensor part = Tensor.zeros(x.features(), count);
    for (int f = 0; f < x.features(); f++) {
      System.arraycopy(x.data(), x.at(f) + from, part.data(), part.at(f), count);
    }
    return part;
  }

  /// The Taylor test of the direction that speaks: of the sound that the same noise becomes.
  @ParameterizedTest
  @MethodSource("small")
  void drawnSoundIsDifferentiable(DistributionSpec spec) {
    Distribution distribution = shaken(spec);
    List<Parameter> parameters = new ArrayList<>();
    distribution.visit(
        "",
        new Trainable.Visitor() {
          @Override
          public void parameter(String name, Parameter parameter) {
            parameters.add(parameter);
          }

          @Override
          public void average(String name, Parameter average) {
            // It stays as it is.
          }

          @Override
          public void state(String name, Tensor state) {
            // Not learned.
          }
        });
    Context given = Context.of(Differentiation.gaussian(Tones.BANDS, 6, new Random(6), 1), 2);
    Differentiation.settled(parameters)
        .taylorTest(
            () -> List.of(distribution.sample(24, given, new Random(7))), new Random(8), 1e-2);
  }
}
