package dev.bijou.nn;

import dev.bijou.operation.Activate;
import dev.bijou.operation.Add;
import dev.bijou.operation.Dropout;
import dev.bijou.operation.FeatureLine;
import dev.bijou.operation.SigmoidGate;
import dev.bijou.spec.NetworkSpec;
import dev.bijou.spec.NetworkSpec.ConditionedResidual.Role;
import dev.bijou.tensor.Parameter;
import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Workspace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/// A residual network whose blocks see the context, dense or masked by degrees; see [NetworkSpec.ConditionedResidual].
final class ConditionedNetwork implements Network {
  private static final float BLOCK_GAIN = 0.05f; // as in a residual network

  private final NetworkSpec.ConditionedResidual spec;
  private final Layer first;
  private final List<Block> blocks = new ArrayList<>();
  private final List<Layer> given =
      new ArrayList<>(); // of the first layer if added, then of the blocks
  private final Layer last;
  private final int[] ends; // (degree), of the residual stream

  private record Block(Parameter slope, Parameter intercept, Layer inner, Layer outer) {}

  ConditionedNetwork(
      NetworkSpec.ConditionedResidual spec, Degrees degrees, RandomGenerator random) {
    this.spec = spec;
    int width = spec.hidden();
    this.ends = degrees.hiddenEnds(width);
    this.first = new Layer(ends, degrees.inputEnds(), degrees.inputs(), 1, random);
    for (int i = 0; i < spec.blocks(); i++) {
      Tensor ones = Tensor.zeros(width, 1);
      ones.fill(1);
      Layer inner = new Layer(ends, ends, width, 1, random);
      Layer outer = new Layer(ends, ends, width, BLOCK_GAIN, random);
      blocks.add(
          new Block(new Parameter(ones), new Parameter(Tensor.zeros(width, 1)), inner, outer));
    }
    int[] all = new int[ends.length];
    Arrays.fill(all, spec.context());
    int layers = spec.context() == 0 ? 0 : spec.blocks() + (added() ? 1 : 0);
    for (int i = 0; i < layers; i++) {
      given.add(new Layer(ends, all, spec.context(), 1, random));
    }
    this.last = new Layer(degrees.outputEnds(), ends, width, OUTPUT_GAIN, random);
  }

  private boolean added() {
    return spec.role() == Role.ADDED;
  }

  private Layer given(int block) {
    return given.get(block + (added() ? 1 : 0));
  }

  @Override
  public Tensor apply(Tensor input) {
    Workspace workspace = Workspace.current();
    boolean conditioned = !given.isEmpty();
    Tensor context = input.rows(0, spec.context());
    Tensor h = first.apply(input);
    if (conditioned && added()) {
      h = Add.apply(h, Activate.apply(spec.activation(), given.getFirst().apply(context)));
    }
    for (int i = 0; i < blocks.size(); i++) {
      Block block = blocks.get(i);
      Tensor line =
          FeatureLine.apply(workspace.read(block.slope), workspace.read(block.intercept), h);
      Tensor u = block.inner.apply(Activate.apply(spec.activation(), line));
      if (conditioned && added()) {
        u = Add.apply(u, given(i).apply(context));
      }
      Tensor inner = Dropout.apply(spec.dropout(), Activate.apply(spec.activation(), u));
      Tensor outer = block.outer.apply(inner);
      h =
          Add.apply(
              h,
              conditioned && !added() ? SigmoidGate.apply(outer, given(i).apply(context)) : outer);
    }
    return last.apply(h);
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
    boolean conditioned = !given.isEmpty();
    Tensor context = input.rows(0, spec.context());
    Tensor h = workspace.scratch(width, lanes);
    Tensor addend = workspace.scratch(width, lanes);
    Tensor seen = workspace.scratch(width, lanes); // what the context adds, or its gates
    Tensor[] streams = new Tensor[blocks.size()]; // act(line(h)) before each block
    Tensor[] inners = new Tensor[blocks.size()];
    for (int i = 0; i < blocks.size(); i++) {
      streams[i] = workspace.scratch(width, lanes);
      inners[i] = workspace.scratch(width, lanes);
    }
    Tensor output = workspace.scratch(last.outputs(), lanes);
    return degree -> {
      int from = first.firstRow(degree);
      int to = ends[degree];
      Tensor rows = first.applyDegree(degree, input, h);
      if (conditioned && added()) {
        Tensor more = given.getFirst().applyDegree(degree, context, seen);
        InPlace.activate(spec.activation(), more);
        InPlace.add(more, rows);
      }
      for (int i = 0; i < blocks.size(); i++) {
        Block block = blocks.get(i);
        Tensor stream = streams[i].rows(from, to);
        Tensor slope = block.slope.value().rows(from, to);
        Tensor intercept = block.intercept.value().rows(from, to);
        workspace.compute(() -> FeatureLine.apply(slope, intercept, rows, stream));
        InPlace.activate(spec.activation(), stream);
        Tensor inner = block.inner.applyDegree(degree, streams[i], inners[i]);
        if (conditioned && added()) {
          InPlace.add(given(i).applyDegree(degree, context, seen), inner);
        }
        InPlace.activate(spec.activation(), inner);
        Tensor outer = block.outer.applyDegree(degree, inners[i], addend);
        if (conditioned && !added()) {
          Tensor gates = given(i).applyDegree(degree, context, seen);
          workspace.compute(() -> SigmoidGate.apply(outer, gates, outer));
        }
        InPlace.add(outer, rows);
      }
      return last.applyDegree(degree, h, output);
    };
  }

  @Override
  public void visit(String prefix, Visitor visitor) {
    first.visit(prefix + "first.", visitor);
    if (!given.isEmpty() && added()) {
      given.getFirst().visit(prefix + "context.", visitor);
    }
    for (int i = 0; i < blocks.size(); i++) {
      String name = prefix + "blocks." + i + ".";
      Block block = blocks.get(i);
      visitor.parameter(name + "slope", block.slope);
      visitor.parameter(name + "intercept", block.intercept);
      block.inner.visit(name + "inner.", visitor);
      block.outer.visit(name + "outer.", visitor);
      if (!given.isEmpty()) {
        given(i).visit(name + "context.", visitor);
      }
    }
    last.visit(prefix + "last.", visitor);
  }
}
