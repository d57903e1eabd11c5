package dev.bijou.interop.onnx;

import dev.bijou.bijection.ActNorm;
import dev.bijou.bijection.Affine;
import dev.bijou.bijection.BijectionSpec;
import dev.bijou.bijection.Chain;
import dev.bijou.bijection.Coupling;
import dev.bijou.bijection.Inverted;
import dev.bijou.bijection.LocationScale;
import dev.bijou.bijection.Logit;
import dev.bijou.bijection.LuLinear;
import dev.bijou.bijection.MaskedAutoregressive;
import dev.bijou.bijection.Partial;
import dev.bijou.bijection.Permutation;
import dev.bijou.bijection.ScalarBijection;
import dev.bijou.bijection.Softplus;
import dev.bijou.bijection.Standardize;
import dev.bijou.bijection.parameterization.FreeLinear;
import dev.bijou.interop.onnx.Graph.Value;
import dev.bijou.operation.MatrixInverse;
import dev.bijou.spec.NetworkSpec;
import dev.bijou.tensor.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Bijections in both directions.
///
/// The forward map of an autoregressive layer runs its network once for each feature: ONNX has no cheaper way.
final class Bijections {
  private static final float IMAGE = 1e30f;

  private final Graph graph;
  private final Numbers numbers;
  private final Scalars scalars;
  private final Networks networks;
  private final @Nullable Value context;

  Bijections(Graph graph, Numbers numbers, @Nullable Value context) {
    this.graph = graph;
    this.numbers = numbers;
    this.scalars = new Scalars(graph);
    this.networks = new Networks(graph, numbers);
    this.context = context;
  }

  /// The image and the log-determinant, rows × 1 or a number.
  ///
  /// @param path of the bijection, with a dot at its end
  Image map(BijectionSpec spec, String path, Value x, boolean toBase) {
    return switch (spec) {
      case Chain.Spec(List<BijectionSpec> layers) -> chain(layers, path, x, toBase);
      case Inverted.Spec inverted -> map(inverted.of(), path + "of.", x, !toBase);
      case Partial.Spec partial -> partial(partial, path, x, toBase);
      case Permutation.Spec permutation ->
          new Image(graph.gather(x, columns(permutation.order(), toBase)), graph.constant(0));
      case Standardize.Spec own ->
          affine(path + "shift", numbers.row(path + "logScale"), x, own.features(), toBase);
      case ActNorm.Spec own ->
          affine(path + "shift", softClipped(path + "rawScale", 10), x, own.features(), toBase);
      case LuLinear.Spec own -> lu(own.features(), path, x, toBase);
      case FreeLinear.Spec own -> free(own.features(), path, x, toBase);
      case Coupling.Spec coupling -> coupling(coupling, path, x, toBase);
      case MaskedAutoregressive.Spec own -> toBase ? masked(own, path, x) : unmasked(own, path, x);
      case Logit.Spec own -> new Ends(graph).logit(own, x, toBase);
      case Softplus.Spec _ -> new Ends(graph).softplus(x, toBase);
      case LocationScale.Spec own -> toBase ? located(own, path, x) : unlocated(own, path, x);
      default -> throw Unsupported.of(spec);
    };
  }

  private Image chain(List<BijectionSpec> layers, String path, Value start, boolean toBase) {
    Value x = start;
    Value logDet = graph.constant(0);
    for (int i = 0; i < layers.size(); i++) {
      int layer = toBase ? layers.size() - 1 - i : i;
      Image image = map(layers.get(layer), path + "layers." + layer + ".", x, toBase);
      x = image.value();
      logDet = graph.apply("Add", logDet, image.logDet());
    }
    return new Image(x, logDet);
  }

  private Image partial(Partial.Spec spec, String path, Value x, boolean toBase) {
    Image rest =
        map(spec.of(), path + "of.", graph.slice(x, 1, spec.untouched(), spec.features()), toBase);
    Value first = graph.slice(x, 1, 0, spec.untouched());
    return new Image(graph.along("Concat", 1, first, rest.value()), rest.logDet());
  }

  private static int[] columns(List<Integer> order, boolean toBase) {
    int[] columns = new int[order.size()];
    for (int i = 0; i < columns.length; i++) {
      columns[toBase ? order.get(i) : i] = toBase ? i : order.get(i);
    }
    return columns;
  }

  private float[] softClipped(String name, double limit) {
    float[] raw = numbers.row(name);
    for (int i = 0; i < raw.length; i++) {
      raw[i] = (float) (raw[i] / (1 + Math.abs(raw[i]) / limit));
    }
    return raw;
  }

  /// Towards the base (x − shift) · exp(−logScale).
  private Image affine(String shift, float[] logScale, Value x, int features, boolean toBase) {
    float[] factors = new float[features];
    double sum = 0;
    for (int f = 0; f < features; f++) {
      factors[f] = (float) Math.exp(toBase ? -logScale[f] : logScale[f]);
      sum += toBase ? -logScale[f] : logScale[f];
    }
    Value center = graph.constant(numbers.row(shift), features);
    Value factor = graph.constant(factors, features);
    Value value =
        toBase
            ? graph.apply("Mul", graph.apply("Sub", x, center), factor)
            : graph.apply("Add", graph.apply("Mul", x, factor), center);
    return new Image(graph.clip(value, IMAGE), graph.constant(sum));
  }

