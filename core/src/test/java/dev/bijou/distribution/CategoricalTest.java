package dev.bijou.distribution;

import static dev.bijou.distribution.DistributionCatalogue.context;
import static dev.bijou.distribution.DistributionCatalogue.random;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bijou.Activation;
import dev.bijou.distribution.Distribution.Weighted;
import dev.bijou.distribution.DistributionCatalogue.Entry;
import dev.bijou.flow.MixedExamples;
import dev.bijou.spec.NetworkSpec;
import dev.bijou.tensor.Context;
import dev.bijou.tensor.Parameter;
import dev.bijou.tensor.ParameterPack;
import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Workspace;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

public class CategoricalTest {

  static Stream<Entry> entries() {
    return DistributionCatalogue.entries().filter(entry -> entry.kind() == Categorical.class);
  }

  @ParameterizedTest
  @MethodSource("entries")
  void probabilitiesSumToOneAndDrawsFollowThem(Entry entry) {
    Categorical categorical = (Categorical) entry.distribution();
    Tensor all = everyRow(categorical);
    int lanes = 40_000;
    Context one = context(categorical, 1, random(1));
    Tensor logProb = categorical.logProb(all, repeated(one, all.lanes()));
    Tensor draws = categorical.sample(lanes, repeated(one, lanes), random(2));
    double total = 0;
    for (int row = 0; row < all.lanes(); row++) {
      double p = Math.exp(logProb.get(0, row));
      total += p;
      int count = 0;
      for (int n = 0; n < lanes; n++) {
        count += equal(all, row, draws, n) ? 1 : 0;
      }
      assertEquals(p * lanes, count, 5 * Math.sqrt(p * lanes) + 5);
    }
    assertEquals(1, total, 1e-5);
  }

  /// The logits of one column without a context are computed once for all lanes, unless derivatives are wanted.
  @Test
  void oneColumnHasTheSameProbabilitiesInEveryLane() {
    NetworkSpec network = new NetworkSpec.Residual(16, 1, Activation.SILU, 0);
    Categorical codes = (Categorical) new Categorical.Spec(List.of(3), 0, network, 1e-3f).build(5);
    RandomGenerator random = random(7);
    for (Parameter parameter : codes.parameters()) {
      Tensor value = parameter.value();
      for (int i = 0; i < value.size(); i++) {
        value.data()[value.offset() + i] = (float) (0.2 * random.nextGaussian());
      }
    }
    Tensor x = Tensor.of(1, 4, 2, 0, 1, 2);
    float[] all = codes.logProb(x, Context.NONE).toArray();
    assertArrayEquals(all, codes.logProbs(x, Context.NONE).toArray());
    ParameterPack pack = ParameterPack.of(codes.parameters());
    float[] recorded =
        Workspace.reusing()
            .recording(pack, new float[pack.size()], 1)
            .run(() -> codes.logProb(x, Context.NONE))
            .toArray();
    assertArrayEquals(recorded, all);
    for (int n = 0; n < all.length; n++) {
      Tensor one = Tensor.of(1, 1, x.get(0, n));
      assertEquals(codes.logProb(one, Context.NONE).get(0, 0), all[n]);
    }
    assertEquals(all[0], all[3]);
    assertTrue(all[0] != all[1]);
  }

  @ParameterizedTest
  @MethodSource("entries")
  void probabilitiesMultiplyToTheRow(Entry entry) {
    Categorical categorical = (Categorical) entry.distribution();
    Tensor all = everyRow(categorical);
    Context given = context(categorical, all.lanes(), random(3));
    Tensor logProb = categorical.logProb(all, given);
    Tensor probabilities = categorical.probabilities(all, given);
    for (int n = 0; n < all.lanes(); n++) {
      double sum = 0;
      int row = 0;
      for (int i = 0; i < categorical.features(); i++) {
        double column = 0;
        for (int k = 0; k < categorical.cardinality(i); k++) {
          column += probabilities.get(row + k, n);
        }
        assertEquals(1, column, 1e-5);
        sum += Math.log(probabilities.get(row + (int) all.get(i, n), n));
        row += categorical.cardinality(i);
      }
      assertEquals(sum, logProb.get(0, n), 1e-5);
    }
  }

  /// The weights make up for what the factors take: weighted draws have the probability p · ∏ f of each row.
  @ParameterizedTest
  @MethodSource("entries")
  void weightedDrawsAmongSomeCodesStandForTheRest(Entry entry) {
    Categorical categorical = (Categorical) entry.distribution();
    Tensor all = everyRow(categorical);
    int lanes = 40_000;
    Context one = context(categorical, 1, random(1));
    Tensor logProb = categorical.logProb(all, repeated(one, all.lanes()));
    int codes = 0;
    for (int i = 0; i < categorical.features(); i++) {
      codes += categorical.cardinality(i);
    }
    Tensor factors = Tensor.zeros(codes, lanes);
    for (int k = 0; k < codes; k++) {
      factors.rows(k, k + 1).fill(k % 3 == 0 ? 0 : 0.5f * (k % 3)); // forbidden, half, whole
    }
    Weighted drawn = categorical.sampleAmong(factors, repeated(one, lanes), random(2));
    for (int row = 0; row < all.lanes(); row++) {
      double expected = Math.exp(logProb.get(0, row));
      int first = 0;
      for (int i = 0; i < categorical.features(); i++) {
        expected *= factors.get(first + (int) all.get(i, row), 0);
        first += categorical.cardinality(i);
      }
      double sum = 0;
      double squares = 0;
      for (int n = 0; n < lanes; n++) {
        double weight =
            equal(all, row, drawn.value(), n) ? Math.exp(drawn.logWeight().get(0, n)) : 0;
        sum += weight;
        squares += weight * weight;
      }
      assertEquals(expected, sum / lanes, 5 * Math.sqrt(squares) / lanes + 1e-9);
    }
  }

