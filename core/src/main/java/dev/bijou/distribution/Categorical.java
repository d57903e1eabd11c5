package dev.bijou.distribution;

import dev.bijou.nn.Made;
import dev.bijou.operation.CategoricalLogProb;
import dev.bijou.operation.OneHot;
import dev.bijou.spec.NetworkSpec;
import dev.bijou.spec.support.Ranges;
import dev.bijou.tensor.Context;
import dev.bijou.tensor.Numerics;
import dev.bijou.tensor.Shapes;
import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Workspace;
import java.util.List;
import java.util.random.RandomGenerator;

/// Codes that depend on each other, by an autoregressive network with softmax heads over their one-hot form (MADE,
/// Germain et al., 2015, arXiv:1502.03509):
///
/// ```
/// p(c | context) = ∏_i p_i(c_i | c_<i, context),      p_i = (1 − K_i ε) · softmax(network_i + prior_i) + ε
/// ```
///
/// A code is a whole number 0 … K − 1 as a float; anything else counts as the last code, which stands for what is not
/// known. The floor ε keeps every code possible. The prior is the logarithm of how often each code occurs, which
/// [#initialize] counts: the distribution starts as that of independent columns.
public final class Categorical implements Distribution {
  private final Spec spec;
  private final int[] cardinalities;
  private final Made network;
  private final Tensor prior; // (Σ K × 1)

  /// A distribution with initial parameters drawn from a generator.
  public Categorical(Spec spec, RandomGenerator random) {
    this.spec = spec;
    this.cardinalities = spec.cardinalities().stream().mapToInt(Integer::intValue).toArray();
    int[] inputs = cardinalities.clone();
    int logits = 0;
    for (int i = 0; i < inputs.length; i++) {
      inputs[i]--;
      logits += cardinalities[i];
    }
    this.network = new Made(spec.network(), spec.context(), inputs, cardinalities, random);
    this.prior = Tensor.zeros(logits, 1);
  }

  @Override
  public int features() {
    return cardinalities.length;
  }

  @Override
  public int contextFeatures() {
    return spec.context();
  }

  /// The number of codes of a column.
  public int cardinality(int column) {
    return cardinalities[column];
  }

  @Override
  public Tensor logProb(Tensor x, Context context) {
    Shapes.requireFeatures("x", x, "the distribution", features());
    context.require(contextFeatures(), x.lanes());
    Tensor logits = logits(x, context);
    Tensor logProb = CategoricalLogProb.apply(cardinalities, spec.floor(), prior, logits, x);
    return Numerics.markNonFinite(context, logProb);
  }

  /// The log-probability of the code of each column given those before it, columns × lanes. Records nothing.
  public Tensor logProbs(Tensor x, Context context) {
    Shapes.requireFeatures("x", x, "the distribution", features());
    context.require(contextFeatures(), x.lanes());
    Tensor logits = logits(x, context);
    return CategoricalLogProb.each(cardinalities, spec.floor(), prior, logits, x);
  }

  /// The logits of the codes of each column given those before it. Those of a single column without a context do not depend on
  /// the lane: unless derivatives are wanted, they are computed once.
  private Tensor logits(Tensor x, Context context) {
    Workspace workspace = Workspace.current();
    if (features() > 1 || contextFeatures() > 0 || x.lanes() <= 1 || workspace.recording()) {
      return network.theta(OneHot.apply(cardinalities, x), context);
    }
    Tensor code = workspace.scratch(1, 1);
    workspace.compute(() -> code.fill(0));
    Tensor one = network.theta(OneHot.apply(cardinalities, code), context);
    Tensor all = workspace.scratch(one.features(), x.lanes());
    workspace.compute(() -> {
      for (int i = 0; i < all.features(); i++) {
        all.rows(i, i + 1).fill(one.get(i, 0));
      }
    });
    return all;
  }

  /// The probability of every code of every column given the codes before it: for column i, rows K_0 + … + K_{i−1} and
  /// the K_i − 1 after that.
  ///
  /// @param x codes, columns × lanes
  /// @return Σ K × lanes
  public Tensor probabilities(Tensor x, Context context) {
    Shapes.requireFeatures("x", x, "the distribution", features());
    context.require(contextFeatures(), x.lanes());
    Tensor logits = logits(x, context);
    Tensor all = CategoricalLogProb.softmax(cardinalities, prior, logits);
    int row = 0;
    for (int cardinality : cardinalities) {
      floor(cardinality, all.rows(row, row + cardinality));
      row += cardinality;
    }
    return all;
  }

  private void floor(int cardinality, Tensor shares) {
    for (int i = shares.offset(), end = i + shares.size(); i < end; i++) {
      shares.data()[i] =
          (float) CategoricalLogProb.floored(shares.data()[i], spec.floor(), cardinality);
    }
  }

  @Override
  public Tensor sample(int lanes, Context context, RandomGenerator random) {
    return draw(lanes, context, random, (_, _) -> {});
  }

