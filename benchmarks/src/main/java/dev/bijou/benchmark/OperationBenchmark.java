package dev.bijou.benchmark;

import dev.bijou.Activation;
import dev.bijou.bijection.MaskedAutoregressive;
import dev.bijou.bijection.RationalQuadraticSpline;
import dev.bijou.distribution.Distribution;
import dev.bijou.flow.Flows;
import dev.bijou.flow.RowScorer;
import dev.bijou.nn.Made;
import dev.bijou.operation.LuMap;
import dev.bijou.spec.NetworkSpec;
import dev.bijou.tensor.Context;
import dev.bijou.tensor.ParameterPack;
import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Trainable;
import dev.bijou.tensor.Workspace;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.NullUnmarked;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// The operations that a flow is made of, and a flow, on one thread with memory used again, as a worker has it. Those
/// whose name ends in Gradient record and run backward as well. `-prof gc` shows that next to nothing is allocated.
///
/// JMH fills the states after it made them, which the null checker cannot know.
@NullUnmarked
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 8, time = 1) // the vector kernels take seconds to compile
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
public class OperationBenchmark {
  private static final NetworkSpec NETWORK =
      new NetworkSpec.Mlp(List.of(128, 128), Activation.RELU, 0);
  private static final RationalQuadraticSpline SPLINE = RationalQuadraticSpline.of(8, 5);

  /// Layers and a flow of some features, and a block of rows.
  @State(Scope.Thread)
  public static class Block {
    @Param({"6", "63"})
    int features;

    @Param("128")
    int lanes;

    Random random;
    Tensor x;
    Tensor theta;
    Tensor factors;
    Tensor logScale;
    Made conditioner;
    Workspace conditionerSteps;
    MaskedAutoregressive layer;
    Distribution flow;
    Workspace flowSteps;
    RowScorer scorer;
    float[] row;
    Workspace workspace;

    @Setup
    public void fill() {
      random = new Random(1);
      workspace = Workspace.reusing();
      int parameters = SPLINE.parameterCount();
      x = normal(features, lanes);
      theta = normal(features * parameters, lanes);
      factors = normal(features, features);
      for (int i = 0; i < factors.size(); i++) {
        factors.data()[i] *= 0.01f;
      }
      logScale = Tensor.zeros(features, 1);
      conditioner = new Made(NETWORK, features, 0, parameters, random);
      conditionerSteps = recording(conditioner);
      layer =
          new MaskedAutoregressive(
              new MaskedAutoregressive.Spec(features, 0, NETWORK, SPLINE), random);
      flow = Flows.neuralSpline(features, Flows.Options.standard()).build(1);
      scorer = RowScorer.of(flow);
      flowSteps = recording(flow);
      row = new float[features];
      for (int f = 0; f < features; f++) {
        row[f] = x.get(f, 0);
      }
    }

    private Tensor normal(int rows, int columns) {
      float[] values = new float[rows * columns];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) random.nextGaussian();
      }
      return Tensor.over(values, 0, rows, columns);
    }

    <T> T evaluate(Supplier<T> work) {
      workspace.reset();
      return workspace.run(work);
    }

    private Workspace recording(Trainable part) {
      ParameterPack pack = ParameterPack.of(part.parameters());
      return workspace.recording(pack, new float[pack.size()], 1);
    }

    Tensor differentiate(Workspace recording, Supplier<Tensor> work) {
      workspace.reset();
      return recording.run(() -> {
        Tensor result = work.get();
        result.gradient().fill(1);
        recording.backward();
        return result;
      });
    }
  }

  @Benchmark
  public Object conditioner(Block b) {
    return b.evaluate(() -> b.conditioner.theta(b.x, Context.NONE));
  }

  @Benchmark
  public Object conditionerGradient(Block b) {
    return b.differentiate(b.conditionerSteps, () -> b.conditioner.theta(b.x, Context.NONE));
  }

  @Benchmark
  public Object spline(Block b) {
    return b.evaluate(() -> SPLINE.inverse(b.x, b.theta));
  }

  @Benchmark
  public Object lu(Block b) {
    return b.evaluate(() -> LuMap.toBase(b.factors, b.logScale, b.x));
  }

  @Benchmark
  public Object luInverse(Block b) {
    return b.evaluate(() -> LuMap.toData(b.factors, b.logScale, b.x));
  }

  @Benchmark
  public Object sweep(Block b) {
    return b.evaluate(() -> b.layer.forward(b.x, Context.NONE));
  }

  @Benchmark
  public Object logProb(Block b) {
    return b.evaluate(() -> b.flow.logProb(b.x, Context.NONE));
  }

  @Benchmark
  public Object logProbGradient(Block b) {
    return b.differentiate(b.flowSteps, () -> b.flow.logProb(b.x, Context.NONE));
  }

  @Benchmark
  public Object sample(Block b) {
    return b.evaluate(() -> b.flow.sample(b.lanes, Context.NONE, b.random));
  }

  @Benchmark
  public float one(Block b) {
    return b.scorer.logProb(b.row);
  }
}
