package dev.bijou.interop.nflows;

import dev.bijou.bijection.ScalarBijection;
import dev.bijou.bijection.ScaleShift;
import dev.bijou.bijection.parameterization.LinkedScaleShift;
import dev.bijou.interop.config.Config.Fields;
import dev.bijou.interop.container.Array;
import dev.bijou.interop.container.Weights;
import dev.bijou.interop.layer.Assembly;
import dev.bijou.interop.layer.Linear;
import dev.bijou.interop.layer.Linear.Row;
import dev.bijou.interop.layer.Net;
import dev.bijou.operation.LinkedLogScale.Link;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The transforms of nflows, of which normflows has copies, as layers from the data to the base.
public final class Transforms {
  private static final double LEAST_SCALE = 1e-3; // of affine transforms

  private static final String KNOWN =
      "supported are affine and rational-quadratic autoregressive and coupling transforms, "
          + "LULinear, permutations, ActNorm, BatchNorm and PointwiseAffineTransform";

  private final Weights weights;
  private final Nets nets;
  private final Assembly assembly;

  /// @param assembly receives the layers
  public Transforms(Weights weights, Nets nets, Assembly assembly) {
    this.weights = weights;
    this.nets = nets;
    this.assembly = assembly;
  }

  /// Adds the transform of a module.
  public void add(String path) {
    Fields fields = nets.module(path);
    String kind = fields.text("class", "");
    switch (kind) {
      case "CompositeTransform" -> {
        for (int i = 0; nets.has(path + "._transforms." + i); i++) {
          add(path + "._transforms." + i);
        }
      }
      case "IdentityTransform" -> {}
      case "Permutation", "RandomPermutation", "ReversePermutation" -> addPermutation(path);
      case "LULinear" -> addLu(path, fields.number("eps", 1e-3));
      case "ActNorm" -> addActNorm(path);
      case "BatchNorm" -> addBatchNorm(path, fields.number("eps", 1e-5));
      case "PointwiseAffineTransform", "AffineTransform" -> addAffine(path);
      case "MaskedAffineAutoregressiveTransform",
          "MaskedPiecewiseRationalQuadraticAutoregressiveTransform" ->
          addAutoregressive(path, fields, kind.contains("Affine"));
      case "AffineCouplingTransform",
          "AdditiveCouplingTransform",
          "PiecewiseRationalQuadraticCouplingTransform" ->
          addCoupling(path, fields, kind);
      default ->
          throw fields.wrong("class", "is %s, which is not supported; %s".formatted(kind, KNOWN));
    }
  }

  /// Adds a permutation.
  public void addPermutation(String path) {
    int features = assembly.features();
    int[] order = weights.get(path + "._permutation", features).whole();
    int[] sorted = order.clone();
    Arrays.sort(sorted);
    if (!Arrays.equals(sorted, Linear.all(features))) {
      throw weights.problem(path + "._permutation is no permutation");
    }
    assembly.renumber(order);
  }

  /// Adds a linear map.
  public void addLu(String path, double eps) {
    int n = assembly.features();
    float[] lower = weights.get(path + ".lower_entries", n * (n - 1) / 2).values();
    float[] upper = weights.get(path + ".upper_entries", n * (n - 1) / 2).values();
    float[] raw = weights.get(path + ".unconstrained_upper_diag", n).values();
    double[] factors = new double[n * n];
    double[] diagonal = new double[n];
    int below = 0;
    int above = 0;
    for (int i = 0; i < n; i++) {
      diagonal[i] = softplus(raw[i]) + eps;
      for (int j = 0; j < n; j++) {
        if (j < i) {
          factors[i * n + j] = lower[below++];
        } else if (j > i) {
          factors[i * n + j] = upper[above++];
        }
      }
    }
    requireHeld(
        assembly.addLu(factors, diagonal, weights.get(path + ".bias", n).doubles()),
        path + ".unconstrained_upper_diag");
  }

  /// Refuses a scale that was not held.
  public void requireHeld(boolean held, String name) {
    if (!held) {
      throw weights.problem(name + " stands for a scale that is too large or too small to be held");
    }
  }

  private static double softplus(double x) {
    return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
  }

  private void addActNorm(String path) {
    int n = assembly.features();
    double[] scale = new double[n];
    float[] log = weights.get(path + ".log_scale", n).values();
    for (int f = 0; f < n; f++) {
      scale[f] = Math.exp(log[f]);
    }
    requireHeld(
        assembly.addScale(scale, weights.get(path + ".shift", n).doubles()), path + ".log_scale");
  }

  private void addBatchNorm(String path, double eps) {
    int n = assembly.features();
    float[] raw = weights.get(path + ".unconstrained_weight", n).values();
    float[] bias = weights.get(path + ".bias", n).values();
    float[] mean = weights.get(path + ".running_mean", n).values();
    float[] variance = weights.get(path + ".running_var", n).values();
    double[] scale = new double[n];
    double[] shift = new double[n];
    for (int f = 0; f < n; f++) {
      scale[f] = (softplus(raw[f]) + eps) / Math.sqrt(variance[f] + eps);
      shift[f] = bias[f] - scale[f] * mean[f];
    }
    requireHeld(assembly.addScale(scale, shift), path + ".running_var");
  }

