package dev.bijou.benchmark;

import dev.bijou.Activation;
import dev.bijou.kernel.KernelChoice;
import dev.bijou.kernel.Kernels;
import dev.bijou.kernel.Matrix;
import dev.bijou.kernel.Spline;
import dev.bijou.kernel.Staircase;
import java.util.Random;
import java.util.concurrent.TimeUnit;
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

/// The kernels alone, on one thread; `-p kernels=scalar,vector` compares the sets and `-prof gc` shows that nothing is
/// allocated.
///
/// JMH fills the states after it made them, which the null checker cannot know.
@NullUnmarked
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
public class KernelBenchmark {

  private static Kernels kernels(String name) {
    System.setProperty("dev.bijou.kernels", name);
    return KernelChoice.chosen().kernels();
  }

  private static Matrix matrix(Random random, int rows, int columns) {
    float[] data = new float[rows * columns];
    for (int i = 0; i < data.length; i++) {
      data[i] = (float) random.nextGaussian();
    }
    return Matrix.dense(data, 0, rows, columns);
  }

  /// A square layer and as many lanes; full, or with the lower triangle that a masked network has.
  @State(Scope.Thread)
  public static class Layer {
    @Param("vector")
    String kernels;

    @Param({"128", "256", "1024", "2048"})
    int size;

    @Param({"false", "true"})
    boolean triangular;

    Kernels set;
    Staircase stairs;
    Matrix w;
    Matrix x;
    Matrix y;
    Matrix dx;
    Matrix dw;
    float[] bias;

    @Setup
    public void fill() {
      set = kernels(kernels);
      Random random = new Random(1);
      int[] extent = new int[size];
      for (int i = 0; i < size; i++) {
        extent[i] = triangular ? i + 1 : size;
      }
      stairs = Staircase.of(extent, size);
      w = matrix(random, size, size);
      for (int i = 0; i < size; i++) {
        for (int j = extent[i]; j < size; j++) {
          w.data()[w.at(i) + j] = 0;
        }
      }
      x = matrix(random, size, size);
      y = matrix(random, size, size);
      dx = matrix(random, size, size);
      dw = matrix(random, size, size);
      bias = new float[size];
    }
  }

  @Benchmark
  public void linear(Layer s) {
    s.set.linear(s.w, s.bias, 0, s.x, s.y, s.stairs);
  }

  @Benchmark
  public void linearBackwardData(Layer s) {
    s.set.linearBackwardData(s.w, s.y, s.dx, s.stairs);
  }

  @Benchmark
  public void linearBackwardWeight(Layer s) {
    s.set.linearBackwardWeight(s.y, s.x, s.dw, s.stairs);
  }

  /// Features and lanes of what is not a product: a spline of 8 bins, an affine map, an activation.
  @State(Scope.Thread)
  public static class Elements {
    @Param("vector")
    String kernels;

    @Param({"6"})
    int features;

    @Param({"1", "16", "128"})
    int lanes;

    final Spline spline = Spline.of(8, 5);
    Kernels set;
    Matrix x;
    Matrix y;
    Matrix theta;
    Matrix dx;
    Matrix dTheta;
    float[] logDet;

    @Setup
    public void fill() {
      set = kernels(kernels);
      Random random = new Random(1);
      int parameters = features * spline.parameterCount();
      x = matrix(random, features, lanes);
      y = matrix(random, features, lanes);
      dx = matrix(random, features, lanes);
      theta = matrix(random, parameters, lanes);
      dTheta = matrix(random, parameters, lanes);
      logDet = new float[lanes];
    }
  }

  @Benchmark
  public void splineDirect(Elements s) {
    s.set.splineDirect(s.spline, s.x, s.theta, s.y, s.logDet, 0);
  }

  @Benchmark
  public void splineRoot(Elements s) {
    s.set.splineRoot(s.spline, s.x, s.theta, s.y, s.logDet, 0);
  }

  @Benchmark
  public void splineDirectBackward(Elements s) {
    s.set.splineDirectBackward(s.spline, s.x, s.theta, s.y, s.logDet, 0, s.dx, s.dTheta);
  }

  @Benchmark
  public void affineDirect(Elements s) {
    s.set.affineDirect(3, 1e15f, s.x, s.theta, s.y, s.logDet, 0);
  }

  @Benchmark
  public void silu(Elements s) {
    int n = s.theta.rows() * s.lanes;
    s.set.activate(Activation.SILU, s.theta.data(), 0, s.dTheta.data(), 0, n);
  }
}
