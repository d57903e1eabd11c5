package dev.bijou.bijection;

import dev.bijou.bijection.BijectionSpec.Pins;
import dev.bijou.operation.Add;
import dev.bijou.spec.support.Outline;
import dev.bijou.tensor.Context;
import dev.bijou.tensor.Mapped;
import dev.bijou.tensor.OverTime;
import dev.bijou.tensor.OverTime.Span;
import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Workspace;
import java.util.List;
import java.util.random.RandomGenerator;

/// Several bijections one after the other, listed from the base to the data: x = f_n(… f_1(z)).
///
/// Log-determinants are added in the order in which the maps are applied.
///
/// @param layers at least one, all with the same number of features
public record Chain(List<Bijection> layers) implements Bijection, OverTime {

  /// @throws IllegalArgumentException if there is no layer or the features differ
  public Chain {
    layers = List.copyOf(layers);
    if (layers.isEmpty()) {
      throw new IllegalArgumentException("layers is empty: a chain needs at least one layer");
    }
    for (Bijection layer : layers) {
      if (layer.features() != layers.getFirst().features()) {
        throw new IllegalArgumentException(
            "the first layer of the chain has %d features, but another has %d"
                .formatted(layers.getFirst().features(), layer.features()));
      }
    }
    long rates =
        layers.stream()
            .filter(layer -> layer.contextFeatures() > 0)
            .mapToInt(layer -> Span.of(layer).contextRate())
            .distinct()
            .count();
    if (rates > 1) {
      throw new IllegalArgumentException(
          "the layers of the chain differ in how many lanes a lane of the context stands for");
    }
  }

  @Override
  public int features() {
    return layers.getFirst().features();
  }

  @Override
  public int contextFeatures() {
    return layers.stream().mapToInt(Bijection::contextFeatures).max().orElseThrow();
  }

  @Override
  public Span span() {
    return layers.stream().map(Span::of).reduce(Span.ROWS, Span::then);
  }

  @Override
  public Mapped forward(Tensor z, Context context) {
    if (Stepwise.serves(Workspace.current(), layers)) {
      return Stepwise.evaluate(layers, Bijection::forward, z, context);
    }
    Mapped sum = layers.getFirst().forward(z, context);
    for (Bijection layer : layers.subList(1, layers.size())) {
      sum = then(sum, layer.forward(sum.value(), context));
    }
    return sum;
  }

  @Override
  public Mapped inverse(Tensor x, Context context) {
    Workspace workspace = Workspace.current();
    if (workspace.rebuildsChains()) {
      return Stepwise.rebuilding(layers, x, context);
    }
    if (Stepwise.serves(workspace, layers)) {
      return Stepwise.evaluate(layers.reversed(), Bijection::inverse, x, context);
    }
    Mapped sum = layers.getLast().inverse(x, context);
    for (Bijection layer : layers.subList(0, layers.size() - 1).reversed()) {
      sum = then(sum, layer.inverse(sum.value(), context));
    }
    return sum;
  }

  private static Mapped then(Mapped before, Mapped after) {
    return new Mapped(after.value(), Add.apply(before.logDet(), after.logDet()));
  }

  @Override
  public Tensor initialize(Tensor x, Context context) {
    Tensor value = x;
    for (Bijection layer : layers.reversed()) {
      value = layer.initialize(value, context);
    }
    return value;
  }

  @Override
  public Tensor initializeForward(Tensor z, Context context) {
    Tensor value = z;
    for (Bijection layer : layers) {
      value = layer.initializeForward(value, context);
    }
    return value;
  }

  /// Makes each feature normal by itself in the first autoregressive layer from the data on, where that is worth while
  /// ([MaskedAutoregressive#normalize]), and what arrives at a linear layer next to the base uncorrelated
  /// ([LuLinear#whiten]): the chain begins as a Gaussian copula. Other layers begin as they themselves do.
  @Override
  public void warmStart(Tensor x, Context context) {
    Tensor value = x;
    boolean normal = false;
    for (Bijection layer : layers.reversed()) {
      if (layer instanceof MaskedAutoregressive autoregressive && !normal) {
        autoregressive.normalize(value);
        normal = true;
      }
      if (layer instanceof LuLinear linear && layer == layers.getFirst()) {
        linear.whiten(value);
      }
      layer.warmStart(value, context);
      value = layer.inverse(value, context).value();
    }
  }

  @Override
  public BijectionSpec spec() {
    return new Spec(layers.stream().map(Bijection::spec).toList());
  }

  @Override
  public void visit(String prefix, Visitor visitor) {
    for (int i = 0; i < layers.size(); i++) {
      layers.get(i).visit(prefix + "layers." + i + ".", visitor);
    }
  }

  /// The architecture as data.
  ///
  /// @param layers from the base to the data, all with the same number of features, at least one
  public record Spec(List<BijectionSpec> layers) implements BijectionSpec {
    /// @throws IllegalArgumentException if there is no layer or the features differ
    public Spec {
      layers = List.copyOf(layers);
      if (layers.isEmpty()) {
        throw new IllegalArgumentException("layers is empty: a chain needs at least one layer");
      }
      for (BijectionSpec layer : layers) {
        if (layer.features() != layers.getFirst().features()) {
          throw new IllegalArgumentException(
              "the first layer of the chain has %d features, but another has %d"
                  .formatted(layers.getFirst().features(), layer.features()));
        }
      }
    }

    @Override
    public int features() {
      return layers.getFirst().features();
    }

    @Override
    public Bijection build(RandomGenerator random) {
      return new Chain(layers.stream().map(layer -> layer.build(random)).toList());
    }

    @Override
    public double size() {
      return layers.stream().mapToDouble(BijectionSpec::size).sum();
    }

    @Override
    public double computed() {
      return layers.stream().mapToDouble(BijectionSpec::computed).sum();
    }

    @Override
    public List<String> description() {
      return Outline.of("chain", layers.stream().map(BijectionSpec::description).toList());
    }

    @Override
    public Pins pins() {
      return layers.stream().map(BijectionSpec::pins).reduce(Pins::then).orElseThrow();
    }
  }
}
