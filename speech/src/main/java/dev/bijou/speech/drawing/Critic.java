package dev.bijou.speech.drawing;

import dev.bijou.Activation;
import dev.bijou.operation.Activate;
import dev.bijou.operation.Concatenate;
import dev.bijou.operation.Convolution;
import dev.bijou.operation.GatherLanes;
import dev.bijou.operation.Squeeze;
import dev.bijou.operation.Taps;
import dev.bijou.tensor.Parameter;
import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Trainable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/// A small network that tells recorded from drawn sound by one [View] of it: convolutions along the columns, of which each layer
/// joins some, and over three rows where these have to do with each other; 1 says recorded, 0 drawn, place by place.
final class Critic implements Trainable {
  private static final Taps TAPS = Taps.centred(3, 1);
  private static final Layer VERDICT = new Layer(1, 1);

  private final View view;
  private final List<Layer> layers;
  private final List<Parameter> weights = new ArrayList<>();
  private final List<Parameter> biases = new ArrayList<>();

  /// A layer.
  ///
  /// @param joined columns that become one
  /// @param channels features of its result
  record Layer(int joined, int channels) {}

  /// A network with initial parameters (He et al., 2015, arXiv:1502.01852).
  ///
  /// @param hidden the layers before the last one
  Critic(View view, List<Layer> hidden, RandomGenerator random) {
    this.view = view;
    this.layers = new ArrayList<>(hidden);
    this.layers.add(VERDICT);
    int features = 1;
    for (Layer layer : layers) {
      int columns = TAPS.kernel() * features * layer.joined * (view.beside() ? 3 : 1);
      float reach = (float) Math.sqrt(6.0 / columns);
      weights.add(new Parameter(uniform(layer.channels, columns, reach, random)));
      biases.add(new Parameter(Tensor.zeros(layer.channels, 1)));
      features = layer.channels;
    }
  }

  private static Tensor uniform(int features, int lanes, float reach, RandomGenerator random) {
    Tensor drawn = Tensor.zeros(features, lanes);
    for (int i = 0; i < drawn.size(); i++) {
      drawn.data()[i] = reach * (2 * random.nextFloat() - 1);
    }
    return drawn;
  }

  /// Whether a segment is long enough for it.
  boolean sees(int samples) {
    return view.rows(samples) > 0;
  }

  /// What its layers make of a sound; the last is the verdict.
  ///
  /// @param sound 1 × (segments · samples)
  /// @param read gives the values of its parameters, with or without their gradients
  List<Tensor> judge(Tensor sound, int segments, Function<Parameter, Tensor> read) {
    int rows = segments * view.rows(sound.lanes() / segments);
    List<Tensor> made = new ArrayList<>();
    Tensor h = view.of(sound, segments);
    for (int i = 0; i < layers.size(); i++) {
      Tensor joined = Squeeze.apply(layers.get(i).joined, Squeeze.Order.BY_LANE, h);
      Tensor seen = view.beside() ? withNeighbours(joined, rows, segments) : joined;
      Tensor sum =
          Convolution.apply(
              TAPS, read.apply(weights.get(i)), read.apply(biases.get(i)), seen, rows);
      h = i < layers.size() - 1 ? Activate.apply(Activation.SILU, sum) : sum;
      made.add(h);
    }
    return made;
  }

  /// Each row with the one before and the one after, which at the ends of a segment are itself.
  private static Tensor withNeighbours(Tensor x, int rows, int segments) {
    int columns = x.lanes() / rows;
    int most = rows / segments - 1;
    Tensor before = GatherLanes.apply(1, shifted(x.lanes(), columns, most, -1), x);
    Tensor after = GatherLanes.apply(1, shifted(x.lanes(), columns, most, 1), x);
    return Concatenate.apply(Concatenate.apply(before, x), after);
  }

  private static int[] shifted(int lanes, int columns, int most, int by) {
    return IntStream.range(0, lanes)
        .map(n -> {
          int row = n / columns % (most + 1);
          return n + (Math.clamp(row + by, 0, most) - row) * columns;
        })
        .toArray();
  }

  @Override
  public void visit(String prefix, Visitor visitor) {
    for (int i = 0; i < weights.size(); i++) {
      visitor.parameter(prefix + i + ".weight", weights.get(i));
      visitor.parameter(prefix + i + ".bias", biases.get(i));
    }
  }
}
