package dev.bijou.sequence.bijection;

import dev.bijou.bijection.Bijection;
import dev.bijou.bijection.BijectionSpec;
import dev.bijou.bijection.ScalarBijection;
import dev.bijou.nn.CouplingMap;
import dev.bijou.sequence.network.SequenceNetworks;
import dev.bijou.sequence.spec.SequenceNetworkSpec;
import dev.bijou.spec.support.Ranges;
import dev.bijou.tensor.Context;
import dev.bijou.tensor.Mapped;
import dev.bijou.tensor.OverTime;
import dev.bijou.tensor.OverTime.Span;
import dev.bijou.tensor.Tensor;
import java.util.List;
import java.util.random.RandomGenerator;

/// A coupling of sequences: the first features pass unchanged and condition a scalar map of each of the others, by a network
/// that sees the neighbouring lanes of the segment too. Both directions cost one pass of the network.
public final class SequenceCoupling implements Bijection, OverTime {
  private final Spec spec;
  private final CouplingMap map;

  /// A layer with initial parameters drawn from a generator.
  public SequenceCoupling(Spec spec, RandomGenerator random) {
    this.spec = spec;
    int parameters = (spec.features() - spec.passing()) * spec.transformer().parameterCount();
    this.map =
        new CouplingMap(
            spec.features(),
            spec.passing(),
            spec.transformer()::forward,
            spec.transformer()::inverse,
            SequenceNetworks.conditioner(
                spec.network(), spec.passing(), spec.context(), spec.rate(), parameters, random));
  }

  @Override
  public int features() {
    return spec.features();
  }

  @Override
  public int contextFeatures() {
    return spec.context();
  }

  @Override
  public Span span() {
    return new Span(spec.network().reach(), spec.rate());
  }

  @Override
  public Mapped forward(Tensor z, Context given) {
    return map.forward(z, own(given, z.lanes()));
  }

  @Override
  public Mapped inverse(Tensor x, Context given) {
    return map.inverse(x, own(given, x.lanes()));
  }

  @Override
  public Mapped retrace(Tensor z, Tensor x, Context given) {
    return map.retrace(z, x, own(given, z.lanes()));
  }

  /// What is given, without its features if there is no use for them.
  private Context own(Context given, int lanes) {
    if (spec.context() > 0) {
      return given;
    }
    return given.segments() == 1
        ? Context.NONE
        : Context.of(Tensor.zeros(0, lanes), given.segments());
  }

  @Override
  public Spec spec() {
    return spec;
  }

  @Override
  public void visit(String prefix, Visitor visitor) {
    map.conditioner().visit(prefix + "conditioner.", visitor);
  }

  /// The architecture as data.
  ///
  /// @param features number of features
  /// @param passing how many leading features pass unchanged and condition the others; 0 … features − 1
  /// @param context number of context features
  /// @param rate how many lanes of the data one lane of the context stands for
  /// @param network the conditioner
  /// @param transformer the map of each other feature
  public record Spec(
      int features,
      int passing,
      int context,
      int rate,
      SequenceNetworkSpec network,
      ScalarBijection transformer)
      implements BijectionSpec {
    /// @throws IllegalArgumentException if a count is out of range
    public Spec {
      Ranges.requireFeatures(features);
      Ranges.requireContext(context);
      Ranges.requirePassing(passing, features);
      if (rate < 1 || rate > 65536) {
        throw new IllegalArgumentException("rate is " + rate + ", but must lie in 1 … 65536");
      }
    }

    @Override
    public Bijection build(RandomGenerator random) {
      return new SequenceCoupling(this, random);
    }

    @Override
    public double size() {
      return network.weights(
          passing, context, (double) (features - passing) * transformer.parameterCount());
    }

    @Override
    public List<String> description() {
      return List.of(
          "coupling, %d of %d features pass: %s, %s"
              .formatted(passing, features, transformer.description(), network.description()));
    }
  }
}
