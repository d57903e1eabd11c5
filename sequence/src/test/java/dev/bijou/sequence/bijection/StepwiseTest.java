package dev.bijou.sequence.bijection;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bijou.Activation;
import dev.bijou.bijection.ActNorm;
import dev.bijou.bijection.Affine;
import dev.bijou.bijection.Bijection;
import dev.bijou.bijection.BijectionCatalogue;
import dev.bijou.bijection.BijectionSpec;
import dev.bijou.bijection.Chain;
import dev.bijou.bijection.Coupling;
import dev.bijou.bijection.LuLinear;
import dev.bijou.bijection.MaskedAutoregressive;
import dev.bijou.bijection.Partial;
import dev.bijou.bijection.Permutation;
import dev.bijou.bijection.RationalQuadraticSpline;
import dev.bijou.bijection.ScaleShift;
import dev.bijou.bijection.Standardize;
import dev.bijou.sequence.spec.SequenceNetworkSpec;
import dev.bijou.spec.NetworkSpec;
import dev.bijou.tensor.Context;
import dev.bijou.tensor.Mapped;
import dev.bijou.tensor.OverTime.Span;
import dev.bijou.tensor.Parameter;
import dev.bijou.tensor.ParameterPack;
import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Workspace;
import dev.bijou.testing.Differentiation;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A chain that keeps its image only: gradients as with stored activations, memory that does not grow with its length.
class StepwiseTest {
  private static final int SEGMENTS = 2;
  private static final int FRAMES = 40;

  private static Chain.Spec sequences(int flows, SequenceNetworkSpec network) {
    List<BijectionSpec> layers = new ArrayList<>();
    for (int i = 0; i < flows; i++) {
      BijectionSpec coupling =
          new SequenceCoupling.Spec(4, 2, 3, 2, network, ScaleShift.standard());
      BijectionSpec mix = new InvertibleConvolution.Spec(4);
      if (i < flows / 2) {
        layers.add(new Partial.Spec(2, coupling));
        layers.add(new Partial.Spec(2, mix));
      } else {
        layers.add(new SequenceCoupling.Spec(6, 3, 3, 2, network, ScaleShift.standard()));
        layers.add(new InvertibleConvolution.Spec(6));
      }
    }
    layers.add(new Standardize.Spec(6));
    return new Chain.Spec(layers);
  }

  static Stream<Chain.Spec> chains() {
    return Stream.of(
        sequences(4, new SequenceNetworkSpec.WaveNet(8, 3, 3)),
        sequences(4, new SequenceNetworkSpec.SqueezeWave(8, 3, 3)),
        new Chain.Spec(
            List.of(
                new Coupling.Spec(
                    6,
                    3,
                    3,
                    new NetworkSpec.Mlp(List.of(16), Activation.TANH, 0.3f),
                    Affine.standard()),
                new Permutation.Spec(List.of(5, 4, 3, 2, 1, 0)),
                new ActNorm.Spec(6),
                new LuLinear.Spec(6),
                new MaskedAutoregressive.Spec(
                    6,
                    3,
                    new NetworkSpec.Mlp(List.of(16), Activation.TANH, 0),
                    RationalQuadraticSpline.of(5, 3)))));
  }

  /// What a step of training yields.
  ///
  /// @param image z, then its log-determinants
  /// @param gradients of the parameters and averages, of x and of the context
  record Step(float[] image, float[] gradients, long bytes) {}

  static Step step(Bijection chain, boolean rebuild) {
    Random random = new Random(3);
    int rate = Span.of(chain).contextRate();
    Parameter x = new Parameter(Differentiation.gaussian(6, SEGMENTS * FRAMES, random, 1));
    Parameter given =
        new Parameter(Differentiation.gaussian(3, SEGMENTS * FRAMES / rate, random, 1));
    Tensor weights = Differentiation.gaussian(6, SEGMENTS * FRAMES, random, 1);
    Tensor weightsOfLogDet = Differentiation.gaussian(1, SEGMENTS * FRAMES, random, 1);
    List<Parameter> all = new ArrayList<>(chain.parameters());
    all.addAll(chain.averages());
    all.add(x);
    all.add(given);
    ParameterPack pack = ParameterPack.of(all);
    float[] gradients = new float[pack.size()];
    Workspace recording = Workspace.reusing().recording(pack, gradients, 11);
    Workspace workspace = rebuild ? recording.rebuilding() : recording;
    float[] image =
        workspace.run(() -> {
          Mapped z = chain.inverse(workspace.read(x), Context.of(workspace.read(given), SEGMENTS));
          z.value().gradient().set(weights);
          z.logDet().gradient().set(weightsOfLogDet);
          float[] values = new float[7 * SEGMENTS * FRAMES];
          System.arraycopy(z.value().toArray(), 0, values, 0, z.value().size());
          System.arraycopy(z.logDet().toArray(), 0, values, z.value().size(), z.logDet().size());
          workspace.backward();
          return values;
        });
    return new Step(image, gradients, workspace.peakBytes());
  }

