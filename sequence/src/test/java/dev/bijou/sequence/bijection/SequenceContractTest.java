package dev.bijou.sequence.bijection;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bijou.bijection.ActNorm;
import dev.bijou.bijection.Bijection;
import dev.bijou.bijection.BijectionCatalogue;
import dev.bijou.bijection.BijectionSpec;
import dev.bijou.bijection.Chain;
import dev.bijou.bijection.Partial;
import dev.bijou.bijection.ScaleShift;
import dev.bijou.sequence.spec.SequenceNetworkSpec;
import dev.bijou.tensor.Context;
import dev.bijou.tensor.Mapped;
import dev.bijou.tensor.OverTime.Span;
import dev.bijou.tensor.Parameter;
import dev.bijou.tensor.ParameterPack;
import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Workspace;
import dev.bijou.testing.Determinant;
import dev.bijou.testing.Differentiation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What maps of sequences keep where segments have several frames: they are bijections of whole segments.
class SequenceContractTest {
  private static final SequenceNetworkSpec WAVE_NET = new SequenceNetworkSpec.WaveNet(6, 2, 3);
  private static final SequenceNetworkSpec SQUEEZE_WAVE =
      new SequenceNetworkSpec.SqueezeWave(6, 3, 3);

  private static final SequenceNetworkSpec GATED =
      new SequenceNetworkSpec.GatedConvolutions(6, 2, 5, 0);

  static Map<String, BijectionSpec> catalogue() {
    Map<String, BijectionSpec> all = new LinkedHashMap<>();
    all.put("WaveNet", coupling(4, 2, 1, WAVE_NET));
    all.put("WaveNet at half the rate", coupling(4, 2, 2, WAVE_NET));
    all.put("WaveNet without context", coupling(3, 0, 1, WAVE_NET));
    all.put("SqueezeWave", coupling(4, 2, 1, SQUEEZE_WAVE));
    all.put("SqueezeWave at half the rate", coupling(4, 2, 2, SQUEEZE_WAVE));
    all.put("lapped transform", new LappedTransform.Spec(6));
    all.put(
        "scale given the context alone",
        new SequenceCoupling.Spec(3, 0, 2, 2, SQUEEZE_WAVE, ScaleShift.standard()));
    all.put("GatedConvolutions", coupling(4, 2, 1, GATED));
    all.put(
        "block of Glow-TTS",
        new Chain.Spec(
            List.of(
                coupling(4, 0, 1, GATED), new GroupedConvolution.Spec(4, 2), new ActNorm.Spec(4))));
    all.put(
        "chain with early outputs",
        new Chain.Spec(
            List.of(
                new Partial.Spec(2, coupling(2, 2, 2, SQUEEZE_WAVE)),
                new Partial.Spec(2, new InvertibleConvolution.Spec(2)),
                coupling(4, 2, 2, WAVE_NET),
                new InvertibleConvolution.Spec(4))));
    return all;
  }

  private static BijectionSpec coupling(
      int features, int context, int rate, SequenceNetworkSpec network) {
    return new SequenceCoupling.Spec(
        features, features / 2, context, rate, network, ScaleShift.standard());
  }

  static Stream<Arguments> instances() {
    return catalogue().entrySet().stream().map(e -> Arguments.of(e.getKey(), e.getValue()));
  }

  private static Bijection build(BijectionSpec spec) {
    Bijection bijection = spec.build(new Random(5));
    BijectionCatalogue.shake(bijection, new Random(6), 0.15);
    return bijection;
  }

