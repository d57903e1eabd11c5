package dev.bijou.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bijou.tensor.Parameter;
import dev.bijou.tensor.ParameterPack;
import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Workspace;
import dev.bijou.testing.Differentiation;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What the operations of text encoders compute, against their formulas summed in double.
class TextOperationTest {
  private final Random random = new Random(11);

  private Tensor gaussian(int features, int lanes) {
    return Differentiation.gaussian(features, lanes, random, 1);
  }

  @ParameterizedTest
  @CsvSource({"1, 4, 20, 4", "2, 3, 33, 4", "2, 8, 3, 4", "3, 2, 1, 2", "1, 5, 17, 0"})
  void attentionIsWhatShawAndOthersWrote(int heads, int d, int lanes, int window) {
    Tensor q = gaussian(heads * d, lanes);
    Tensor k = gaussian(heads * d, lanes);
    Tensor v = gaussian(heads * d, lanes);
    Tensor a = gaussian(d, 2 * window + 1);
    Tensor b = gaussian(d, 2 * window + 1);
    Tensor y = RelativeAttention.apply(heads, 0.5f, new RelativeAttention.Operands(q, k, v, a, b));
    for (int h = 0; h < heads; h++) {
      for (int i = 0; i < lanes; i++) {
        double[] p = new double[lanes];
        double sum = 0;
        for (int j = 0; j < lanes; j++) {
          double score = 0;
          for (int c = 0; c < d; c++) {
            double key = k.get(h * d + c, j) + relative(a, c, j - i, window);
            score += q.get(h * d + c, i) * key / Math.sqrt(d);
          }
          p[j] = Math.exp(score);
          sum += p[j];
        }
        for (int c = 0; c < d; c++) {
          double expected = 0;
          for (int j = 0; j < lanes; j++) {
            expected += p[j] / sum * (v.get(h * d + c, j) + relative(b, c, j - i, window));
          }
          assertEquals(expected, y.get(h * d + c, i), 2e-5);
        }
      }
    }
  }

  private static double relative(Tensor table, int feature, int distance, int window) {
    return Math.abs(distance) <= window ? table.get(feature, window + distance) : 0;
  }

  @Test
  void attentionToHugeScoresStaysFinite() {
    Tensor q = gaussian(2, 9);
    for (int i = 0; i < q.size(); i++) {
      q.data()[i] *= 1e15f;
    }
    Tensor none = Tensor.zeros(2, 1);
    Tensor y =
        RelativeAttention.apply(
            1, 0, new RelativeAttention.Operands(q, q, gaussian(2, 9), none, none));
    for (float value : y.toArray()) {
      assertTrue(Float.isFinite(value));
    }
  }

  /// Along random directions, with the same attention dropped each time.
  @Test
  void droppedAttentionHasItsExactDerivative() {
    List<Parameter> inputs =
        Stream.of(gaussian(6, 12), gaussian(6, 12), gaussian(6, 12), gaussian(3, 5), gaussian(3, 5))
            .map(Parameter::new)
            .toList();
    ParameterPack pack = ParameterPack.of(inputs);
    Tensor seed = gaussian(6, 12);
    float[] gradient = new float[pack.size()];
    double start = dropped(inputs, pack, seed, gradient);
    assertTrue(Math.abs(start - dropped(inputs, pack, seed, new float[pack.size()])) < 1e-12);
    float[] values = pack.values().clone();
    for (int direction = 0; direction < 5; direction++) {
      double slope = 0;
      double[] ends = new double[2];
      float[] delta = new float[values.length];
      for (int i = 0; i < values.length; i++) {
        delta[i] = values[i] == 0 ? 0 : (float) random.nextGaussian();
        slope += (double) delta[i] * gradient[i];
      }
      for (int side = 0; side < 2; side++) {
        for (int i = 0; i < values.length; i++) {
          pack.values()[i] = values[i] + (side == 0 ? -1 : 1) * 2e-3f * delta[i];
        }
        ends[side] = dropped(inputs, pack, seed, new float[pack.size()]);
      }
      assertEquals(slope, (ends[1] - ends[0]) / 4e-3, 0.01 * (1 + Math.abs(slope)));
    }
  }

