package dev.bijou.table.score;

import dev.bijou.distribution.Categorical;
import dev.bijou.distribution.Distribution;
import dev.bijou.distribution.Ensemble;
import dev.bijou.flow.Mixed;
import dev.bijou.flow.Values;
import dev.bijou.operation.LogMeanExp;
import dev.bijou.tensor.Context;
import dev.bijou.tensor.Numerics;
import dev.bijou.tensor.Shapes;
import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Workspace;
import java.util.ArrayList;
import java.util.List;

/// How unusual each lane is under a distribution, from several sides: a likely row need not be a typical one, and what
/// log p averages out may stand out in a part of it. (Density of states estimation, Morningstar et al., 2021,
/// arXiv:2006.09273, judges by such statistics.)
///
/// No gradients flow through the sides.
///
/// @param logProb log p(x), 1 × lanes, in nats: the same floats as [Distribution#logProb]
/// @param unusual sides × lanes, in nats; the higher, the more unusual. [#names] says what they are; of an ensemble, those of
///     the mixture are followed by those of each member
public record Sides(Tensor logProb, Tensor unusual) {
  /// −log p(x); of a row with codes, with the values in standardized units, so that rows with different missing cells
  /// are comparable.
  public static final String DENSITY = "density";

  /// The largest −log p of a code given those before it.
  public static final String CODE = "code";

  /// −log p of the values that are present given the codes, in standardized units.
  public static final String VALUES = "values";

  /// What the sides of a distribution are, [#DENSITY] first.
  public static List<String> names(Distribution distribution) {
    return switch (distribution) {
      case Categorical _ -> List.of(DENSITY, CODE);
      case Mixed _ -> List.of(DENSITY, CODE, VALUES);
      case Ensemble ensemble -> names(ensemble.members().getFirst());
      default -> List.of(DENSITY);
    };
  }

  /// How many sides [#unusual] has: those of the distribution and, of an ensemble, of each member.
  public static int count(Distribution distribution) {
    int own = names(distribution).size();
    return distribution instanceof Ensemble ensemble ? own * (1 + ensemble.members().size()) : own;
  }

  /// log p(x | context), and how unusual each lane is from several sides, computed on the way to it.
  ///
  /// @throws IllegalArgumentException if x or the context has another shape than the distribution needs
  public static Sides of(Distribution distribution, Tensor x, Context context) {
    return switch (distribution) {
      case Categorical codes -> ofCodes(codes, x, context);
      case Values values -> ofValues(values, x, context);
      case Mixed mixed -> ofMixed(mixed, x, context);
      case Ensemble ensemble ->
          mixture(ensemble.members().stream().map(member -> of(member, x, context)).toList());
      default -> {
        Tensor logProb = distribution.logProb(x, context);
        yield of(logProb, negated(logProb));
      }
    };
  }

  /// log p(x | context), and then the sides, 1 + sides × lanes: what [dev.bijou.flow.RowScorer] computes of a row.
  public static Tensor statistics(Distribution distribution, Tensor x, Context context) {
    Sides sides = of(distribution, x, context);
    Tensor all = Workspace.current().scratch(1 + sides.unusual.features(), x.lanes());
    Workspace.current()
        .compute(() -> {
          all.rows(0, 1).set(sides.logProb);
          all.rows(1, all.features()).set(sides.unusual);
        });
    return all;
  }

  private static Sides ofCodes(Categorical codes, Tensor x, Context context) {
    Tensor all = codes.logProbs(x, context);
    Workspace workspace = Workspace.current();
    Tensor logProb = workspace.scratch(1, x.lanes());
    Tensor largest = workspace.scratch(1, x.lanes());
    workspace.compute(() -> {
      logProb.fill(0);
      largest.fill(0);
      for (int i = 0; i < all.features(); i++) {
        for (int n = 0; n < all.lanes(); n++) {
          float log = all.get(i, n);
          logProb.data()[logProb.offset() + n] += log;
          int at = largest.offset() + n;
          largest.data()[at] = Math.max(largest.data()[at], -log);
        }
      }
    });
    Numerics.markNonFinite(context, Numerics.markNonFinite(x, logProb));
    return of(logProb, negated(logProb), largest);
  }