  /// Draws codes of which some are favoured or forbidden, and what that makes of their probability (likelihood
  /// weighting, Fung and Chang, 1990; Shachter and Peot, 1990):
  ///
  /// ```
  /// q(c) = ∏_i p_i(c_i | c_<i) f_i(c_i) / s_i,      log weight = Σ_i log s_i,      s_i = Σ_k p_i(k | c_<i) f_i(k)
  /// ```
  ///
  /// so that q · weight is p · ∏ f. With factors of 0 and 1 that is the distribution restricted to some codes; it needs no
  /// weights if only the first column is restricted. A lane that has no code left has a weight of 0.
  ///
  /// @param factors f, not negative, Σ K × lanes, in the order of [#probabilities]
  public Weighted sampleAmong(Tensor factors, Context context, RandomGenerator random) {
    Shapes.requireFeatures("factors", factors, "the codes", prior.features());
    Tensor logWeight = Workspace.current().scratch(1, factors.lanes());
    logWeight.fill(0);
    Tensor x =
        draw(
            factors.lanes(),
            context,
            random,
            (row, shares) -> favour(factors.rows(row, row + shares.features()), shares, logWeight));
    return new Weighted(x, logWeight);
  }

  /// Multiplies shares by factors and normalizes them again.
  private static void favour(Tensor factors, Tensor shares, Tensor logWeight) {
    for (int n = 0; n < shares.lanes(); n++) {
      double sum = 0;
      for (int k = 0; k < shares.features(); k++) {
        sum += (double) shares.get(k, n) * factors.get(k, n);
      }
      logWeight.data()[logWeight.offset() + n] += (float) Math.log(sum);
      for (int k = 0; k < shares.features() && sum > 0; k++) {
        shares.data()[shares.at(k) + n] *= (float) (factors.get(k, n) / sum);
      }
    }
  }

  /// Changes the shares of the codes of a column before one is drawn.
  private interface Change {
    /// @param row where the column begins among the codes of all columns
    void to(int row, Tensor shares);
  }

  private Tensor draw(int lanes, Context context, RandomGenerator random, Change change) {
    context.require(contextFeatures(), lanes);
    Workspace workspace = Workspace.current();
    Tensor x = workspace.scratch(features(), lanes);
    for (int n = 0; n < lanes; n++) {
      for (int i = 0; i < features(); i++) {
        x.data()[x.at(i) + n] =
            random.nextFloat(); // each lane's own, for [#choose] to turn into a code
      }
    }
    Made.Sweep sweep = network.sweep(lanes, context);
    int row = 0;
    for (int i = 0; i < features(); i++) {
      int[] own = {cardinalities[i]};
      Tensor shares =
          CategoricalLogProb.softmax(own, prior.rows(row, row + own[0]), sweep.theta(i));
      floor(own[0], shares);
      change.to(row, shares);
      Tensor column = x.rows(i, i + 1);
      choose(shares, column);
      sweep.give(i, OneHot.apply(own, column));
      row += own[0];
    }
    return x;
  }

  /// Replaces a uniform number by the first code whose cumulated probability exceeds it, or the last that has any.
  private static void choose(Tensor shares, Tensor column) {
    for (int n = 0; n < column.lanes(); n++) {
      float rest = column.get(0, n);
      int last = shares.features() - 1;
      while (last > 0 && shares.get(last, n) == 0) {
        last--;
      }
      int code = 0;
      while (code < last && rest >= shares.get(code, n)) {
        rest -= shares.get(code, n);
        code++;
      }
      column.data()[column.offset() + n] = code;
    }
  }

  /// Counts the codes: the prior of a code that occurs m times in n lanes is log((m + ½) / (n + K/2)).
  @Override
  public void initialize(Tensor x, Context context) {
    int row = 0;
    for (int i = 0; i < features(); i++) {
      double[] counts = new double[cardinalities[i]];
      for (int n = 0; n < x.lanes(); n++) {
        counts[OneHot.code(x.get(i, n), counts.length)]++;
      }
      for (int code = 0; code < counts.length; code++) {
        double share = (counts[code] + 0.5) / (x.lanes() + 0.5 * counts.length);
        prior.data()[prior.at(row + code)] = (float) Math.log(share);
      }
      row += counts.length;
    }
  }

  @Override
  public Spec spec() {
    return spec;
  }

  @Override
  public void visit(String prefix, Visitor visitor) {
    visitor.state(prefix + "prior", prior);
    network.visit(prefix + "network.", visitor);
  }

  /// The architecture as data.
  ///
  /// @param cardinalities the number of codes of each column, at least 2
  /// @param context number of context features
  /// @param network the shape of the network
  /// @param floor the least probability of a code; positive, and less than 1 / K for every column
  public record Spec(List<Integer> cardinalities, int context, NetworkSpec network, float floor)
      implements DistributionSpec {
    /// @throws IllegalArgumentException if there is no column or a value is out of range
    public Spec {
      cardinalities = new MixedLayout(cardinalities, List.of()).cardinalities();
      Ranges.requireContext(context);
      for (int cardinality : cardinalities) {
        if (!(floor > 0 && (double) floor * cardinality < 1)) {
          throw new IllegalArgumentException(
              "floor is %s, but must lie in (0, 1/%d)".formatted(floor, cardinality));
        }
      }
    }

    @Override
    public int features() {
      return cardinalities.size();
    }

    @Override
    public Categorical build(RandomGenerator random) {
      return new Categorical(this, random);
    }

    @Override
    public double size() {
      return network.weights(context + logits() - features(), logits());
    }

    @Override
    public List<String> description() {
      return List.of(
          "categories, each given those before: %d columns of %s codes, %s"
              .formatted(features(), cardinalities, network.description()));
    }

    private double logits() {
      return cardinalities.stream().mapToDouble(k -> k).sum();
    }
  }
}
