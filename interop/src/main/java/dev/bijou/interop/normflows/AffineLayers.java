package dev.bijou.interop.normflows;

import dev.bijou.bijection.ScalarBijection;
import dev.bijou.bijection.ScaleShift;
import dev.bijou.bijection.parameterization.LinkedScaleShift;
import dev.bijou.interop.config.Config.Fields;
import dev.bijou.interop.container.Weights;
import dev.bijou.interop.layer.Assembly;
import dev.bijou.interop.layer.Linear;
import dev.bijou.interop.layer.Linear.Row;
import dev.bijou.interop.layer.Net;
import dev.bijou.interop.nflows.Nets;
import dev.bijou.operation.LinkedLogScale.Link;
import java.util.stream.IntStream;

/// The affine layers of normflows, which are given from the base to the data: `MaskedAffineFlow`, `AffineCouplingBlock` and
/// `MaskedAffineAutoregressive`.
final class AffineLayers {
  private static final double LEAST_SCALE = 1e-3;

  private final Weights weights;
  private final Nets nets;
  private final Assembly assembly;

  AffineLayers(Weights weights, Nets nets, Assembly assembly) {
    this.weights = weights;
    this.nets = nets;
    this.assembly = assembly;
  }

  /// x = z · exp(s(masked z)) + t(masked z) where the mask is zero.
  void addMasked(String path) {
    int[] mask = weights.get(path + ".b", 1, assembly.features()).whole();
    int[] passing = IntStream.range(0, mask.length).filter(f -> mask[f] == 1).toArray();
    int[] changing = IntStream.range(0, mask.length).filter(f -> mask[f] == 0).toArray();
    if (passing.length + changing.length < mask.length || changing.length == 0) {
      throw weights.problem(path + ".b is no mask");
    }
    Perceptrons perceptrons = new Perceptrons(weights, nets);
    boolean shifts = nets.has(path + ".t");
    boolean scales = nets.has(path + ".s");
    if (!shifts && !scales) {
      return;
    }
    Net net = null;
    for (String part : new String[] {"t", "s"}) {
      if (nets.has(path + "." + part)) {
        Net own = perceptrons.of(path + "." + part, assembly.features());
        net = net == null ? own : beside(net, own, path);
      }
    }
    int count = mask.length;
    Row[] rows = new Row[2 * changing.length];
    for (int i = 0; i < changing.length; i++) {
      int f = changing[i];
      rows[2 * i] = shifts ? Row.same(f) : new Row(-1, 0, 0);
      rows[2 * i + 1] = scales ? Row.same(shifts ? count + f : f) : new Row(-1, 0, 0);
    }
    if (net == null || net.outputs() != (shifts && scales ? 2 : 1) * count) {
      throw weights.problem("%s computes other than %d numbers".formatted(path, count));
    }
    addInverse(passing, changing, net.withInputs(passing).withOutputs(rows), exponential(0));
  }

  private Net beside(Net one, Net other, String path) {
    if (one.layers().size() != other.layers().size() || one.activation() != other.activation()) {
      throw weights.problem(
          "%s has networks of other depths or nonlinearities for s and t, which is not supported"
              .formatted(path));
    }
    return Perceptrons.beside(one, other);
  }

  /// x = scale · z + shift for one half of the features, given the other.
  void addCoupling(String path) {
    Fields affine = nets.module(path + ".flows.1");
    String mode = nets.module(path + ".flows.0").text("mode", "channel");
    if (!mode.equals("channel") && !mode.equals("channel_inv")) {
      throw nets.module(path + ".flows.0")
          .wrong("mode", "is %s, but channel and channel_inv are supported".formatted(mode));
    }
    int n = assembly.features();
    int half = (n + 1) / 2;
    int[] first = IntStream.range(0, half).toArray();
    int[] second = IntStream.range(half, n).toArray();
    boolean swapped = mode.equals("channel_inv");
    int[] passing = swapped ? second : first;
    int[] changing = swapped ? first : second;
    Net net = new Perceptrons(weights, nets).of(path + ".flows.1.param_map", passing.length);
    boolean scales = affine.flag("scale", true);
    String map = affine.text("scale_map", "exp");
    int needed = scales ? 2 * changing.length : changing.length;
    if (net.outputs() != needed || changing.length == 0) {
      throw weights.problem(
          "%s computes %d numbers, but %d are needed".formatted(path, net.outputs(), needed));
    }
    boolean sigmoid = map.equals("sigmoid");
    if (!sigmoid && !map.equals("exp")) {
      throw affine.wrong("scale_map", "is %s, but exp and sigmoid are supported".formatted(map));
    }
    Row[] rows = new Row[2 * changing.length];
    for (int i = 0; i < changing.length; i++) {
      rows[2 * i] = Row.same(scales ? 2 * i : i);
      // 1 / sigmoid(a + 2) = 1 + exp(−a − 2)
      rows[2 * i + 1] =
          !scales ? new Row(-1, 0, 0) : sigmoid ? new Row(2 * i + 1, -1, -2) : Row.same(2 * i + 1);
    }
    addInverse(
        passing,
        changing,
        net.withOutputs(rows),
        scales ? exponential(sigmoid ? 1 : 0) : ScaleShift.standard());
  }

  /// x = scale(z before) · z + shift(z before), feature by feature.
  void addAutoregressive(String path) {
    int n = assembly.features();
    String network = path + ".autoregressive_net";
    Net net = nets.of(network + ".", n, assembly.context());
    if (net.outputs() != 2 * n) {
      throw weights.problem(
          "%s computes %d numbers, but %d are needed".formatted(network, net.outputs(), 2 * n));
    }
    Row[] rows = new Row[2 * n];
    for (int f = 0; f < n; f++) {
      rows[2 * f] = Row.same(2 * f + 1);
      rows[2 * f + 1] = new Row(2 * f, 1, 2 - Link.SIGMOID.shift(LEAST_SCALE));
    }
    ScalarBijection map = new LinkedScaleShift(Link.SIGMOID, (float) LEAST_SCALE);
    assembly.addInverted(inner -> {
      if (!inner.addAutoregressive(Linear.all(n), net.withOutputs(rows), map)) {
        throw weights.problem("the masks of %s are not autoregressive".formatted(network));
      }
    });
  }

  private static ScalarBijection exponential(float least) {
    return new LinkedScaleShift(Link.EXPONENTIAL, least);
  }

  private void addInverse(int[] passing, int[] changing, Net net, ScalarBijection map) {
    int[] inputs =
        IntStream.concat(
                IntStream.generate(() -> -1).limit(assembly.context()),
                IntStream.range(0, net.inputs()))
            .toArray();
    assembly.addInverted(
        inner -> inner.addCoupling(passing, changing, net.withInputs(inputs), map));
  }
}
