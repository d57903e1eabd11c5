package dev.bijou.flow;

import dev.bijou.distribution.Categorical;
import dev.bijou.distribution.Distribution;
import dev.bijou.distribution.Distribution.Weighted;
import dev.bijou.distribution.DistributionSpec;
import dev.bijou.operation.Add;
import dev.bijou.random.Seeds;
import dev.bijou.spec.support.Outline;
import dev.bijou.tensor.Context;
import dev.bijou.tensor.Shapes;
import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Workspace;
import java.util.List;
import java.util.random.RandomGenerator;

/// A row of codes and values, written as a [dev.bijou.distribution.MixedLayout] says:
///
/// ```
/// log p(codes, values | given) = log p(codes | given) + log p(values that are there | codes, given)
/// ```
///
/// It is a probability of the codes times a density of the values; rows with other values there have densities in other
/// units.
///
/// @param codes the distribution of the codes
/// @param values that of the values, given the codes
public record Mixed(Categorical codes, Values values) implements Distribution {
  /// @throws IllegalArgumentException if the values are not given these codes and the same context
  public Mixed {
    new Spec(codes.spec(), values.spec());
  }

  @Override
  public int features() {
    return codes.features() + values.features();
  }

  @Override
  public int contextFeatures() {
    return codes.contextFeatures();
  }

  @Override
  public Tensor logProb(Tensor x, Context context) {
    Shapes.requireFeatures("x", x, "the distribution", features());
    context.require(contextFeatures(), x.lanes());
    Tensor first = x.rows(0, codes.features());
    Tensor rest = x.rows(codes.features(), features());
    return Add.apply(codes.logProb(first, context), values.logProb(rest, given(first, context)));
  }

  /// What the values are given: the codes, and what else is given.
  ///
  /// @param first the codes of each lane
  public static Context given(Tensor first, Context context) {
    return Joined.of(first, context);
  }

  /// Draws the codes, and then the values given them.
  @Override
  public Tensor sample(int lanes, Context context, RandomGenerator random) {
    context.require(contextFeatures(), lanes);
    RandomGenerator forCodes = generator(random);
    RandomGenerator forValues = generator(random);
    return withValues(codes.sample(lanes, context, forCodes), context, forValues);
  }

  /// Draws codes of which some are favoured or forbidden, see [Categorical#sampleAmong], and then the values given them,
  /// so that the weights are those of the codes.
  ///
  /// @param factors of each code, Σ K × lanes
  public Weighted sampleAmong(Tensor factors, Context context, RandomGenerator random) {
    context.require(contextFeatures(), factors.lanes());
    RandomGenerator forCodes = generator(random);
    RandomGenerator forValues = generator(random);
    Weighted drawn = codes.sampleAmong(factors, context, forCodes);
    return new Weighted(withValues(drawn.value(), context, forValues), drawn.logWeight());
  }

  private Tensor withValues(Tensor first, Context context, RandomGenerator random) {
    Tensor rest = values.sample(first.lanes(), given(first, context), random);
    Tensor x = Workspace.current().scratch(features(), first.lanes());
    x.rows(0, codes.features()).set(first);
    x.rows(codes.features(), features()).set(rest);
    return x;
  }

  /// One of its own for each part, so that a lane does not depend on how many come after it.
  private static RandomGenerator generator(RandomGenerator random) {
    return Seeds.random(random.nextLong());
  }

  @Override
  public void initialize(Tensor x, Context context) {
    Tensor first = x.rows(0, codes.features());
    codes.initialize(first, context);
    values.initialize(x.rows(codes.features(), features()), given(first, context));
  }

  @Override
  public void warmStart(Tensor x, Context context) {
    Tensor first = x.rows(0, codes.features());
    values.warmStart(x.rows(codes.features(), features()), given(first, context));
  }

  @Override
  public Spec spec() {
    return new Spec(codes.spec(), values.spec());
  }

  @Override
  public void visit(String prefix, Visitor visitor) {
    codes.visit(prefix + "codes.", visitor);
    values.visit(prefix + "values.", visitor);
  }

  /// The architecture as data.
  ///
  /// @param codes the distribution of the codes
  /// @param values that of the values, given the codes
  public record Spec(Categorical.Spec codes, Values.Spec values) implements DistributionSpec {
    /// @throws IllegalArgumentException if the values are not given these codes and the same context
    public Spec {
      if (!values.layout().cardinalities().equals(codes.cardinalities())
          || values.context() != codes.context()) {
        throw new IllegalArgumentException(
            "codes of %s given %d features, but values of %s given %d"
                .formatted(
                    codes.cardinalities(),
                    codes.context(),
                    values.layout().cardinalities(),
                    values.context()));
      }
    }

    @Override
    public int features() {
      return codes.features() + values.features();
    }

    @Override
    public Mixed build(RandomGenerator random) {
      return new Mixed(codes.build(random), values.build(random));
    }

    @Override
    public double size() {
      return codes.size() + values.size();
    }

    @Override
    public double computed() {
      return values.computed();
    }

    @Override
    public List<String> description() {
      return Outline.of(
          "categories and values", List.of(codes.description(), values.description()));
    }
  }
}
