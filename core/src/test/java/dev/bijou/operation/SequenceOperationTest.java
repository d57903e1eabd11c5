package dev.bijou.operation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What the operations on sequences compute, against their formulas summed in double.
class SequenceOperationTest {
  private final Random random = new Random(7);

  private Tensor gaussian(int features, int lanes) {
    return Differentiation.gaussian(features, lanes, random, 1);
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1, false, 1, 50", "3, 1, false, 1, 50", "3, 4, false, 3, 17", "5, 2, false, 2, 300",
    "3, 40, false, 2, 33", "2, 1, true, 4, 9", "4, 3, true, 2, 600", "3, 1, false, 5, 1"
  })
  void convolutionsAreTheSumsOfTheirTapsAndNeverCrossASegment(
      int kernel, int dilation, boolean causal, int segments, int frames) {
    Taps taps = new Taps(kernel, dilation, causal);
    int in = 4;
    int out = 7;
    Tensor weight = gaussian(out, kernel * in);
    Tensor bias = gaussian(out, 1);
    Tensor x = gaussian(in, segments * frames);
    Tensor y = Convolution.apply(taps, weight, bias, x, segments);
    Tensor deep = gaussian(in, kernel);
    Tensor depthwise = DepthwiseConvolution.apply(taps, deep, bias.rows(0, in), x, segments);
    for (int s = 0; s < segments; s++) {
      for (int t = 0; t < frames; t++) {
        for (int o = 0; o < out; o++) {
          double sum = bias.get(o, 0);
          for (int k = 0; k < kernel; k++) {
            int at = t + (causal ? k - kernel + 1 : k - kernel / 2) * dilation;
            for (int i = 0; i < in && at >= 0 && at < frames; i++) {
              sum += (double) weight.get(o, k * in + i) * x.get(i, s * frames + at);
            }
          }
          assertEquals(sum, y.get(o, s * frames + t), 1e-4);
        }
        for (int i = 0; i < in; i++) {
          double sum = bias.get(i, 0);
          for (int k = 0; k < kernel; k++) {
            int at = t + (causal ? k - kernel + 1 : k - kernel / 2) * dilation;
            if (at >= 0 && at < frames) {
              sum += (double) deep.get(i, k) * x.get(i, s * frames + at);
            }
          }
          assertEquals(sum, depthwise.get(i, s * frames + t), 1e-4);
        }
      }
    }
  }

  @Test
  void anAddendOfFewerLanesIsRepeated() {
    Tensor addend = gaussian(2, 6);
    Tensor weight = gaussian(2, 3);
    Tensor bias = gaussian(2, 1);
    Tensor x = gaussian(3, 18);
    Tensor y = Convolution.onto(addend, Taps.one(), weight, bias, x, 1);
    Tensor alone = Convolution.apply(Taps.one(), weight, bias, x, 1);
    for (int f = 0; f < 2; f++) {
      for (int n = 0; n < 18; n++) {
        assertEquals(alone.get(f, n) + addend.get(f, n / 3), y.get(f, n), 1e-5);
      }
    }
  }

  /// y[o, n] = b_o + Σ_t x[·, t] · kernel[·, o, n − stride · t], as transposed convolutions are defined.
  @Test
  void transposedConvolutionsSpreadEachFrameOverItsKernel() {
    int stride = 4;
    int kernel = 12;
    int in = 2;
    int out = 3;
    int frames = 5;
    int segments = 2;
    Tensor spread = gaussian(in * out, kernel); // of input i and output o: row i · out + o
    Taps taps = Taps.causal(kernel / stride, 1);
    Tensor weight = Tensor.zeros(out * stride, taps.kernel() * in);
    for (int o = 0; o < out; o++) {
      for (int r = 0; r < stride; r++) {
        for (int k = 0; k < taps.kernel(); k++) {
          for (int i = 0; i < in; i++) {
            // Tap k reads the frame 2 − k before, whose kernel has gone on by as many strides.
            int at = (taps.kernel() - 1 - k) * stride + r;
            weight.data()[weight.at(o * stride + r) + k * in + i] = spread.get(i * out + o, at);
          }
        }
      }
    }
    Tensor bias = gaussian(out, 1);
    Tensor x = gaussian(in, segments * frames);
    Tensor y = TransposedConvolution.apply(taps, stride, weight, bias, x, segments);
    assertEquals(segments * frames * stride, y.lanes());
    for (int s = 0; s < segments; s++) {
      for (int o = 0; o < out; o++) {
        for (int n = 0; n < frames * stride; n++) {
          double sum = bias.get(o, 0);
          for (int t = 0; t < frames; t++) {
            int at = n - stride * t;
            for (int i = 0; i < in && at >= 0 && at < kernel; i++) {
              sum += (double) x.get(i, s * frames + t) * spread.get(i * out + o, at);
            }
          }
          assertEquals(sum, y.get(o, s * frames * stride + n), 1e-4);
        }
      }
    }
  }

  @Test
  void squeezingOrdersFeaturesAsWaveGlowOrGlowTtsDo() {
    Tensor x = Tensor.of(2, 4, 0, 1, 2, 3, 10, 11, 12, 13);
    Tensor byFeature = Squeeze.apply(2, Squeeze.Order.BY_FEATURE, x);
    assertArrayEquals(new float[] {0, 2, 1, 3, 10, 12, 11, 13}, byFeature.toArray());
    Tensor byLane = Squeeze.apply(2, Squeeze.Order.BY_LANE, x);
    assertArrayEquals(new float[] {0, 2, 10, 12, 1, 3, 11, 13}, byLane.toArray());
    for (Squeeze.Order order : Squeeze.Order.values()) {
      Tensor back = Squeeze.undo(2, order, Squeeze.apply(2, order, x));
      assertArrayEquals(x.toArray(), back.toArray());
    }
    assertThrows(IllegalArgumentException.class, () -> Squeeze.apply(3, Squeeze.Order.BY_LANE, x));
  }

  /// Overlap and cosines together are the transform that audio codecs have: windowed blocks of twice the length, each half
  /// of it before the next.
  @Test
  void overlappingBlocksAreWindowedOnesFoldedUp() {
    int block = 8;
    int frames = 5;
    Tensor x = gaussian(block, 2 * frames);
    Tensor folded = Overlap.apply(x, 2);
    for (int s = 0; s < 2; s++) {
      for (int t = 1; t < frames - 1; t++) { // the outer ones do not overlap on one side
        for (int k = 0; k < block; k++) {
          double expected = 0;
          for (int n = 0; n < 2 * block; n++) {
            int at = t * block - block / 2 + n;
            double window = Math.sin(Math.PI * (n + 0.5) / (2 * block));
            double wave = Math.cos(Math.PI / block * (n + 0.5 - block / 2.0) * (k + 0.5));
            expected += window * wave * x.get(at % block, s * frames + at / block);
          }
          double actual = 0;
          for (int n = 0; n < block; n++) {
            double wave = Math.cos(Math.PI / block * (n + 0.5) * (k + 0.5));
            actual += wave * folded.get(n, s * frames + t);
          }
          assertEquals(expected, actual, 1e-5);
        }
      }
    }
    assertArrayEquals(x.toArray(), Overlap.undo(folded, 2).toArray(), 1e-6f);
    assertRefused("even", () -> Overlap.apply(gaussian(3, 4), 1));
    assertRefused("segments", () -> Overlap.apply(x, 3));
  }

  @Test
  void normalizedWeightsHaveTheirGainAsLength() {
    Tensor gain = Tensor.of(3, 1, 2, -0.5f, 7);
    Tensor direction = Tensor.of(3, 2, 3, 4, 0, 8, 0, 0);
    assertArrayEquals(
        new float[] {1.2f, 1.6f, 0, -0.5f, 0, 0},
        WeightNormalization.apply(gain, direction).toArray(),
        1e-6f);
  }

  @Test
  void batchNormalizationTakesTheStatisticsOfTheLanesAndReportsThem() {
    Parameter averages = new Parameter(Tensor.of(4, 1, 0, 0, 1, 1));
    ParameterPack pack = ParameterPack.of(List.of(averages));
    float[] reported = new float[pack.size()];
    Tensor x = gaussian(2, 1000);
    for (int n = 0; n < 1000; n++) {
      x.data()[n] = 5 + 3 * x.data()[n];
    }
    Tensor gain = Tensor.of(2, 1, 1, 2);
    Tensor shift = Tensor.of(2, 1, 0, -1);
    Workspace workspace = Workspace.reusing().recording(pack, reported, 1);
    Tensor y =
        workspace.run(() -> {
          Tensor image =
              BatchNormalization.apply(gain, shift, Workspace.current().read(averages), x);
          workspace.backward();
          return image.copy();
        });
    for (int f = 0; f < 2; f++) {
      double mean = 0;
      double square = 0;
      for (int n = 0; n < 1000; n++) {
        mean += y.get(f, n) / 1000;
        square += y.get(f, n) * y.get(f, n) / 1000;
      }
      assertEquals(f == 0 ? 0 : -1, mean, 1e-4);
      assertEquals(f == 0 ? 1 : 2, Math.sqrt(square - mean * mean), 1e-3);
    }
    assertEquals(5, reported[0], 0.3, "the mean");
    assertEquals(9, reported[2], 0.8, "the variance");
    assertArrayEquals(
        new float[] {0, 0, 1, 1}, averages.value().toArray(), "only an optimizer moves averages");
  }

  @Test
  void withoutATapeNormalizationFoldsIntoTheDepthwiseConvolution() {
    Tensor averages = Tensor.of(6, 1, 1, -2, 0.5f, 4, 0.3f, 2);
    Tensor gain = gaussian(3, 1);
    Tensor shift = gaussian(3, 1);
    Tensor bias = gaussian(3, 1);
    for (Taps taps : List.of(Taps.centred(3, 1), Taps.centred(5, 3), Taps.causal(4, 2))) {
      Tensor weight = gaussian(3, taps.kernel());
      for (int frames : new int[] {1, 2, 7, 40}) {
        Tensor x = gaussian(3, 3 * frames);
        Tensor twoSteps =
            DepthwiseConvolution.apply(
                taps, weight, bias, BatchNormalization.apply(gain, shift, averages, x), 3);
        Tensor folded =
            DepthwiseConvolution.ofLines(
                taps, weight, bias, BatchNormalization.line(gain, shift, averages), x, 3);
        assertArrayEquals(twoSteps.toArray(), folded.toArray(), 1e-4f);
      }
    }
  }

  @Test
  void theInverseOfAnLuMatrixIsOne() {
    int d = 40;
    Tensor factors = Differentiation.gaussian(d, d, random, 0.1);
    Tensor logScale = Differentiation.gaussian(d, 1, random, 0.5);
    Tensor product =
        Convolution.apply(
            Taps.one(),
            LuMatrix.product(factors, logScale),
            Tensor.zeros(d, 1),
            LuMatrix.inverse(factors, logScale),
            1);
    for (int i = 0; i < d; i++) {
      for (int j = 0; j < d; j++) {
        assertEquals(i == j ? 1 : 0, product.get(i, j), 1e-4);
      }
    }
    Tensor x = gaussian(d, 9);
    assertArrayEquals(
        LuMap.toBase(factors, logScale, x).toArray(),
        Convolution.apply(Taps.one(), LuMatrix.product(factors, logScale), Tensor.zeros(d, 1), x, 1)
            .toArray(),
        1e-3f);
  }

  @Test
  void shapesThatDoNotFitAreRefused() {
    Tensor x = gaussian(3, 10);
    Tensor bias = gaussian(2, 1);
    assertRefused("4 segments", () -> Convolution.apply(Taps.one(), gaussian(2, 3), bias, x, 4));
    assertRefused("3 features", () -> Convolution.apply(Taps.one(), gaussian(2, 4), bias, x, 1));
    assertRefused(
        "no multiple",
        () -> Convolution.onto(gaussian(2, 3), Taps.one(), gaussian(2, 3), bias, x, 1));
    assertRefused("even number", () -> GatedUnit.apply(x));
    assertRefused("odd", () -> Taps.centred(2, 1));
  }

  private static void assertRefused(String words, Runnable call) {
    var refused = assertThrows(IllegalArgumentException.class, call::run);
    assertTrue(refused.getMessage().contains(words), refused.getMessage());
  }
}