  private static double dropped(
      List<Parameter> inputs, ParameterPack pack, Tensor seed, float[] gradient) {
    Workspace workspace = Workspace.reusing().recording(pack, gradient, 3);
    return workspace.run(() -> {
      List<Tensor> in = inputs.stream().map(p -> Workspace.current().read(p)).toList();
      Tensor y =
          RelativeAttention.apply(
              2,
              0.3f,
              new RelativeAttention.Operands(
                  in.get(0), in.get(1), in.get(2), in.get(3), in.get(4)));
      double sum = 0;
      for (int f = 0; f < 6; f++) {
        for (int n = 0; n < 12; n++) {
          sum += (double) y.get(f, n) * seed.get(f, n);
        }
      }
      y.gradient().set(seed);
      workspace.backward();
      return sum;
    });
  }

  @Test
  void layersAreNormalizedLaneByLane() {
    Tensor gain = gaussian(7, 1);
    Tensor shift = gaussian(7, 1);
    Tensor x = gaussian(7, 19);
    Tensor y = LayerNormalization.apply(gain, shift, x);
    for (int n = 0; n < 19; n++) {
      double mean = 0;
      for (int f = 0; f < 7; f++) {
        mean += x.get(f, n) / 7.0;
      }
      double variance = 0;
      for (int f = 0; f < 7; f++) {
        variance += (x.get(f, n) - mean) * (x.get(f, n) - mean) / 7;
      }
      for (int f = 0; f < 7; f++) {
        double u = (x.get(f, n) - mean) / Math.sqrt(variance + 1e-4);
        assertEquals(gain.get(f, 0) * u + shift.get(f, 0), y.get(f, n), 1e-5);
      }
    }
  }

  /// Group g of 12 features in fours: 2g, 2g + 1, 6 + 2g, 7 + 2g.
  @Test
  void groupsTakeNeighboursFromBothHalves() {
    Tensor w = gaussian(4, 4);
    Tensor x = gaussian(12, 5);
    Tensor y = GroupedProduct.apply(w, x);
    for (int g = 0; g < 3; g++) {
      int[] members = {2 * g, 2 * g + 1, 6 + 2 * g, 7 + 2 * g};
      for (int n = 0; n < 5; n++) {
        for (int i = 0; i < 4; i++) {
          double sum = 0;
          for (int j = 0; j < 4; j++) {
            sum += (double) w.get(i, j) * x.get(members[j], n);
          }
          assertEquals(sum, y.get(members[i], n), 1e-5);
        }
      }
    }
  }

  @Test
  void lanesAreGatheredInTheirOrder() {
    Tensor y = GatherLanes.apply(2, new int[] {2, 2, 0}, Tensor.of(2, 3, 1, 2, 3, 4, 5, 6));
    assertEquals(List.of(6f, 6f, 2f, 12f, 12f, 8f), boxed(y));
  }

  private static List<Float> boxed(Tensor x) {
    return java.util.stream.IntStream.range(0, x.size()).mapToObj(i -> x.toArray()[i]).toList();
  }

  @Test
  void shapesThatDoNotFitAreRefused() {
    Tensor x = Tensor.zeros(6, 4);
    Tensor window = Tensor.zeros(3, 4);
    assertThrows(
        IllegalArgumentException.class,
        () ->
            RelativeAttention.apply(2, 0, new RelativeAttention.Operands(x, x, x, window, window)));
    assertThrows(
        IllegalArgumentException.class,
        () ->
            RelativeAttention.apply(
                4,
                0,
                new RelativeAttention.Operands(x, x, x, Tensor.zeros(2, 3), Tensor.zeros(2, 3))));
    assertThrows(IllegalArgumentException.class, () -> GroupedProduct.apply(Tensor.zeros(4, 4), x));
    assertThrows(IllegalArgumentException.class, () -> GroupedProduct.apply(Tensor.zeros(3, 3), x));
    assertThrows(IllegalArgumentException.class, () -> GatherLanes.apply(1, new int[] {4}, x));
    assertThrows(
        IllegalArgumentException.class,
        () -> LayerNormalization.apply(Tensor.zeros(5, 1), Tensor.zeros(6, 1), x));
  }
}