  @Test
  void withoutPreferencesDrawsAreTheSame() {
    Categorical categorical = trained();
    Tensor factors = Tensor.zeros(3 + 2, 500);
    factors.fill(1);
    Weighted drawn = categorical.sampleAmong(factors, Context.NONE, random(4));
    assertArrayEquals(
        categorical.sample(500, Context.NONE, random(4)).toArray(), drawn.value().toArray());
    for (float logWeight : drawn.logWeight().toArray()) {
      assertEquals(0, logWeight, 1e-5);
    }
    factors.fill(0);
    Weighted none = categorical.sampleAmong(factors, Context.NONE, random(4));
    assertEquals(Float.NEGATIVE_INFINITY, none.logWeight().get(0, 7));
  }

  @ParameterizedTest
  @ValueSource(floats = {7, -1, 1e30f, -3e38f, 2})
  void whatIsNotKnownCountsAsTheLastCode(float code) {
    Categorical categorical = trained();
    Tensor last = Tensor.of(2, 1, 2, 1);
    Tensor unknown = Tensor.of(2, 1, code, 1);
    assertEquals(
        categorical.logProb(last, Context.NONE).get(0, 0),
        categorical.logProb(unknown, Context.NONE).get(0, 0));
  }

  @Test
  void aCodeThatNeverOccurredKeepsItsFloor() {
    Categorical categorical = trained();
    Tensor prior = categorical.probabilities(Tensor.of(2, 1, 0, 0), Context.NONE);
    // 600, 400 and 0 of 1,000 rows; the network starts near 0.
    assertEquals(0.6, prior.get(0, 0), 0.05);
    assertTrue(prior.get(2, 0) >= 0.001f && prior.get(2, 0) < 0.003f, "p = " + prior.get(2, 0));
  }

  /// Initialized from rows in which the last code of the first column does not occur.
  private static Categorical trained() {
    Categorical categorical =
        new Categorical(
            new Categorical.Spec(
                List.of(3, 2), 0, MixedExamples.categorical(List.of(3, 2), 0).network(), 0.001f),
            random(4));
    Tensor rows = Tensor.zeros(2, 1000);
    for (int n = 0; n < 1000; n++) {
      rows.data()[n] = n < 600 ? 0 : 1;
      rows.data()[1000 + n] = n % 2;
    }
    categorical.initialize(rows, Context.NONE);
    return categorical;
  }

  @Test
  void refusesWhatIsOutOfRange() {
    var network = MixedExamples.categorical(List.of(3), 0).network();
    assertEquals(
        "a cardinality is 1, but must lie in 2 … 65,536",
        refusal(() -> new Categorical.Spec(List.of(3, 1), 0, network, 0.1f)));
    assertEquals(
        "floor is 0.5, but must lie in (0, 1/3)",
        refusal(() -> new Categorical.Spec(List.of(3), 0, network, 0.5f)));
    assertEquals(
        "floor is 0.0, but must lie in (0, 1/3)",
        refusal(() -> new Categorical.Spec(List.of(3), 0, network, 0)));
    assertEquals(
        "a layout needs at least one column",
        refusal(() -> new Categorical.Spec(List.of(), 0, network, 0.1f)));
  }

  private static String refusal(Runnable call) {
    return assertThrows(IllegalArgumentException.class, call::run).getMessage();
  }

  private static boolean equal(Tensor x, int i, Tensor y, int j) {
    for (int f = 0; f < x.features(); f++) {
      if (x.get(f, i) != y.get(f, j)) {
        return false;
      }
    }
    return true;
  }

  /// Every combination of codes, a lane each.
  public static Tensor everyRow(Categorical categorical) {
    int count = 1;
    for (int i = 0; i < categorical.features(); i++) {
      count *= categorical.cardinality(i);
    }
    Tensor all = Tensor.zeros(categorical.features(), count);
    for (int row = 0; row < count; row++) {
      int rest = row;
      for (int i = 0; i < categorical.features(); i++) {
        all.data()[all.at(i) + row] = rest % categorical.cardinality(i);
        rest /= categorical.cardinality(i);
      }
    }
    return all;
  }

  public static Context repeated(Context one, int lanes) {
    return switch (one) {
      case Context.None _ -> one;
      case Context.Given(Tensor values, _) -> {
        Tensor all = Tensor.zeros(values.features(), lanes);
        for (int f = 0; f < values.features(); f++) {
          all.rows(f, f + 1).fill(values.get(f, 0));
        }
        yield Context.of(all);
      }
    };
  }
}
