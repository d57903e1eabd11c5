package dev.bijou.documentation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bijou.Activation;
import dev.bijou.bijection.BijectionSpec;
import dev.bijou.bijection.Chain;
import dev.bijou.bijection.Coupling;
import dev.bijou.bijection.Logit;
import dev.bijou.bijection.Permutation;
import dev.bijou.bijection.RationalQuadraticSpline;
import dev.bijou.bijection.Standardize;
import dev.bijou.distribution.Distribution;
import dev.bijou.distribution.DistributionSpec;
import dev.bijou.distribution.Ensemble;
import dev.bijou.distribution.StandardNormal;
import dev.bijou.distribution.StudentT;
import dev.bijou.flow.Flow;
import dev.bijou.flow.Flows;
import dev.bijou.spec.NetworkSpec;
import dev.bijou.tensor.Context;
import dev.bijou.tensor.Tensor;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// The snippets of docs/choosing-a-flow.md.
class ChoosingAFlowTest {

  @Test
  void readyMade() {
    Flows.Options options =
        Flows.Options.standard() // 5 layers, MLP of 128 and 128 units, 8 bins in [−5, 5]
            .withNetwork(new NetworkSpec.Residual(128, 2, Activation.RELU, 0.1f))
            .withLinear(true);
    Distribution flow = Flows.neuralSpline(6, options).build(1); // six features, seed 1
    assertEquals(6, flow.features());
    assertEquals(0, flow.contextFeatures());
  }

  @Test
  void anotherBase() {
    Flows.Options options = Flows.Options.standard();

    if (Flows.neuralSpline(2, options) instanceof Flow.Spec(_, BijectionSpec map)) {
      StudentT.Spec base = new StudentT.Spec(2, 3); // two features, ν = 3
      Distribution flow = new Flow.Spec(base, map).build(1);
      assertTrue(
          flow.logProb(Tensor.of(2, 1, 1000, 0), Context.NONE).get(0, 0) > -200,
          "a normal base has −500,000 here");
    }
  }

  @Test
  void ownChain() {
    NetworkSpec network = new NetworkSpec.Mlp(List.of(64, 64), Activation.SILU, 0);
    RationalQuadraticSpline spline = RationalQuadraticSpline.of(8, 5);

    BijectionSpec map =
        new Chain.Spec(
            List.of( // from the base to the data
                new Coupling.Spec(2, 1, 0, network, spline),
                new Permutation.Spec(List.of(1, 0)),
                new Coupling.Spec(2, 1, 0, network, spline),
                new Standardize.Spec(2),
                new Logit.Spec(List.of(0f, 0f), List.of(1f, 100f))));
    Distribution flow = new Flow.Spec(new StandardNormal.Spec(2), map).build(1);
    for (int f = 0; f < 2; f++) {
      for (float value : flow.sample(50, Context.NONE, new Random(1)).rows(f, f + 1).toArray()) {
        assertTrue(value > 0 && value < (f == 0 ? 1 : 100), "feature " + f + " at " + value);
      }
    }
  }

  @Test
  void conditional() {
    Flows.Options options = Flows.Options.standard().withContext(3);
    Distribution flow = Flows.neuralSpline(2, options).build(1); // p(two features | three)
    assertEquals(3, flow.contextFeatures());
  }

  @Test
  void ensemble() {
    DistributionSpec spec = Flows.neuralSpline(2, Flows.Options.standard());

    Distribution three = new Ensemble(List.of(spec.build(1), spec.build(2), spec.build(3)));
    Tensor x = three.sample(20, Context.NONE, new Random(1));
    Tensor logProb = three.logProb(x, Context.NONE);
    double mean = 0;
    for (long seed = 1; seed <= 3; seed++) {
      mean += Math.exp(spec.build(seed).logProb(x, Context.NONE).get(0, 0)) / 3;
    }
    assertEquals(Math.log(mean), logProb.get(0, 0), 1e-4);
  }

  @Test
  void forwardRunsFromTheBaseToTheData() {
    Flow flow = (Flow) Flows.realNvp(2, Flows.Options.standard()).build(1);
    Tensor data = Tensor.of(2, 4, 10, 11, 12, 13, -5, 0, 5, 10);
    flow.initialize(data, Context.NONE);
    Tensor x = flow.toData(Tensor.zeros(2, 1), Context.NONE).value();
    assertEquals(11.5, x.get(0, 0), 1, "the base's center lands near the data's mean");
    assertEquals(2.5, x.get(1, 0), 3);
  }
}