  private static Bijection build(BijectionSpec spec) {
    Bijection chain = spec.build(new Random(1));
    BijectionCatalogue.shake(chain, new Random(2), 0.1);
    return chain;
  }

  @ParameterizedTest
  @MethodSource("chains")
  void gradientsAreThoseOfStoredActivations(Chain.Spec spec) {
    boolean drops = spec.layers().getFirst() instanceof Coupling.Spec;
    Step stored = step(build(drops ? withoutDropout(spec) : spec), false);
    Step rebuilt = step(build(drops ? withoutDropout(spec) : spec), true);
    assertArrayEquals(stored.image(), rebuilt.image(), 1e-4f);
    assertEquals(stored.gradients().length, rebuilt.gradients().length);
    double largest = 0;
    for (int i = 0; i < stored.gradients().length; i++) {
      float expected = stored.gradients()[i];
      largest = Math.max(largest, Math.abs(expected));
      assertEquals(
          expected, rebuilt.gradients()[i], 1e-4 * (1 + Math.abs(expected)), "number " + i);
    }
    assertTrue(largest > 1, "there are gradients to compare");
  }

  private static Chain.Spec withoutDropout(Chain.Spec spec) {
    List<BijectionSpec> layers = new ArrayList<>(spec.layers());
    Coupling.Spec first = (Coupling.Spec) layers.getFirst();
    layers.set(
        0,
        new Coupling.Spec(
            first.features(),
            first.passing(),
            first.context(),
            first.network().withDropout(0),
            first.transformer()));
    return new Chain.Spec(layers);
  }

  /// The second run of a layer drops what the first did, or the rebuilt data would differ.
  @Test
  void dropoutIsTheSameOnTheWayBack() {
    Chain.Spec spec = chains().toList().get(2);
    Step once = step(build(spec), true);
    Step again = step(build(spec), true);
    assertArrayEquals(once.gradients(), again.gradients());
    Bijection chain = build(spec);
    ParameterPack pack = ParameterPack.of(chain);
    Workspace workspace = Workspace.reusing().recording(pack, new float[pack.size()], 1);
    Random random = new Random(9);
    Tensor x = Differentiation.gaussian(6, 30, random, 1);
    Context context = Context.of(Differentiation.gaussian(3, 30, random, 1));
    Bijection dropping = ((Chain) chain).layers().getFirst();
    float[] z = workspace.part(5).run(() -> dropping.inverse(x, context).value().toArray());
    float[] back =
        workspace
            .part(5)
            .run(() -> {
              Tensor argument = Tensor.zeros(6, 30);
              dropping.retrace(Tensor.of(6, 30, z), argument, context);
              return argument.toArray();
            });
    assertArrayEquals(x.toArray(), back, 1e-4f);
  }

  @Test
  void memoryDoesNotGrowWithTheNumberOfFlows() {
    for (SequenceNetworkSpec network :
        List.of(
            new SequenceNetworkSpec.WaveNet(8, 3, 3),
            new SequenceNetworkSpec.SqueezeWave(8, 3, 3))) {
      long twelve = step(build(sequences(12, network)), true).bytes();
      long twentyFour = step(build(sequences(24, network)), true).bytes();
      assertEquals(twelve, twentyFour, 0.15 * twelve, "bytes, rebuilding");
      long stored = step(build(sequences(12, network)), false).bytes();
      long storedTwice = step(build(sequences(24, network)), false).bytes();
      assertTrue(storedTwice > 1.7 * stored, "stored activations do grow");
      assertTrue(twelve < stored / 4, twelve + " bytes rebuilding, " + stored + " stored");
    }
  }

  @Test
  void evaluationNeedsTheMemoryOfOneLayer() {
    long[] bytes = new long[2];
    for (int i = 0; i < 2; i++) {
      Bijection chain = build(sequences(12 * (i + 1), new SequenceNetworkSpec.WaveNet(8, 3, 3)));
      Workspace workspace = Workspace.reusing();
      Tensor x = Differentiation.gaussian(6, FRAMES, new Random(1), 1);
      Context context = Context.of(Differentiation.gaussian(3, FRAMES / 2, new Random(2), 1));
      float[] plain = chain.inverse(x, context).value().toArray();
      float[] stepwise = workspace.run(() -> chain.inverse(x, context).value().toArray());
      assertArrayEquals(plain, stepwise);
      float[] data = chain.forward(x, context).value().toArray();
      float[] dataStepwise = workspace.run(() -> chain.forward(x, context).value().toArray());
      assertArrayEquals(data, dataStepwise);
      bytes[i] = workspace.peakBytes();
    }
    assertEquals(bytes[0], bytes[1], 0.15 * bytes[0]);
  }
}