  private static Sides ofValues(Values values, Tensor x, Context context) {
    Values.Densities densities = values.densities(x, context);
    boolean comparable =
        values.layout().codes() == 0; // all values are there, in the units of the data
    return of(
        densities.logProb(), negated(comparable ? densities.logProb() : densities.standardized()));
  }

  private static Sides ofMixed(Mixed mixed, Tensor x, Context context) {
    Shapes.requireFeatures("x", x, "the distribution", mixed.features());
    context.require(mixed.contextFeatures(), x.lanes());
    int codes = mixed.codes().features();
    Tensor first = x.rows(0, codes);
    Sides ofCodes = of(mixed.codes(), first, context);
    Sides ofValues =
        of(mixed.values(), x.rows(codes, mixed.features()), Mixed.given(first, context));
    return of(
        sum(ofCodes.logProb, ofValues.logProb),
        sum(ofCodes.side(0), ofValues.side(0)),
        ofCodes.side(1),
        ofValues.side(0));
  }

  /// Sides of tensors of 1 × lanes.
  private static Sides of(Tensor logProb, Tensor... unusual) {
    Tensor all = Workspace.current().scratch(unusual.length, logProb.lanes());
    Workspace.current()
        .compute(() -> {
          for (int i = 0; i < unusual.length; i++) {
            all.rows(i, i + 1).set(unusual[i]);
          }
        });
    return new Sides(logProb, all);
  }

  /// One side, 1 × lanes.
  private Tensor side(int i) {
    return unusual.rows(i, i + 1);
  }

  /// −x.
  private static Tensor negated(Tensor x) {
    Tensor y = Workspace.current().scratch(1, x.lanes());
    Workspace.current()
        .compute(() -> {
          for (int n = 0; n < x.lanes(); n++) {
            y.data()[y.offset() + n] = -x.get(0, n);
          }
        });
    return y;
  }

  /// x + y.
  private static Tensor sum(Tensor x, Tensor y) {
    Tensor sum = Workspace.current().scratch(1, x.lanes());
    Workspace.current()
        .compute(() -> {
          for (int n = 0; n < x.lanes(); n++) {
            sum.data()[sum.offset() + n] = x.get(0, n) + y.get(0, n);
          }
        });
    return sum;
  }

  /// The sides of an equal-weight mixture: of the first, a density, that of the mixture, of the others the mean. Those of the
  /// members follow.
  private static Sides mixture(List<Sides> members) {
    Tensor logProb = LogMeanExp.apply(members.stream().map(Sides::logProb).toList());
    List<Tensor> all = new ArrayList<>();
    all.add(
        negated(
            LogMeanExp.apply(members.stream().map(member -> negated(member.side(0))).toList())));
    int count = members.getFirst().unusual().features();
    for (int i = 1; i < count; i++) {
      int side = i;
      all.add(mean(members.stream().map(member -> member.side(side)).toList()));
    }
    for (Sides member : members) {
      for (int i = 0; i < count; i++) {
        all.add(member.side(i));
      }
    }
    return of(logProb, all.toArray(Tensor[]::new));
  }

  private static Tensor mean(List<Tensor> terms) {
    Tensor mean = Workspace.current().scratch(1, terms.getFirst().lanes());
    Workspace.current()
        .compute(() -> {
          for (int n = 0; n < mean.lanes(); n++) {
            double sum = 0;
            for (Tensor term : terms) {
              sum += term.get(0, n);
            }
            mean.data()[mean.offset() + n] = (float) (sum / terms.size());
          }
        });
    return mean;
  }
}