  private static Context context(Bijection bijection, int segments, int frames, Random random) {
    int lanes = segments * frames / Span.of(bijection).contextRate();
    return Context.of(
        Differentiation.gaussian(bijection.contextFeatures(), lanes, random, 1), segments);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("instances")
  void inverseAfterForwardIsTheIdentity(String name, BijectionSpec spec) {
    Bijection bijection = build(spec);
    Random random = new Random(1);
    Context context = context(bijection, 3, 20, random);
    Tensor z = Differentiation.gaussian(spec.features(), 60, random, 1.2);
    Mapped x = bijection.forward(z, context);
    Mapped back = bijection.inverse(x.value(), context);
    assertArrayEquals(z.toArray(), back.value().toArray(), 1e-4f);
    for (int n = 0; n < 60; n++) {
      assertEquals(x.logDet().get(0, n), -back.logDet().get(0, n), 1e-4);
    }
  }

  /// The lanes' log-determinants add up to that of the Jacobian of all features of all lanes, as training has it.
  @ParameterizedTest(name = "{0}")
  @MethodSource("instances")
  void logDeterminantsAddUpToThatOfTheWhole(String name, BijectionSpec spec) {
    Bijection bijection = build(spec);
    Random random = new Random(2);
    int lanes = 8;
    Context context = context(bijection, 2, 4, random);
    int size = spec.features() * lanes;
    Parameter input = new Parameter(Differentiation.gaussian(spec.features(), lanes, random, 1));
    Differentiation differentiation = new Differentiation(List.of(input));
    double[][] jacobian = new double[size][size];
    double[] sum = new double[1];
    for (int i = 0; i < size; i++) {
      Tensor seed = Tensor.zeros(spec.features(), lanes);
      seed.data()[i] = 1;
      float[] gradient =
          differentiation.gradient(
              () -> {
                Mapped z = bijection.inverse(Workspace.current().read(input), context);
                sum[0] = 0;
                for (int n = 0; n < lanes; n++) {
                  sum[0] += z.logDet().get(0, n);
                }
                return List.of(z.value());
              },
              List.of(seed));
      for (int j = 0; j < size; j++) {
        jacobian[i][j] = differentiation.of(gradient, input).toArray()[j];
      }
    }
    assertEquals(Determinant.logAbs(jacobian), sum[0], 1e-4 * size);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("instances")
  void segmentsDoNotSeeEachOther(String name, BijectionSpec spec) {
    Bijection bijection = build(spec);
    Random random = new Random(3);
    int frames = 24;
    Context context = context(bijection, 3, frames, random);
    Tensor x = Differentiation.gaussian(spec.features(), 3 * frames, random, 1);
    Mapped together = bijection.inverse(x, context);
    Tensor back = bijection.forward(x, context).value();
    for (int s = 0; s < 3; s++) {
      Context own = part(context, s * frames, frames, Span.of(bijection).contextRate());
      Tensor alone = lanes(x, s * frames, frames);
      Mapped image = bijection.inverse(alone, own);
      assertArrayEquals(
          lanes(together.value(), s * frames, frames).toArray(), image.value().toArray());
      assertArrayEquals(
          lanes(together.logDet(), s * frames, frames).toArray(), image.logDet().toArray());
      assertArrayEquals(
          lanes(back, s * frames, frames).toArray(),
          bijection.forward(alone, own).value().toArray());
    }
  }

  /// A cut out of a long segment has the same images, but for the lanes within reach of the cuts, and not for fewer.
  @ParameterizedTest(name = "{0}")
  @MethodSource("instances")
  void imagesDependOnLanesWithinReach(String name, BijectionSpec spec) {
    Bijection bijection = build(spec);
    Random random = new Random(4);
    int frames = 80;
    int from = 20;
    int count = 40;
    int reach = Span.of(bijection).reach();
    Context context = context(bijection, 1, frames, random);
    Tensor z = Differentiation.gaussian(spec.features(), frames, random, 1);
    Tensor whole = bijection.forward(z, context).value();
    Context own = part(context, from, count, Span.of(bijection).contextRate());
    Tensor cut = bijection.forward(lanes(z, from, count), own).value();
    assertArrayEquals(
        lanes(whole, from + reach, count - 2 * reach).toArray(),
        lanes(cut, reach, count - 2 * reach).toArray(),
        1e-5f);
    if (!(spec instanceof Chain.Spec)) {
      Tensor atTheEdge = lanes(cut, reach - 1, 1);
      Tensor inTheWhole = lanes(whole, from + reach - 1, 1);
      double difference = 0;
      for (int f = 0; f < spec.features(); f++) {
        difference += Math.abs(atTheEdge.get(f, 0) - inTheWhole.get(f, 0));
      }
      assertTrue(difference > 0, "the reach is " + reach + ", but one less does");
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("instances")
  void gradientsPassTheTaylorTest(String name, BijectionSpec spec) {
    Bijection bijection = build(spec);
    Random random = new Random(5);
    Context context = context(bijection, 2, 6, random);
    Tensor x = Differentiation.gaussian(spec.features(), 12, random, 1);
    new Differentiation(bijection.parameters())
        .taylorTest(() -> asInTraining(bijection, x, context), random, 0.002);
    Parameter input = new Parameter(x);
    new Differentiation(List.of(input))
        .taylorTest(
            () -> asInTraining(bijection, Workspace.current().read(input), context), random, 0.002);
    if (context instanceof Context.Given(Tensor values, int segments) && values.features() > 0) {
      Parameter given = new Parameter(values);
      new Differentiation(List.of(given))
          .taylorTest(
              () ->
                  asInTraining(bijection, x, Context.of(Workspace.current().read(given), segments)),
              random,
              0.002);
    }
  }

  /// The image with the statistics of the lanes at hand, also where nothing is recorded.
  private static List<Tensor> asInTraining(Bijection bijection, Tensor x, Context context) {
    if (Workspace.current().recording()) {
      Mapped mapped = bijection.inverse(x, context);
      return List.of(mapped.value(), mapped.logDet());
    }
    Workspace workspace =
        Workspace.reusing().recording(ParameterPack.of(List.of()), new float[0], 1);
    List<Tensor> images = new ArrayList<>();
    workspace.run(() -> {
      Mapped mapped = bijection.inverse(x, context);
      images.add(mapped.value().copy());
      return images.add(mapped.logDet().copy());
    });
    return images;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("instances")
  void anyFiniteInputGivesFiniteImages(String name, BijectionSpec spec) {
    Bijection bijection = build(spec);
    Random random = new Random(6);
    Context context = context(bijection, 2, 16, random);
    Tensor extreme = Tensor.zeros(spec.features(), 32);
    float[] magnitudes = {0, 1e-30f, 1, -4, 1e3f, -1e6f, 1e15f, -1e20f, 1e30f, -1e30f};
    for (int i = 0; i < extreme.size(); i++) {
      extreme.data()[i] = magnitudes[random.nextInt(magnitudes.length)];
    }
    for (Mapped image :
        List.of(bijection.inverse(extreme, context), bijection.forward(extreme, context))) {
      for (float value : image.value().toArray()) {
        assertTrue(Float.isFinite(value), "a value is " + value);
      }
      for (float value : image.logDet().toArray()) {
        assertTrue(Float.isFinite(value), "a log-determinant is " + value);
      }
    }
  }

  @Test
  void contextsThatDoNotFitAreRefused() {
    Bijection bijection = build(coupling(4, 2, 2, WAVE_NET));
    Tensor x = Tensor.zeros(4, 12);
    var lanes =
        assertThrows(
            IllegalArgumentException.class,
            () -> bijection.inverse(x, Context.of(Tensor.zeros(2, 12), 2)));
    assertTrue(lanes.getMessage().contains("give each 2 lanes a context"), lanes.getMessage());
    var segments =
        assertThrows(IllegalArgumentException.class, () -> Context.of(Tensor.zeros(2, 6), 4));
    assertTrue(segments.getMessage().contains("4 segments"), segments.getMessage());
    assertThrows(
        IllegalArgumentException.class,
        () ->
            build(
                new Chain.Spec(List.of(coupling(4, 2, 1, WAVE_NET), coupling(4, 2, 2, WAVE_NET)))));
  }

  private static Context part(Context context, int from, int lanes, int rate) {
    return context instanceof Context.Given(Tensor values, _)
        ? Context.of(lanes(values, from / rate, lanes / rate))
        : context;
  }

  private static Tensor lanes(Tensor x, int from, int count) {
    Tensor part = Tensor.zeros(x.features(), count);
    for (int f = 0; f < x.features(); f++) {
      System.arraycopy(x.data(), x.at(f) + from, part.data(), part.at(f), count);
    }
    return part;
  }
}
