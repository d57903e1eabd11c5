package dev.bijou.nn;

import dev.bijou.Activation;
import dev.bijou.operation.Activate;
import dev.bijou.operation.Dropout;
import dev.bijou.spec.NetworkSpec;
import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Workspace;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/// A multilayer perceptron, dense or masked by degrees (MADE); see [NetworkSpec.Mlp].
final class Mlp implements Network {
  private final List<Layer> layers;
  private final Activation activation;
  private final float dropout;

  Mlp(NetworkSpec.Mlp spec, Degrees degrees, RandomGenerator random) {
    this.activation = spec.activation();
    this.dropout = spec.dropout();
    this.layers = new ArrayList<>();
    int[] ends = degrees.inputEnds();
    int width = degrees.inputs();
    for (int hidden : spec.hidden()) {
      int[] hiddenEnds = degrees.hiddenEnds(hidden);
      layers.add(new Layer(hiddenEnds, ends, width, 1, random));
      ends = hiddenEnds;
      width = hidden;
    }
    layers.add(new Layer(degrees.outputEnds(), ends, width, OUTPUT_GAIN, random));
  }

  @Override
  public Tensor apply(Tensor input) {
    Tensor h = input;
    for (Layer layer : layers.subList(0, layers.size() - 1)) {
      h = Dropout.apply(dropout, Activate.apply(activation, layer.apply(h)));
    }
    return layers.getLast().apply(h);
  }

  @Override
  public Tensor outputBias() {
    return layers.getLast().bias();
  }

  @Override
  public Sweep sweep(Tensor input) {
    Workspace workspace = Workspace.current();
    Tensor[] values = new Tensor[layers.size() + 1]; // the input of each layer, and the output
    values[0] = input;
    for (int i = 0; i < layers.size(); i++) {
      values[i + 1] = workspace.scratch(layers.get(i).outputs(), input.lanes());
    }
    return degree -> {
      for (int i = 0; i < layers.size() - 1; i++) {
        InPlace.activate(activation, layers.get(i).applyDegree(degree, values[i], values[i + 1]));
      }
      return layers.getLast().applyDegree(degree, values[layers.size() - 1], values[layers.size()]);
    };
  }

  @Override
  public void visit(String prefix, Visitor visitor) {
    for (int i = 0; i < layers.size(); i++) {
      layers.get(i).visit(prefix + "layers." + i + ".", visitor);
    }
  }
}
