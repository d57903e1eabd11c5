package dev.bijou.flow;

import dev.bijou.bijection.Bijection;
import dev.bijou.bijection.BijectionSpec;
import dev.bijou.bijection.BijectionSpec.Pins;
import dev.bijou.distribution.Distribution;
import dev.bijou.distribution.DistributionSpec;
import dev.bijou.distribution.MixedLayout;
import dev.bijou.distribution.StandardNormal;
import dev.bijou.operation.Add;
import dev.bijou.operation.Dequantize;
import dev.bijou.operation.Knots;
import dev.bijou.operation.NormalLogProb;
import dev.bijou.operation.OneHot;
import dev.bijou.operation.PinnedMap;
import dev.bijou.spec.support.Outline;
import dev.bijou.spec.support.Ranges;
import dev.bijou.tensor.Context;
import dev.bijou.tensor.Mapped;
import dev.bijou.tensor.Numerics;
import dev.bijou.tensor.Shapes;
import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Workspace;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// The numeric columns of a mixed row given its codes: a flow over the values that are there.
///
/// ```
/// log p(x | codes, given) = log N(z) + log |det ∂z/∂x|,     over the values that are there
/// ```
///
/// The context is the codes and then what else is given; the flow sees the codes in one-hot form. A fixed map of each
/// column ([PinnedMap], whose numbers [#initialize] takes from the data) standardizes the values, and compresses heavy tails;
/// a column that has knots is mapped to the normal scores of its values. An absent value is pinned at
/// a constant outside the box of the flow's splines, where they are the identity: on the values that are there every
/// layer is still a triangular bijection, so the density is exact.
///
/// Values on a grid are spread over their cells while a tape records and scored at the centre of the cell, so that
/// density × grid is about the probability of the value. What [#sample] draws lies on the grid.
public final class Values implements Distribution {
  private final Spec spec;
  private final int[] cardinalities;
  private final Flow flow; // of the standardized values
  private final float pin; // one beyond the widest box of the splines
  private final int[] sources; // (value), the feature of the base that it comes from
  private final Tensor grids; // (values × 1)
  private final PinnedMap.Numbers numbers; // each values × 1

  /// A distribution with initial parameters drawn from a generator.
  public Values(Spec spec, RandomGenerator random) {
    this.spec = spec;
    this.cardinalities =
        spec.layout().cardinalities().stream().mapToInt(Integer::intValue).toArray();
    Bijection bijection = spec.bijection().build(random);
    this.flow = new Flow(new StandardNormal(bijection.features()), bijection);
    int seen = Arrays.stream(cardinalities).map(k -> k - 1).sum() + spec.context();
    if (flow.contextFeatures() > 0 && flow.contextFeatures() != seen) {
      throw new IllegalArgumentException(
          "bijection has %d context features, but is given %d: the codes as zeros and ones, and the context"
              .formatted(flow.contextFeatures(), seen));
    }
    Pins pins = spec.layout().hasAbsences() ? spec.bijection().pins() : Pins.identity(features());
    this.pin = 1 + pins.box();
    this.sources = pins.sources().stream().mapToInt(Integer::intValue).toArray();
    this.grids = Tensor.zeros(features(), 1);
    for (int f = 0; f < features(); f++) {
      grids.data()[f] = values().get(f).grid();
    }
    Tensor logUnits = column(0);
    for (int f = 0; f < features(); f++) {
      logUnits.data()[f] = (float) Math.log(values().get(f).unit().orElse(1));
    }
    this.numbers =
        new PinnedMap.Numbers(
            column(0), column(1), column(0), column(0), column(1), logUnits, knots(values()));
  }

  private static List<Optional<Knots>> knots(List<MixedLayout.Value> values) {
    return values.stream()
        .map(value ->
            value.knots().isPresent()
                ? Optional.of(Knots.uniform(value.knots().getAsInt()))
                : Optional.<Knots>empty())
        .toList();
  }

  private Tensor column(float value) {
    Tensor column = Tensor.zeros(features(), 1);
    column.fill(value);
    return column;
  }

  private List<MixedLayout.Value> values() {
    return spec.layout().values();
  }

  @Override
  public int features() {
    return values().size();
  }

  @Override
  public int contextFeatures() {
    return cardinalities.length + spec.context();
  }