  private Image lu(int n, String path, Value x, boolean toBase) {
    Tensor factors = numbers.tensor(path + "factors");
    float[] log = softClipped(path + "rawDiagonal", 7);
    double[][] matrix = new double[n][n];
    double sum = 0;
    for (int i = 0; i < n; i++) {
      sum += log[i];
      for (int j = 0; j < n; j++) {
        for (int k = 0; k <= Math.min(i, j); k++) {
          double lower = k == i ? 1 : factors.get(i, k);
          double upper = k == j ? Math.exp(log[k]) : factors.get(k, j);
          matrix[i][j] += lower * upper;
        }
      }
    }
    return linear(matrix, sum, x, toBase);
  }

  private Image free(int n, String path, Value x, boolean toBase) {
    Tensor weight = numbers.tensor(path + "weight");
    double[][] matrix = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        matrix[i][j] = weight.get(i, j);
      }
    }
    return linear(matrix, MatrixInverse.logDeterminant(1, weight, 1).get(0, 0), x, toBase);
  }

  /// Towards the base W x.
  ///
  /// @param logDet log |det W|
  private Image linear(double[][] w, double logDet, Value x, boolean toBase) {
    int n = w.length;
    double[][] used = toBase ? w : Inverse.of(w);
    float[] transposed = new float[n * n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        transposed[j * n + i] = (float) used[i][j];
      }
    }
    Value value = graph.apply("MatMul", x, graph.constant(transposed, n, n));
    return new Image(graph.clip(value, IMAGE), graph.constant(toBase ? logDet : -logDet));
  }

  private Image coupling(Coupling.Spec spec, String path, Value x, boolean toBase) {
    int passing = spec.passing();
    Value first = graph.slice(x, 1, 0, passing);
    Value theta = theta(spec.network(), path, spec.context(), first);
    Image rest =
        scalars.map(
            spec.transformer(),
            graph.slice(x, 1, passing, spec.features()),
            theta,
            spec.features() - passing,
            toBase);
    return new Image(graph.along("Concat", 1, first, rest.value()), rest.logDet());
  }

  private Value theta(NetworkSpec network, String path, int seen, Value visible) {
    return networks.theta(network, path + "conditioner.", seen == 0 ? null : context, visible);
  }

  private Image masked(MaskedAutoregressive.Spec spec, String path, Value x) {
    Value theta = theta(spec.network(), path, spec.context(), x);
    return scalars.map(spec.transformer(), x, theta, spec.features(), true);
  }

  /// After pass i the first i + 1 features are right.
  private Image unmasked(MaskedAutoregressive.Spec spec, String path, Value z) {
    return passes(
        z,
        spec.features(),
        x -> {
          Value theta = theta(spec.network(), path, spec.context(), x);
          return scalars.map(spec.transformer(), z, theta, spec.features(), false);
        });
  }

  /// One pass of a map whose feature i depends on the features of its result before i.
  @FunctionalInterface
  private interface Pass {
    Image of(Value x);
  }

  private static Image passes(Value start, int features, Pass pass) {
    Image image = pass.of(start);
    for (int i = 1; i < features; i++) {
      image = pass.of(image.value());
    }
    return image;
  }

  private Image located(LocationScale.Spec spec, String path, Value x) {
    int features = spec.features();
    float[] log = numbers.row(path + "logScale");
    Value rest =
        graph.apply(
            "Mul",
            graph.apply("Sub", x, explained(features, path, x)),
            graph.constant(exponentials(log, -1), features));
    Value theta = theta(spec.network(), path, spec.context(), x);
    Image standard = scalars.map(Affine.standard(), rest, theta, features, true);
    Image z = noise(spec.noise(), path, standard.value(), features, true);
    return new Image(
        z.value(),
        graph.apply(
            "Add", graph.apply("Add", standard.logDet(), z.logDet()), graph.constant(-sum(log))));
  }

  private Image unlocated(LocationScale.Spec spec, String path, Value z) {
    int features = spec.features();
    float[] log = numbers.row(path + "logScale");
    Value scale = graph.constant(exponentials(log, 1), features);
    Image noisy = noise(spec.noise(), path, z, features, false);
    Image image =
        passes(
            noisy.value(),
            features,
            x -> {
              Value theta = theta(spec.network(), path, spec.context(), x);
              Image e = scalars.map(Affine.standard(), noisy.value(), theta, features, false);
              Value value =
                  graph.apply(
                      "Add", graph.apply("Mul", e.value(), scale), explained(features, path, x));
              return new Image(value, e.logDet());
            });
    return new Image(
        image.value(),
        graph.apply(
            "Add", graph.apply("Add", image.logDet(), noisy.logDet()), graph.constant(sum(log))));
  }

  /// A x.
  private Value explained(int features, String path, Value x) {
    return graph.apply(
        "MatMul", x, graph.constant(numbers.transposed(path + "weights"), features, features));
  }

  /// The splines of the noise, whose parameters are the same for all rows.
  private Image noise(ScalarBijection spline, String path, Value x, int features, boolean toBase) {
    float[] theta = numbers.row(path + "noise");
    Value zeros = graph.apply("Mul", graph.slice(x, 1, 0, 1), graph.constant(0));
    Value rows = graph.apply("Add", zeros, graph.constant(theta, 1, theta.length));
    return scalars.map(spline, x, rows, features, toBase);
  }

  private static float[] exponentials(float[] log, int sign) {
    float[] scales = new float[log.length];
    for (int i = 0; i < log.length; i++) {
      scales[i] = (float) Math.exp(sign * (double) log[i]);
    }
    return scales;
  }

  private static double sum(float[] numbers) {
    double sum = 0;
    for (float number : numbers) {
      sum += number;
    }
    return sum;
  }
}
