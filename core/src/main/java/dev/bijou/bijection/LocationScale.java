package dev.bijou.bijection;

import dev.bijou.kernel.Staircase;
import dev.bijou.nn.Made;
import dev.bijou.operation.Add;
import dev.bijou.operation.FeatureAffine;
import dev.bijou.operation.FeatureSum;
import dev.bijou.operation.Linear;
import dev.bijou.operation.Subtract;
import dev.bijou.spec.NetworkSpec;
import dev.bijou.spec.support.Ranges;
import dev.bijou.tensor.Context;
import dev.bijou.tensor.Mapped;
import dev.bijou.tensor.Parameter;
import dev.bijou.tensor.Shapes;
import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Workspace;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/// Each feature has a location and a scale that depend on the features before it, and noise of one form:
///
/// ```
/// z_i = s_i((e_i − t_i) · exp(−a_i)),    e_i = (x_i − Σ_{j<i} A_ij x_j) · exp(−b_i),    (t_i, a_i) = network(x_<i, context)
/// ```
///
/// with a spline s_i for each feature that depends on nothing: an affine masked autoregressive layer (Papamakarios et al.,
/// 2017, arXiv:1705.07057) with a linear regression beside its network. Rows that are noisy determine these few numbers
/// better than splines that all depend on the features before. A and b are not trained: [#initialize] sets them.
public final class LocationScale implements Bijection {
  private static final Affine AFFINE = Affine.standard();
  private static final float LIMIT = 80; // of b

  private final Spec spec;
  private final Made conditioner;
  private final Tensor weights; // A, features × features, zeros on and above the diagonal
  private final Tensor logScale; // b, features × 1
  private final Parameter noise; // θ of the splines, (features · their parameters) × 1
  private final Tensor zeros; // (features × 1)
  private final Tensor nothing; // (all θ × 1), the weights of no input
  private final Staircase before; // row i sees i columns
  private final Staircase none;

