package dev.bijou.distribution;

import dev.bijou.operation.LogMeanExp;
import dev.bijou.spec.support.Outline;
import dev.bijou.tensor.Context;
import dev.bijou.tensor.OverTime.Span;
import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Workspace;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/// The equal-weight mixture of several distributions, such as flows trained from different seeds (a deep ensemble,
/// Lakshminarayanan et al., 2017, arXiv:1612.01474):
///
/// ```
/// log p(x) = log (1/N) Σ_i p_i(x)
/// ```
///
/// @param members distributions with the same features and context features, at least one
public record Ensemble(List<Distribution> members) implements Cumulative {
  /// @throws IllegalArgumentException if there is no member, the features or context features differ, or a
  ///     member is one of sequences
  public Ensemble {
    members = List.copyOf(members);
    if (members.isEmpty()) {
      throw new IllegalArgumentException("members is empty: an ensemble needs at least one member");
    }
    Distribution first = members.getFirst();
    for (Distribution member : members) {
      if (member.features() != first.features()
          || member.contextFeatures() != first.contextFeatures()) {
        throw new IllegalArgumentException(
            "the first member has %d features and %d context features, but another has %d and %d"
                .formatted(
                    first.features(),
                    first.contextFeatures(),
                    member.features(),
                    member.contextFeatures()));
      }
      if (!Span.of(member).equals(Span.ROWS)) {
        throw new IllegalArgumentException(
            "a member is a distribution of sequences: the mean over members is taken lane by lane");
      }
    }
  }

  @Override
  public int features() {
    return members.getFirst().features();
  }

  @Override
  public int contextFeatures() {
    return members.getFirst().contextFeatures();
  }

  @Override
  public Tensor logProb(Tensor x, Context context) {
    return LogMeanExp.apply(members.stream().map(member -> member.logProb(x, context)).toList());
  }

  /// Draws the member of each lane from `random`, and a generator for each member, which draws its lanes in order: each
  /// member runs once, over its own lanes only.
  @Override
  public Tensor sample(int lanes, Context context, RandomGenerator random) {
    context.require(contextFeatures(), lanes);
    long[] seeds = members.stream().mapToLong(member -> random.nextLong()).toArray();
    int[] choices = IntStream.range(0, lanes).map(n -> random.nextInt(members.size())).toArray();
    Tensor x = Workspace.current().scratch(features(), lanes);
    for (int i = 0; i < members.size(); i++) {
      int member = i;
      int[] own = IntStream.range(0, lanes).filter(n -> choices[n] == member).toArray();
      RandomGenerator generator = RandomGeneratorFactory.of("L64X128MixRandom").create(seeds[i]);
      scatter(members.get(i).sample(own.length, gather(context, own), generator), own, x);
    }
    return x;
  }

  private static Context gather(Context context, int[] lanes) {
    return switch (context) {
      case Context.None _ -> context;
      case Context.Given(Tensor values, _) -> {
        Tensor own = Workspace.current().scratch(values.features(), lanes.length);
        for (int f = 0; f < values.features(); f++) {
          for (int n = 0; n < lanes.length; n++) {
            own.data()[own.at(f) + n] = values.get(f, lanes[n]);
          }
        }
        yield Context.of(own);
      }
    };
  }

  private static void scatter(Tensor own, int[] lanes, Tensor all) {
    for (int f = 0; f < own.features(); f++) {
      for (int n = 0; n < lanes.length; n++) {
        all.data()[all.at(f) + lanes[n]] = own.get(f, n);
      }
    }
  }

  /// The mean of the members' distribution functions.
  @Override
  public Tensor cdf(Tensor x, Context context) {
    List<Tensor> all =
        members.stream().map(member -> Cumulative.of(member).cdf(x, context)).toList();
    return combine(all, terms -> terms.average().orElseThrow());
  }

  /// The least float at which [#cdf] reaches p, which lies between the least and the greatest quantile of a member.
  @Override
  public Tensor quantile(Tensor p, Context context) {
    List<Tensor> all =
        members.stream().map(member -> Cumulative.of(member).quantile(p, context)).toList();
    Tensor least = combine(all, terms -> terms.min().orElseThrow());
    Tensor greatest = combine(all, terms -> terms.max().orElseThrow());
    return FloatBisection.leastReaching(x -> cdf(x, context), p, least, greatest);
  }

  private static Tensor combine(List<Tensor> all, ToDoubleFunction<DoubleStream> function) {
    Tensor combined = Workspace.current().scratch(1, all.getFirst().lanes());
    for (int n = 0; n < combined.lanes(); n++) {
      int lane = n;
      double value = function.applyAsDouble(all.stream().mapToDouble(term -> term.get(0, lane)));
      combined.data()[combined.offset() + n] = (float) value;
    }
    return combined;
  }

  @Override
  public void initialize(Tensor x, Context context) {
    members.forEach(member -> member.initialize(x, context));
  }

  @Override
  public DistributionSpec spec() {
    return new Spec(members.stream().map(Distribution::spec).toList());
  }

  @Override
  public void visit(String prefix, Visitor visitor) {
    for (int i = 0; i < members.size(); i++) {
      members.get(i).visit(prefix + "members." + i + ".", visitor);
    }
  }

  /// The architecture as data.
  ///
  /// @param members distributions with the same features, at least one
  public record Spec(List<DistributionSpec> members) implements DistributionSpec {
    /// @throws IllegalArgumentException if there is no member or the features differ
    public Spec {
      members = List.copyOf(members);
      if (members.isEmpty()) {
        throw new IllegalArgumentException(
            "members is empty: an ensemble needs at least one member");
      }
      for (DistributionSpec member : members) {
        if (member.features() != members.getFirst().features()) {
          throw new IllegalArgumentException(
              "the first member has %d features, but another has %d"
                  .formatted(members.getFirst().features(), member.features()));
        }
      }
    }

    @Override
    public int features() {
      return members.getFirst().features();
    }

    @Override
    public Distribution build(RandomGenerator random) {
      return new Ensemble(members.stream().map(member -> member.build(random)).toList());
    }

    @Override
    public double size() {
      return members.stream().mapToDouble(DistributionSpec::size).sum();
    }

    @Override
    public double computed() {
      return members.stream().mapToDouble(DistributionSpec::computed).sum();
    }

    @Override
    public List<String> description() {
      return Outline.of(
          "mean of the densities of %d members".formatted(members.size()),
          members.stream().map(DistributionSpec::description).toList());
    }
  }
}
