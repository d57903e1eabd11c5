package dev.bijou.distribution;

import static dev.bijou.distribution.DistributionCatalogue.random;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.bijou.tensor.Context;
import dev.bijou.tensor.Parameter;
import dev.bijou.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class EnsembleTest {
  private static final Tensor X = Tensor.of(1, 6, -3, -1, 0, 0.5f, 2, 40);

  @Test
  void densityIsTheMeanOfTheDensities() {
    Distribution t = new StudentT(1, 3);
    Distribution normal = new StandardNormal(1);
    Tensor both = new Ensemble(List.of(t, normal)).logProb(X, Context.NONE);
    for (int n = 0; n < X.lanes(); n++) {
      double mean =
          (Math.exp(t.logProb(X, Context.NONE).get(0, n))
                  + Math.exp(normal.logProb(X, Context.NONE).get(0, n)))
              / 2;
      assertEquals(Math.log(mean), both.get(0, n), 1e-6);
    }
  }

  @Test
  void farFromAllMembersNothingUnderflows() {
    Tensor far = Tensor.of(1, 1, 1000);
    float alone = new StandardNormal(1).logProb(far, Context.NONE).get(0, 0);
    Ensemble same = new Ensemble(List.of(new StandardNormal(1), new StandardNormal(1)));
    assertEquals(alone, same.logProb(far, Context.NONE).get(0, 0));
  }

  @Test
  void ofOneMemberIsThatMember() {
    Distribution t = new StudentT(1, 3);
    Ensemble ensemble = new Ensemble(List.of(t));
    assertArrayEquals(
        t.logProb(X, Context.NONE).toArray(), ensemble.logProb(X, Context.NONE).toArray(), 0);
    Tensor p = Tensor.of(1, 3, 0.01f, 0.5f, 0.9f);
    assertArrayEquals(
        Cumulative.of(t).quantile(p, Context.NONE).toArray(),
        Cumulative.of(ensemble).quantile(p, Context.NONE).toArray(),
        0);
  }

  @Test
  void membersDrawEquallyOften() {
    Ensemble ensemble = new Ensemble(List.of(at(-10), at(0), at(10)));
    int lanes = 30_000;
    Tensor x = ensemble.sample(lanes, Context.NONE, random(1));
    int[] counts = new int[3];
    for (int n = 0; n < lanes; n++) {
      counts[Math.round(x.get(0, n) / 10) + 1]++;
    }
    double error = Math.sqrt(lanes * (1 / 3.0) * (2 / 3.0));
    for (int count : counts) {
      assertEquals(lanes / 3.0, count, 4 * error);
    }
  }

  /// Members do not repeat each other's noise.
  @Test
  void drawsOfEqualMembersDiffer() {
    Ensemble ensemble = new Ensemble(List.of(new StandardNormal(1), new StandardNormal(1)));
    float[] draws = ensemble.sample(200, Context.NONE, random(3)).toArray();
    Arrays.sort(draws);
    for (int n = 1; n < draws.length; n++) {
      assertNotEquals(draws[n - 1], draws[n]);
    }
  }

  private static Distribution at(float mean) {
    DiagonalNormal normal = new DiagonalNormal(1);
    normal.parameters().getFirst().value().fill(mean);
    return normal;
  }

  /// Members draw their own lanes only, so the context has to follow each lane.
  @Test
  void everyLaneIsDrawnGivenItsOwnContext() {
    Ensemble ensemble = new Ensemble(List.of(minusContext(), minusContext(), minusContext()));
    int lanes = 100;
    Tensor values = Tensor.zeros(1, lanes);
    for (int n = 0; n < lanes; n++) {
      values.data()[n] = 1000 * n;
    }
    Tensor x = ensemble.sample(lanes, Context.of(values), random(2));
    for (int n = 0; n < lanes; n++) {
      assertEquals(-1000f * n, x.get(0, n), 10);
    }
  }

  private static Distribution minusContext() {
    LinearNormal normal = new LinearNormal(1, 1);
    for (Parameter parameter : normal.parameters()) {
      parameter.value().fill(parameter == normal.parameters().getFirst() ? 1 : 0);
    }
    return normal;
  }

  @Test
  void initializesEveryMember() {
    Ensemble ensemble = new Ensemble(List.of(new DiagonalNormal(1), new DiagonalNormal(1)));
    ensemble.initialize(Tensor.of(1, 2, 3, 5), Context.NONE);
    ensemble
        .members()
        .forEach(member -> assertEquals(4, member.parameters().getFirst().value().get(0, 0)));
  }

  @Test
  void refusesMembersThatDiffer() {
    assertEquals(
        "members is empty: an ensemble needs at least one member",
        assertThrows(IllegalArgumentException.class, () -> new Ensemble(List.of())).getMessage());
    assertEquals(
        "the first member has 1 features and 0 context features, but another has 2 and 0",
        refusal(new StandardNormal(1), new StandardNormal(2)));
    assertEquals(
        "the first member has 1 features and 0 context features, but another has 1 and 3",
        refusal(new StandardNormal(1), new LinearNormal(1, 3)));
  }

  private static String refusal(Distribution... members) {
    return assertThrows(IllegalArgumentException.class, () -> new Ensemble(List.of(members)))
        .getMessage();
  }
}
