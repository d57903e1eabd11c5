package dev.bijou.flow;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.bijou.bijection.Bijection;
import dev.bijou.bijection.BijectionCatalogue;
import dev.bijou.bijection.BijectionSpec;
import dev.bijou.bijection.Chain;
import dev.bijou.bijection.Inverted;
import dev.bijou.bijection.Standardize;
import dev.bijou.distribution.Distribution;
import dev.bijou.distribution.DistributionCatalogue;
import dev.bijou.distribution.DistributionSpec;
import dev.bijou.distribution.Ensemble;
import dev.bijou.distribution.StandardNormal;
import dev.bijou.operation.Concatenate;
import dev.bijou.tensor.Context;
import dev.bijou.tensor.Mapped;
import dev.bijou.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Scoring row by row: the bits of a batch, whatever came before, and nothing allocated.
class RowScorerTest {
  /// Every distribution that has a specification, every bijection both ways, and the ready-made flows.
  private static Map<String, Distribution> catalogue() {
    Map<String, Distribution> all = new LinkedHashMap<>();
    DistributionCatalogue.entries()
        .filter(entry -> !entry.name().contains("LinearNormal")) // a user's own
        .forEach(entry -> all.put(entry.name(), entry.distribution()));
    BijectionCatalogue.all()
        .forEach((name, bijection) -> {
          all.put(name, flow(bijection));
          all.put("inverse of " + name, flow(new Inverted.Spec(bijection)));
        });
    int[][] shapes = {{1, 0}, {2, 0}, {3, 2}, {1, 1}, {7, 0}};
    for (int[] shape : shapes) {
      FlowsTest.readyMade(shape[0], shape[1])
          .forEach((name, spec) ->
              all.put(
                  "%s of %d given %d".formatted(name, shape[0], shape[1]),
                  FlowsTest.shaken(spec, 20)));
    }
    return all;
  }

  private static Distribution flow(BijectionSpec bijection) {
    DistributionSpec base = new StandardNormal.Spec(bijection.features());
    return FlowsTest.shaken(new Flow.Spec(base, bijection), 3);
  }