  /// How the columns are written.
  public MixedLayout layout() {
    return spec.layout();
  }

  /// A layout with knots for those of its columns on a grid that have values which are far more frequent than their
  /// neighbours, as the other rows show.
  ///
  /// @param data rows of the layout
  public static MixedLayout withKnots(MixedLayout layout, Dataset data) {
    return NormalScores.choose(layout, data);
  }

  /// The log-density of values, in two units.
  ///
  /// @param logProb in the units of the data, 1 × lanes, in nats
  /// @param standardized of the standardized values, so that rows with other values there compare
  public record Densities(Tensor logProb, Tensor standardized) {}

  /// The terms of a log-density, each 1 × lanes.
  private record Terms(Tensor standardized, Tensor volume, Tensor pinned) {
    Tensor sum(Tensor x, Context context) {
      Tensor whole = Add.apply(Add.apply(standardized, volume), pinned);
      return Numerics.markNonFinite(context, Numerics.markNonFinite(x, whole));
    }
  }

  private Terms terms(Tensor x, Context context) {
    Tensor absent = absent(x, context);
    Mapped z = PinnedMap.toBase(numbers, absent, pin, Dequantize.apply(grids, x));
    return new Terms(flow.logProb(z.value(), seen(context)), z.logDet(), pinned(absent));
  }

  @Override
  public Tensor logProb(Tensor x, Context context) {
    return terms(x, context).sum(x, context);
  }

  /// The log-density in the units of the data and in those of the standardized values, in one pass.
  public Densities densities(Tensor x, Context context) {
    Terms terms = terms(x, context);
    return new Densities(terms.sum(x, context), Add.apply(terms.standardized, terms.pinned));
  }

  private Tensor absent(Tensor x, Context context) {
    Shapes.requireFeatures("x", x, "the distribution", features());
    context.require(contextFeatures(), x.lanes());
    return Absences.of(spec.layout(), context, x.lanes());
  }

  /// What the base counted for the pins, negated, 1 × lanes.
  private Tensor pinned(Tensor absent) {
    Workspace workspace = Workspace.current();
    Tensor sum = workspace.scratch(1, absent.lanes());
    float each = (float) -NormalLogProb.of(pin);
    workspace.compute(() -> {
      sum.fill(0);
      for (int f = 0; f < absent.features(); f++) {
        for (int n = 0; n < absent.lanes(); n++) {
          sum.data()[sum.offset() + n] += absent.get(f, n) * each;
        }
      }
    });
    return sum;
  }

  /// The context of [#standardized]: the codes in one-hot form, and what else is given.
  public Context seen(Context context) {
    if (flow.contextFeatures() == 0) {
      return Context.NONE;
    }
    return switch (context) {
      case Context.None _ -> context;
      case Context.Given(Tensor all, _) -> {
        int codes = cardinalities.length;
        yield Context.of(
            Joined.of(
                OneHot.apply(cardinalities, all.rows(0, codes)), all.rows(codes, all.features())));
      }
    };
  }

  @Override
  public Tensor sample(int lanes, Context context, RandomGenerator random) {
    Tensor z = base(lanes, context, random);
    Tensor absent = Absences.of(spec.layout(), context, lanes);
    Tensor x = PinnedMap.toData(numbers, absent, flow.toData(z, seen(context)).value());
    for (int f = 0; f < features(); f++) {
      snap(values().get(f).grid(), x.rows(f, f + 1));
    }
    return x;
  }

  /// Draws of the base, with the pins of values that the codes declare absent, features × lanes.
  ///
  /// @param context the codes and then what else is given
  public Tensor base(int lanes, Context context, RandomGenerator random) {
    context.require(contextFeatures(), lanes);
    Tensor absent = Absences.of(spec.layout(), context, lanes);
    Tensor z = flow.base().sample(lanes, Context.NONE, random);
    for (int f = 0; f < features(); f++) {
      for (int n = 0; n < lanes; n++) {
        if (absent.get(f, n) != 0) {
          z.data()[z.at(sources[f]) + n] = pin;
        }
      }
    }
    return z;
  }

  /// The flow of the standardized values, given the one-hot codes and the context.
  public Flow standardized() {
    return flow;
  }

