package dev.bijou.nn;

import dev.bijou.Activation;
import dev.bijou.operation.Activate;
import dev.bijou.operation.Add;
import dev.bijou.operation.Dropout;
import dev.bijou.spec.NetworkSpec;
import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Workspace;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/// A pre-activation residual network, dense or masked by degrees (residual MADE); see [NetworkSpec.Residual] and
/// [NetworkSpec.OpenResidual].
final class ResidualNetwork implements Network {
  /// The second layer of a block starts small, so that a fresh block is close to the identity.
  private static final float BLOCK_GAIN = 0.05f;

  private final Layer first;
  private final List<Block> blocks;
  private final Layer last;
  private final Activation activation;
  private final float dropout;
  private final boolean activatesLast;
  private final int[] ends; // (degree), of the residual stream

  private record Block(Layer inner, Layer outer) {}

  /// @param activatesLast whether the sum of the blocks is activated before it is read
  ResidualNetwork(
      NetworkSpec.Residual spec, boolean activatesLast, Degrees degrees, RandomGenerator random) {
    this.activatesLast = activatesLast;
    this.activation = spec.activation();
    this.dropout = spec.dropout();
    this.ends = degrees.hiddenEnds(spec.hidden());
    this.first = new Layer(ends, degrees.inputEnds(), degrees.inputs(), 1, random);
    this.blocks = new ArrayList<>();
    for (int i = 0; i < spec.blocks(); i++) {
      Layer inner = new Layer(ends, ends, spec.hidden(), 1, random);
      blocks.add(new Block(inner, new Layer(ends, ends, spec.hidden(), BLOCK_GAIN, random)));
    }
    this.last = new Layer(degrees.outputEnds(), ends, spec.hidden(), OUTPUT_GAIN, random);
  }

  @Override
  public Tensor apply(Tensor input) {
    Tensor h = first.apply(input);
    for (Block block : blocks) {
      Tensor inner = Activate.apply(activation, block.inner.apply(Activate.apply(activation, h)));
      h = Add.apply(h, block.outer.apply(Dropout.apply(dropout, inner)));
    }
    return last.apply(activatesLast ? Activate.apply(activation, h) : h);
  }

  @Override
  public Tensor outputBias() {
    return last.bias();
  }

  @Override
  public Sweep sweep(Tensor input) {
    Workspace workspace = Workspace.current();
    int width = first.outputs();
    int lanes = input.lanes();
    Tensor h = workspace.scratch(width, lanes);
    Tensor addend = workspace.scratch(width, lanes);
    Tensor[] streams =
        new Tensor[blocks.size() + 1]; // act(h) before each block and before the last layer
    Tensor[] inners = new Tensor[blocks.size()];
    for (int i = 0; i <= blocks.size(); i++) {
      streams[i] = workspace.scratch(width, lanes);
      if (i < blocks.size()) {
        inners[i] = workspace.scratch(width, lanes);
      }
    }
    Tensor output = workspace.scratch(last.outputs(), lanes);
    return degree -> {
      int from = first.firstRow(degree);
      int to = ends[degree];
      Tensor rows = first.applyDegree(degree, input, h);
      for (int i = 0; i < blocks.size(); i++) {
        InPlace.activate(activation, rows, streams[i].rows(from, to));
        InPlace.activate(
            activation, blocks.get(i).inner.applyDegree(degree, streams[i], inners[i]));
        InPlace.add(blocks.get(i).outer.applyDegree(degree, inners[i], addend), rows);
      }
      if (!activatesLast) {
        return last.applyDegree(degree, h, output);
      }
      InPlace.activate(activation, rows, streams[blocks.size()].rows(from, to));
      return last.applyDegree(degree, streams[blocks.size()], output);
    };
  }

  @Override
  public void visit(String prefix, Visitor visitor) {
    first.visit(prefix + "first.", visitor);
    for (int i = 0; i < blocks.size(); i++) {
      blocks.get(i).inner.visit(prefix + "blocks." + i + ".inner.", visitor);
      blocks.get(i).outer.visit(prefix + "blocks." + i + ".outer.", visitor);
    }
    last.visit(prefix + "last.", visitor);
  }
}