  static Stream<Arguments> distributions() {
    return catalogue().entrySet().stream().map(e -> Arguments.of(e.getKey(), e.getValue()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("distributions")
  void everyRowGetsTheBitsOfABatchInAnyOrder(String name, Distribution distribution) {
    Random random = new Random(name.hashCode());
    float[][] rows = rows(distribution, random);
    Tensor together = together(distribution, rows);
    RowScorer scorer = RowScorer.of(distribution);
    RowScorer several = RowScorer.of(distribution, RowScorerTest::densityAndFirst);
    BijectionCatalogue.shake(distribution, random, 1); // the scorer is a copy
    for (int i = 0; i < 4 * rows.length; i++) {
      int n = random.nextInt(rows.length);
      String row = "row " + Arrays.toString(rows[n]);
      assertEquals(together.get(0, n), scorer.logProb(rows[n]), row);
      assertArrayEquals(
          new float[] {together.get(0, n), rows[n][0]}, several.statistics(rows[n]), row);
    }
  }

  /// Ordinary rows, rows outside of every box, and one for each place that holds something extreme.
  private static float[][] rows(Distribution distribution, Random random) {
    int width = distribution.features() + distribution.contextFeatures();
    List<float[]> rows = new ArrayList<>();
    for (double scale : new double[] {1.5, 1.5, 1.5, 20, 1e10}) {
      for (int i = 0; i < 8; i++) {
        rows.add(row(width, scale, random));
      }
    }
    float[] extremes = {
      0, Float.MAX_VALUE, -1e30f, Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY
    };
    for (float extreme : extremes) {
      for (int place = 0; place < width; place++) {
        float[] row = row(width, 1.5, random);
        row[place] = extreme;
        rows.add(row);
      }
    }
    return rows.toArray(float[][]::new);
  }

  private static float[] row(int width, double scale, Random random) {
    float[] row = new float[width];
    for (int i = 0; i < width; i++) {
      row[i] = (float) (scale * random.nextGaussian());
    }
    return row;
  }

  private static Tensor densityAndFirst(Distribution distribution, Tensor x, Context context) {
    return Concatenate.apply(distribution.logProb(x, context), x.rows(0, 1));
  }

  private static Tensor together(Distribution distribution, float[][] rows) {
    Tensor all = Tensor.ofRows(rows);
    Tensor x = all.rows(0, distribution.features());
    Context context =
        distribution.contextFeatures() == 0
            ? Context.NONE
            : Context.of(all.rows(distribution.features(), all.features()));
    return distribution.logProb(x, context);
  }

  /// In a process of its own, as a user's would be: what this one compiled for other tests would decide, and not the
  /// scorer, whether HotSpot keeps the kernels' vectors in registers. It decides by samples, so another try is allowed.
  @Test
  void aWarmScorerAllocatesNothing() throws Exception {
    String told = "";
    for (int attempt = 0; attempt < 3 && !told.equals(WarmScorer.NOTHING); attempt++) {
      told = WarmScorer.inAProcessOfItsOwn();
    }
    assertEquals(WarmScorer.NOTHING, told);
  }

  @Test
  void threadsDoNotDisturbEachOther() {
    Distribution flow = FlowsTest.shaken(FlowsTest.readyMade(3, 2).get("neuralSpline"), 5);
    float[][] rows = rows(flow, new Random(8));
    float[] together = together(flow, rows).toArray();
    RowScorer scorer = RowScorer.of(flow);
    int[] picks = new Random(9).ints(2_000, 0, rows.length).toArray();
    IntStream.of(picks).parallel().forEach(n -> assertEquals(together[n], scorer.logProb(rows[n])));
  }

  /// What is computed of a row must not be captured anew for each thread that comes, as each virtual one is another.
  @Test
  void threadsThatComeAndGoLeaveNothing() throws InterruptedException {
    Distribution flow = FlowsTest.shaken(FlowsTest.readyMade(3, 0).get("neuralSpline"), 5);
    AtomicInteger captured = new AtomicInteger();
    RowScorer scorer =
        RowScorer.of(
            flow,
            (distribution, x, context) -> {
              captured.incrementAndGet();
              return distribution.logProb(x, context);
            });
    for (int i = 0; i < 50; i++) {
      Thread.ofVirtual().start(() -> scorer.logProb(new float[3])).join();
    }
    assertEquals(1, captured.get());
  }

  @Test
  void aRowOfAnotherLengthIsRefused() {
    RowScorer scorer = RowScorer.of(new StandardNormal(3));
    var refused = assertThrows(IllegalArgumentException.class, () -> scorer.logProb(new float[4]));
    assertEquals("row has 4 numbers, but needs 3", refused.getMessage());
    assertEquals(scorer.logProb(new float[3]), scorer.logProb(new float[3]));
  }

  /// What a user wrote has no specification, wherever it is nested, and might not be captured whole.
  @Test
  void aUsersOwnPartsAreRefused() {
    Bijection own = new Doubling();
    Distribution flow = new Flow(new StandardNormal(1), own);
    List<Distribution> nested =
        List.of(
            flow,
            new Flow(flow, new Standardize.Spec(1).build(new Random(1))),
            new Flow(new StandardNormal(1), new Chain(List.of(own))),
            new Flow(new StandardNormal(1), new Inverted(own)),
            new Ensemble(List.of(new StandardNormal(1), flow)));
    for (Distribution distribution : nested) {
      assertThrows(UnsupportedOperationException.class, () -> RowScorer.of(distribution));
    }
    List<DistributionCatalogue.Entry> users =
        DistributionCatalogue.entries().filter(e -> e.name().contains("LinearNormal")).toList();
    assertEquals(3, users.size());
    for (DistributionCatalogue.Entry entry : users) {
      assertThrows(UnsupportedOperationException.class, () -> RowScorer.of(entry.distribution()));
    }
  }

  /// x = 2z, by hand.
  private static final class Doubling implements Bijection {
    @Override
    public int features() {
      return 1;
    }

    @Override
    public Mapped forward(Tensor z, Context context) {
      return scaled(z, 2);
    }

    @Override
    public Mapped inverse(Tensor x, Context context) {
      return scaled(x, 0.5f);
    }

    private static Mapped scaled(Tensor x, float factor) {
      Tensor y = x.copy();
      Tensor logDet = Tensor.zeros(1, x.lanes());
      for (int n = 0; n < x.lanes(); n++) {
        y.data()[n] *= factor;
        logDet.data()[n] = (float) Math.log(factor);
      }
      return new Mapped(y, logDet);
    }

    @Override
    public void visit(String prefix, Visitor visitor) {}
  }
}