  /// The values that standardized ones stand for, all of them there, features × lanes.
  public Tensor toData(Tensor standardized) {
    return PinnedMap.toData(numbers, Tensor.zeros(features(), standardized.lanes()), standardized);
  }

  /// The values that standardized ones stand for, NaN where the codes declare one absent, features × lanes.
  ///
  /// @param context the codes and then what else is given
  public Tensor toData(Tensor standardized, Context context) {
    Tensor absent = Absences.of(spec.layout(), context, standardized.lanes());
    Tensor x = PinnedMap.toData(numbers, absent, standardized);
    for (int f = 0; f < x.features(); f++) {
      for (int n = 0; n < x.lanes(); n++) {
        if (absent.get(f, n) != 0) {
          x.data()[x.at(f) + n] = Float.NaN;
        }
      }
    }
    return x;
  }

  /// Moves values to the nearest point of their grid.
  private static void snap(float grid, Tensor x) {
    for (int n = x.offset(), end = n + x.size(); n < end && grid > 0; n++) {
      x.data()[n] = (float) (Math.rint((double) x.data()[n] / grid) * grid);
    }
  }

  /// Takes the numbers of the fixed map from the values that are there, and initializes the flow with what it makes of
  /// them. Tails enter by asinh where they would leave a linear map no room for the middle, among codes wherever they are heavy.
  @Override
  public void initialize(Tensor x, Context context) {
    Tensor absent = Absences.of(spec.layout(), context, x.lanes());
    Tensor z =
        standardized(x, absent, cardinalities.length > 0 ? Marginal.HEAVY : Marginal.CRAMPED);
    flow.initialize(z, seen(context));
  }

  /// Begins with asinh wherever tails are heavy, and with the flow's own start.
  @Override
  public void warmStart(Tensor x, Context context) {
    Tensor absent = Absences.of(spec.layout(), context, x.lanes());
    flow.warmStart(standardized(x, absent, Marginal.HEAVY), seen(context));
  }

  private Tensor standardized(Tensor x, Tensor absent, Marginal.Tails heavy) {
    for (int f = 0; f < features(); f++) {
      Tensor column = x.rows(f, f + 1);
      Tensor without = absent.rows(f, f + 1);
      float grid = values().get(f).grid();
      Marginal.of(column, without, grid, heavy).store(numbers, f);
      Optional<Knots> knots = numbers.knots().get(f);
      double[] sorted = Marginal.sorted(column, without);
      if (knots.isPresent() && sorted.length > 0) {
        NormalScores.set(sorted, grid, knots.get());
      }
    }
    return PinnedMap.toBase(numbers, absent, pin, x).value();
  }

  @Override
  public Spec spec() {
    return spec;
  }

  @Override
  public void visit(String prefix, Visitor visitor) {
    numbers.visit(prefix, visitor);
    flow.bijection().visit(prefix + "bijection.", visitor);
  }

  /// The architecture as data.
  ///
  /// @param layout how the rows are written to which the values belong
  /// @param context number of context features besides the codes
  /// @param bijection of the standardized values, given the one-hot codes and the context
  public record Spec(MixedLayout layout, int context, BijectionSpec bijection)
      implements DistributionSpec {
    /// @throws IllegalArgumentException if there is no value, the features differ, or values that may be absent meet a
    ///     layer that does not leave a pinned value alone
    public Spec {
      Ranges.requireContext(context);
      if (layout.values().isEmpty()) {
        throw new IllegalArgumentException("the layout has no value column");
      }
      if (layout.values().size() != bijection.features()) {
        throw new IllegalArgumentException(
            "the layout has %d values, but bijection has %d features"
                .formatted(layout.values().size(), bijection.features()));
      }
      if (layout.hasAbsences()) {
        bijection.pins();
      }
    }

    @Override
    public int features() {
      return layout.values().size();
    }

    @Override
    public Values build(RandomGenerator random) {
      return new Values(this, random);
    }

    @Override
    public double size() {
      return features() + bijection.size();
    }

    @Override
    public double computed() {
      return bijection.computed();
    }

    @Override
    public List<String> description() {
      return Outline.of(
          "values given the categories, %s, of which %d may be absent"
              .formatted(
                  Outline.features(features()),
                  layout.values().stream().filter(value -> value.state() >= 0).count()),
          List.of(bijection.description()));
    }
  }
}
