package dev.bijou.sequence.alignment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bijou.bijection.BijectionCatalogue;
import dev.bijou.sequence.network.TextEncoderSpec;
import dev.bijou.sequence.spec.SequenceNetworkSpec;
import dev.bijou.tensor.Parameter;
import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Trainable;
import dev.bijou.tensor.Workspace;
import dev.bijou.testing.Differentiation;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class AlignedFlowTest {
  private static final int[] TEXT = {3, 0, 6, 6, 2, 5, 1};

  /// A small flow with every part, as training might leave it.
  private static AlignedFlow shaken() {
    return shaken(OptionalInt.empty());
  }

  private static AlignedFlow shaken(OptionalInt pitch) {
    AlignedFlow flow =
        AlignedFlows.glowTts(
                new AlignedFlows.Options(
                    7,
                    4,
                    8,
                    2,
                    6,
                    3,
                    new SequenceNetworkSpec.GatedConvolutions(6, 2, 3, 0.1f),
                    pitch,
                    OptionalDouble.empty()))
            .build(5);
    flow.initialize(List.of(frames(40, 1), frames(12, 2)));
    BijectionCatalogue.shake(flow, new Random(4), 0.1);
    return flow;
  }

  private static AlignedFlow withoutDropout(AlignedFlow flow) {
    AlignedFlowSpec spec = flow.spec();
    TextEncoderSpec encoder = spec.encoder();
    AlignedFlow same =
        new AlignedFlowSpec(
                2,
                new TextEncoderSpec(
                    encoder.symbols(),
                    encoder.channels(),
                    new TextEncoderSpec.Prenet(3, 5, 0),
                    encoder.layers(),
                    encoder.heads(),
                    encoder.window(),
                    encoder.hidden(),
                    encoder.kernel(),
                    0,
                    encoder.outputs()),
                spec.durations(),
                AlignedFlows.glowTts(
                        new AlignedFlows.Options(
                            7,
                            4,
                            8,
                            2,
                            6,
                            3,
                            new SequenceNetworkSpec.GatedConvolutions(6, 2, 3, 0),
                            OptionalInt.empty(),
                            OptionalDouble.empty()))
                    .decoder(),
                spec.pitch())
            .build(0);
    List<Parameter> from = flow.parameters();
    for (int i = 0; i < from.size(); i++) {
      same.parameters().get(i).value().set(from.get(i).value());
    }
    return same;
  }

  private static Tensor frames(int lanes, long seed) {
    return Differentiation.gaussian(4, lanes, new Random(seed), 2);
  }

  @Test
  void thePublishedSizesHaveThePublishedCount() {
    AlignedFlow flow = AlignedFlows.glowTts(AlignedFlows.Options.published(148, 80)).build(0);
    // The LU factors of a 4 × 4 matrix are 20 numbers, of which 4 are unused.
    assertEquals(28_623_889, flow.parameterCount() - 12 * 4);
  }

  @Test
  void theLogLikelihoodIsThatOfThePaper() {
    AlignedFlow flow = shaken();
    PlainGlowTts plain = new PlainGlowTts(flow);
    for (int lanes : new int[] {8, 22, 50}) {
      Tensor x = frames(lanes, lanes);
      AlignedFlow.Fit fit = flow.fit(new Transcribed(TEXT, x));
      double expected = plain.logProb(TEXT, x);
      assertEquals(expected, fit.logProb(), 1e-5 * Math.abs(expected));
      double[] durations = plain.logDurations(TEXT);
      double error = 0;
      for (int i = 0; i < TEXT.length; i++) {
        assertEquals(durations[i], fit.encoded().logDurations().get(0, i), 1e-4);
        double difference = durations[i] - Math.log(fit.alignment().durations()[i]);
        error += difference * difference;
      }
      assertEquals(error, fit.durationError(), 1e-3 * error);
      Workspace arena = Workspace.reusing();
      assertEquals(
          fit.logProb(), arena.run(() -> flow.fit(new Transcribed(TEXT, x)).logProb()), 1e-6);
    }
  }

  @Test
  void theDecoderIsInvertible() {
    AlignedFlow flow = shaken();
    Tensor x = frames(60, 9);
    var z = flow.toBase(x);
    var again = flow.toData(z.value());
    assertArrayEquals(x.toArray(), again.value().toArray(), 1e-4f);
    for (int n = 0; n < 30; n++) {
      assertEquals(-z.logDet().get(0, n), again.logDet().get(0, n), 1e-4);
    }
  }

  @Test
  void theGradientOfTheLikelihoodPassesTheTaylorTest() {
    AlignedFlow flow = withoutDropout(shaken());
    Tensor x = frames(24, 3);
    new Differentiation(flow.parameters())
        .taylorTest(
            () -> {
              AlignedFlow.Fit fit = flow.fit(new Transcribed(TEXT, x));
              return List.of(fit.normal(), fit.volume());
            },
            new Random(8),
            1e-3);
  }

  @Test
  void thePitchIsACondition() {
    AlignedFlow flow = withoutDropout(shaken(OptionalInt.of(5)));
    float[] pitch = {0.5f, -1, 2, 0, 0.3f, -0.2f, 1};
    AlignedFlow.Encoded high = flow.encode(TEXT, _ -> pitch);
    AlignedFlow.Encoded expected = flow.encode(TEXT);
    assertNotEquals(high.mean().get(1, 2), expected.mean().get(1, 2));
    Tensor own = Objects.requireNonNull(expected.pitch());
    assertArrayEquals(own.toArray(), Objects.requireNonNull(high.pitch()).toArray());
    assertArrayEquals(
        expected.mean().toArray(), flow.encode(TEXT, same -> same.clone()).mean().toArray());
    assertThrows(IllegalArgumentException.class, () -> flow.encode(TEXT, _ -> new float[3]));
    Tensor x = frames(24, 3);
    new Differentiation(flow.parameters())
        .taylorTest(
            () -> {
              AlignedFlow.Fit fit = flow.fit(new Transcribed(TEXT, x, pitch));
              return List.of(fit.normal(), fit.volume());
            },
            new Random(8),
            1e-3);
  }

  @Test
  void theDurationsLearnButDoNotTeach() {
    learnsAlone("durations.", AlignedFlow.Encoded::logDurations);
    learnsAlone("pitch.expected.", encoded -> Objects.requireNonNull(encoded.pitch()));
  }

  private static void learnsAlone(String part, Function<AlignedFlow.Encoded, Tensor> said) {
    AlignedFlow flow = shaken(OptionalInt.of(5));
    Differentiation all = new Differentiation(flow.parameters());
    Tensor seed = Differentiation.gaussian(1, TEXT.length, new Random(1), 1);
    float[] gradient = all.gradient(() -> List.of(said.apply(flow.encode(TEXT))), List.of(seed));
    List<Parameter> own = new ArrayList<>();
    List<Parameter> others = new ArrayList<>();
    flow.visit(
        "",
        new Trainable.Visitor() {
          @Override
          public void parameter(String name, Parameter parameter) {
            (name.startsWith(part) ? own : others).add(parameter);
          }

          @Override
          public void state(String name, Tensor tensor) {}
        });
    for (Parameter parameter : others) {
      for (float slope : all.of(gradient, parameter).toArray()) {
        assertEquals(0, slope);
      }
    }
    assertEquals(10, own.size());
    for (Parameter parameter : own) {
      assertTrue(squares(all.of(gradient, parameter)) > 0);
    }
  }

  private static double squares(Tensor x) {
    double sum = 0;
    for (float value : x.toArray()) {
      sum += value * value;
    }
    return sum;
  }

  @Test
  void drawsFollowTheirDurationsSeedAndTemperature() {
    AlignedFlow flow = shaken();
    AlignedFlow.Encoded encoded = flow.encode(TEXT);
    Alignment alignment = flow.durations(encoded.logDurations(), 1);
    assertEquals(0, alignment.frames() % 2);
    Tensor calm = draw(flow, encoded, alignment, 0, 1);
    assertEquals(alignment.frames(), calm.lanes());
    assertArrayEquals(calm.toArray(), draw(flow, encoded, alignment, 0, 2).toArray());
    Tensor one = draw(flow, encoded, alignment, 0.7f, 1);
    assertArrayEquals(one.toArray(), draw(flow, encoded, alignment, 0.7f, 1).toArray());
    assertNotEquals(one.get(0, 0), draw(flow, encoded, alignment, 0.7f, 2).get(0, 0));
    // At temperature 0 the base is the means themselves.
    Tensor z = flow.toBase(calm).value();
    int[] symbolOf = alignment.symbolOfFrame();
    for (int j = 0; j < symbolOf.length; j++) {
      assertEquals(encoded.mean().get(2, symbolOf[j]), z.get(2, j), 1e-4);
    }
  }

  private static Tensor draw(
      AlignedFlow flow,
      AlignedFlow.Encoded encoded,
      Alignment alignment,
      float temperature,
      long seed) {
    return flow.sample(encoded.mean(), alignment, temperature, new SplittableRandom(seed));
  }

  @Test
  void durationsAreRoundedUpAndStretched() {
    AlignedFlow flow = shaken();
    Tensor log = Tensor.of(1, 4, (float) Math.log(2.4), -50, Float.POSITIVE_INFINITY, Float.NaN);
    assertArrayEquals(new int[] {3, 1, 1000, 2}, flow.durations(log, 1).durations());
    assertArrayEquals(new int[] {5, 1, 1000, 2}, flow.durations(log, 2).durations());
    assertFalse(flow.durations(log, 0.1f).frames() % 2 != 0);
    // Fast speech keeps two frames of each symbol: 12 + 3 + 9 frames become 12, of which 6 are
    // free.
    Tensor learned =
        Tensor.of(1, 3, (float) Math.log(12), (float) Math.log(3), (float) Math.log(9));
    assertArrayEquals(new int[] {6, 3, 5}, flow.durations(learned, 0.5f).durations());
    assertThrows(IllegalArgumentException.class, () -> flow.durations(log, 0));
    assertThrows(IllegalArgumentException.class, () -> flow.durations(log, Float.NaN));
  }

  @Test
  void whatDoesNotFitIsRefused() {
    AlignedFlow flow = shaken();
    assertThrows(IllegalArgumentException.class, () -> flow.encode(0, 7));
    assertThrows(IllegalArgumentException.class, () -> flow.encode());
    assertThrows(
        IllegalArgumentException.class, () -> flow.fit(new Transcribed(TEXT, frames(6, 1))));
    assertThrows(IllegalArgumentException.class, () -> flow.toBase(frames(7, 1)));
    assertThrows(IllegalArgumentException.class, () -> flow.toData(Tensor.zeros(3, 8)));
    AlignedFlow.Encoded encoded = flow.encode(TEXT);
    Alignment alignment = flow.durations(encoded.logDurations(), 1);
    assertThrows(IllegalArgumentException.class, () -> draw(flow, encoded, alignment, -1, 0));
  }
}
