package dev.bijou.distribution;

import dev.bijou.operation.LogMeanExp;
import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Workspace;
import java.util.List;
import java.util.stream.IntStream;

/// How unusual each lane is under a distribution, from several sides: a likely row need not be a typical one, and what
/// log p averages out may stand out in a part of it. (Density of states estimation, Morningstar et al., 2021,
/// arXiv:2006.09273, judges by such statistics.)
///
/// Nothing flows back through the sides.
///
/// @param logProb log p(x), 1 × lanes, in nats: the same floats as [Distribution#logProb]
/// @param unusual sides × lanes, in nats; the higher, the more unusual. [Distribution#sideNames] says what they are
public record Sides(Tensor logProb, Tensor unusual) {
  /// −log p(x); of a row with codes, with the values in standardized units, so that rows with other values there compare.
  public static final String DENSITY = "density";

  /// The largest −log p of a code given those before it.
  public static final String CODE = "code";

  /// −log p of the values that are there given the codes, in standardized units.
  public static final String VALUES = "values";

  /// Sides of tensors of 1 × lanes.
  static Sides of(Tensor logProb, Tensor... unusual) {
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
  Tensor side(int i) {
    return unusual.rows(i, i + 1);
  }

  /// −x.
  static Tensor negated(Tensor x) {
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
  static Tensor sum(Tensor x, Tensor y) {
    Tensor sum = Workspace.current().scratch(1, x.lanes());
    Workspace.current()
        .compute(() -> {
          for (int n = 0; n < x.lanes(); n++) {
            sum.data()[sum.offset() + n] = x.get(0, n) + y.get(0, n);
          }
        });
    return sum;
  }

  /// The sides of an equal-weight mixture: of the first, a density, that of the mixture, of the others the mean.
  static Sides mixture(List<Sides> members) {
    Tensor logProb = LogMeanExp.apply(members.stream().map(Sides::logProb).toList());
    Tensor density =
        negated(LogMeanExp.apply(members.stream().map(member -> negated(member.side(0))).toList()));
    int count = members.getFirst().unusual().features();
    return of(
        logProb,
        IntStream.range(0, count)
            .mapToObj(i -> i == 0 ? density : mean(members.stream().map(m -> m.side(i)).toList()))
            .toArray(Tensor[]::new));
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