  private void addAffine(String path) {
    int n = assembly.features();
    requireHeld(
        assembly.addScale(spread(path + "._scale", n), spread(path + "._shift", n)),
        path + "._scale");
  }

  /// A number for each feature, or one for all.
  private double[] spread(String name, int features) {
    Array array = weights.get(name);
    if (array.values().length != 1 && array.values().length != features) {
      throw weights.problem(
          "%s has shape %s, but there are %d features"
              .formatted(name, Array.shown(array.shape()), features));
    }
    double[] all = new double[features];
    for (int f = 0; f < features; f++) {
      all[f] = array.values()[f % array.values().length];
    }
    return all;
  }

  /// Adds an autoregressive transform.
  public void addAutoregressive(String path, Fields fields, boolean affine) {
    int features = assembly.features();
    String network = path + ".autoregressive_net";
    Net net = nets.of(network + ".", features, assembly.context());
    ScalarBijection map;
    Row[] rows;
    if (affine) {
      map = new LinkedScaleShift(Link.SOFTPLUS, (float) LEAST_SCALE);
      rows = new Row[2 * features];
      for (int f = 0; f < features; f++) {
        rows[2 * f] = Row.same(2 * f + 1);
        rows[2 * f + 1] = new Row(2 * f, 1, -Link.SOFTPLUS.shift(LEAST_SCALE));
      }
    } else {
      SplineForm form = SplineForm.of(fields, nets.module(network), 10);
      map = form.spline();
      rows = form.rows(features);
    }
    requireOutputs(net, features * map.parameterCount(), network);
    if (!assembly.addAutoregressive(Linear.all(features), net.withOutputs(rows), map)) {
      throw weights.problem("the masks of %s are not autoregressive".formatted(network));
    }
  }

  private void requireOutputs(Net net, int needed, String network) {
    if (net.outputs() != needed) {
      throw weights.problem(
          "%s computes %d numbers, but %d are needed".formatted(network, net.outputs(), needed));
    }
  }

  /// Adds a coupling transform.
  ///
  /// @param kind the name of its class, as nflows has it
  public void addCoupling(String path, Fields fields, String kind) {
    int[] passing = weights.get(path + ".identity_features", -1).whole();
    int[] changing = weights.get(path + ".transform_features", -1).whole();
    requireSplit(passing, changing, path);
    String network = path + ".transform_net";
    Net net = nets.of(network + ".", passing.length, assembly.context());
    int count = changing.length;
    ScalarBijection map;
    Row[] rows;
    int needed;
    if (kind.startsWith("Piecewise")) {
      SplineForm form = SplineForm.of(fields, nets.module(network), 10);
      map = form.spline();
      rows = form.rows(count);
      needed = rows.length;
    } else {
      boolean additive = kind.startsWith("Additive");
      map =
          additive
              ? ScaleShift.standard()
              : new LinkedScaleShift(Link.SIGMOID, (float) LEAST_SCALE);
      rows = new Row[2 * count];
      double shift = 2 - Link.SIGMOID.shift(LEAST_SCALE);
      for (int f = 0; f < count; f++) {
        rows[2 * f] = Row.same(f);
        rows[2 * f + 1] = additive ? new Row(-1, 0, 0) : new Row(count + f, 1, shift);
      }
      needed = additive ? count : 2 * count;
    }
    requireOutputs(net, needed, network);
    assembly.addCoupling(passing, changing, net.withOutputs(rows), map);
    addUnconditional(path + ".unconditional_transform", passing);
  }

  private void requireSplit(int[] passing, int[] changing, String path) {
    List<Integer> all = new ArrayList<>();
    Arrays.stream(passing).forEach(all::add);
    Arrays.stream(changing).forEach(all::add);
    if (!all.stream()
            .sorted()
            .toList()
            .equals(Arrays.stream(Linear.all(assembly.features())).boxed().toList())
        || passing.length == 0
        || changing.length == 0) {
      throw weights.problem(
          path + ".identity_features and transform_features do not split the features");
    }
  }

  /// The map of the features that pass a coupling, which has parameters of its own.
  private void addUnconditional(String path, int[] passing) {
    if (!weights.has(path + ".unnormalized_widths")) {
      return;
    }
    int bins = weights.extent(path + ".unnormalized_widths", 1);
    SplineForm form = SplineForm.of(nets.module(path), nets.module(path), bins);
    Array widths = weights.get(path + ".unnormalized_widths", passing.length, bins);
    Array heights = weights.get(path + ".unnormalized_heights", passing.length, bins);
    Array slopes = weights.get(path + ".unnormalized_derivatives", passing.length, bins - 1);
    int parameters = form.spline().parameterCount();
    double[] theta = new double[passing.length * parameters];
    for (int f = 0; f < passing.length; f++) {
      for (int k = 0; k < bins; k++) {
        theta[f * parameters + k] = widths.at(f, k);
        theta[f * parameters + bins + k] = heights.at(f, k);
        if (k < bins - 1) {
          theta[f * parameters + 2 * bins + k] = slopes.at(f, k) + form.slopeShift();
        }
      }
    }
    assembly.addConstant(passing, theta, form.spline());
  }
}