  /// A layer with initial parameters drawn from a generator.
  public LocationScale(Spec spec, RandomGenerator random) {
    int features = spec.features();
    int parameters = features * spec.noise().parameterCount();
    this.spec = spec;
    this.conditioner =
        new Made(spec.network(), features, spec.context(), AFFINE.parameterCount(), random);
    this.weights = Tensor.zeros(features, features);
    this.logScale = Tensor.zeros(features, 1);
    this.noise = new Parameter(Tensor.zeros(parameters, 1));
    this.zeros = Tensor.zeros(features, 1);
    this.nothing = Tensor.zeros(parameters, 1);
    this.before = Staircase.of(IntStream.range(0, features).toArray(), features);
    this.none = Staircase.of(new int[parameters], 1);
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
  public Mapped inverse(Tensor x, Context context) {
    Shapes.requireFeatures("x", x, "the layer", features());
    Tensor e = FeatureAffine.toBase(zeros, logScale, Subtract.apply(x, explained(x)));
    Mapped standard = AFFINE.inverse(e, conditioner.theta(x, own(context)));
    Mapped z = spec.noise().inverse(standard.value(), theta(x.lanes()));
    Tensor scales = FeatureSum.apply(-1, logScale, x.lanes());
    return new Mapped(z.value(), Add.apply(Add.apply(scales, standard.logDet()), z.logDet()));
  }

  @Override
  public Mapped forward(Tensor z, Context context) {
    Shapes.requireFeatures("z", z, "the layer", features());
    Mapped noisy = spec.noise().forward(z, theta(z.lanes()));
    Tensor scales = FeatureSum.apply(1, logScale, z.lanes());
    Mapped standard = new Mapped(noisy.value(), Add.apply(scales, noisy.logDet()));
    return Workspace.current().recording()
        ? forwardByPasses(standard, context)
        : forwardBySweep(standard, context);
  }

  private Mapped forwardBySweep(Mapped standard, Context context) {
    Workspace workspace = Workspace.current();
    Tensor y = standard.value();
    Tensor x = workspace.scratch(y.features(), y.lanes());
    Tensor logDet = standard.logDet();
    Made.Sweep sweep = conditioner.sweep(y.lanes(), own(context));
    for (int i = 0; i < y.features(); i++) {
      int feature = i;
      Mapped e = AFFINE.forward(y.rows(i, i + 1), sweep.theta(i));
      Tensor rest = FeatureAffine.toData(zeros.rows(i, i + 1), logScale.rows(i, i + 1), e.value());
      Tensor row = x.rows(i, i + 1);
      workspace.compute(() -> {
        row.set(rest);
        addExplained(feature, x, row);
      });
      logDet = Add.apply(logDet, e.logDet());
      sweep.give(i, row);
    }
    return new Mapped(x, logDet);
  }

  private void addExplained(int feature, Tensor x, Tensor row) {
    for (int j = 0; j < feature; j++) {
      float weight = weights.get(feature, j);
      int from = x.at(j);
      int to = row.offset();
      for (int n = 0; n < row.lanes(); n++) {
        row.data()[to + n] += weight * x.data()[from + n];
      }
    }
  }

  /// After pass i the first i + 1 features are right; each pass differentiates through the one before.
  private Mapped forwardByPasses(Mapped standard, Context context) {
    Tensor x = standard.value();
    Tensor logDet = standard.logDet();
    for (int i = 0; i < features(); i++) {
      Mapped e = AFFINE.forward(standard.value(), conditioner.theta(x, own(context)));
      x = Add.apply(FeatureAffine.toData(zeros, logScale, e.value()), explained(x));
      logDet = Add.apply(standard.logDet(), e.logDet());
    }
    return new Mapped(x, logDet);
  }

  /// A x.
  private Tensor explained(Tensor x) {
    return Linear.apply(weights, zeros, x, before);
  }

  /// The parameters of the splines, the same for all lanes.
  private Tensor theta(int lanes) {
    Workspace workspace = Workspace.current();
    Tensor unseen = workspace.scratch(1, lanes);
    return Linear.apply(nothing, workspace.read(noise), unseen, none);
  }

  /// Sets the linear regression of each feature of the batch on those before it, with the covariance that the lanes
  /// determine (as it is, shrunk, or of few factors), and splines that make
  /// what is left normal, where that is worthwhile.
  @Override
  public Tensor initialize(Tensor x, Context context) {
    Shapes.requireFeatures("x", x, "the layer", features());
    double[][] whitening = Whitening.of(x);
    int count = spec.noise().parameterCount();
    float[] rest = new float[x.lanes()];
    for (int i = 0; i < features(); i++) {
      double[] row = whitening[i];
      for (int j = 0; j < i; j++) {
        weights.data()[weights.at(i) + j] = (float) (-row[j] / row[i]);
      }
      logScale.data()[i] = (float) Math.clamp(-Math.log(row[i]), -LIMIT, LIMIT);
      for (int n = 0; n < rest.length; n++) {
        double sum = 0;
        for (int j = 0; j <= i; j++) {
          sum += row[j] * x.get(j, n);
        }
        rest[n] = (float) sum;
      }
      float[] theta = MarginalSpline.of(spec.noise(), rest);
      System.arraycopy(theta, 0, noise.value().data(), noise.value().at(i * count), count);
    }
    return inverse(x, context).value();
  }

  /// Begins once more, for what the data is now.
  @Override
  public void warmStart(Tensor x, Context context) {
    initialize(x, context);
  }

  private Context own(Context context) {
    return spec.context() == 0 ? Context.NONE : context;
  }

  @Override
  public BijectionSpec spec() {
    return spec;
  }

  @Override
  public void visit(String prefix, Visitor visitor) {
    conditioner.visit(prefix + "conditioner.", visitor);
    visitor.state(prefix + "weights", weights);
    visitor.state(prefix + "logScale", logScale);
    visitor.range(prefix + "logScale", logScale, -LIMIT, LIMIT);
    visitor.parameter(prefix + "noise", noise);
  }

  /// The architecture as data.
  ///
  /// @param features number of features
  /// @param context number of context features
  /// @param network computes locations and log-scales
  /// @param noise the spline of each feature
  public record Spec(int features, int context, NetworkSpec network, RationalQuadraticSpline noise)
      implements BijectionSpec {
    /// @throws IllegalArgumentException if a count is out of range
    public Spec {
      Ranges.requireFeatures(features);
      Ranges.requireContext(context);
    }

    @Override
    public Bijection build(RandomGenerator random) {
      return new LocationScale(this, random);
    }

    @Override
    public double size() {
      return network.weights((double) features + context, 2.0 * features)
          + (double) features * (features + 1 + noise.parameterCount());
    }

    @Override
    public List<String> description() {
      return List.of(
          "location and scale: %s; noise: %s"
              .formatted(network.description(), noise.description()));
    }
  }
}
