package dev.bijou.sequence.alignment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.bijou.tensor.Tensor;
import dev.bijou.testing.Differentiation;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AlignmentTest {

  @ParameterizedTest
  @CsvSource({"1, 1", "1, 6", "2, 2", "2, 7", "3, 8", "4, 9", "5, 5", "5, 11", "6, 10"})
  void theBestAlignmentIsTheBestOfAll(int symbols, int frames) {
    Random random = new Random(symbols * 100 + frames);
    for (int round = 0; round < 30; round++) {
      Tensor table = Differentiation.gaussian(symbols, frames, random, 5);
      Alignment best = Alignment.best(table);
      assertEquals(symbols, best.symbols());
      assertEquals(frames, best.frames());
      assertEquals(bestSum(table, 0, 0), sum(table, best), 1e-9);
    }
  }

  /// The greatest sum from a frame on, which belongs to the given symbol; all alignments are tried.
  private static double bestSum(Tensor table, int symbol, int frame) {
    double own = table.get(symbol, frame);
    if (frame == table.lanes() - 1) {
      return symbol == table.features() - 1 ? own : Double.NEGATIVE_INFINITY;
    }
    double stays = bestSum(table, symbol, frame + 1);
    return own
        + (symbol == table.features() - 1
            ? stays
            : Math.max(stays, bestSum(table, symbol + 1, frame + 1)));
  }

  private static double sum(Tensor table, Alignment alignment) {
    int[] symbolOf = alignment.symbolOfFrame();
    double sum = 0;
    for (int j = 0; j < symbolOf.length; j++) {
      sum += table.get(symbolOf[j], j);
    }
    return sum;
  }

  @Test
  void anyNumbersGiveAnAlignment() {
    Tensor table = Tensor.zeros(4, 9);
    for (float value : new float[] {0, Float.NaN, Float.NEGATIVE_INFINITY, 1e38f, -1e38f}) {
      table.fill(value);
      Alignment alignment = Alignment.best(table);
      assertEquals(4, alignment.symbols());
      assertEquals(9, alignment.frames());
    }
  }

  @Test
  void anAlignmentIsDurationsAndFrames() {
    Alignment alignment = new Alignment(new int[] {2, 1, 3});
    assertArrayEquals(new int[] {0, 0, 1, 2, 2, 2}, alignment.symbolOfFrame());
    assertEquals(alignment, new Alignment(new int[] {2, 1, 3}));
    assertEquals("Alignment[2, 1, 3]", alignment.toString());
  }

  @Test
  void whatCannotBeAlignedIsRefused() {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> Alignment.best(Tensor.zeros(5, 4)));
    assertEquals(
        "4 frames cannot be aligned with 5 symbols: each needs at least one", refused.getMessage());
    assertThrows(IllegalArgumentException.class, () -> Alignment.best(Tensor.zeros(0, 4)));
    assertThrows(IllegalArgumentException.class, () -> new Alignment(new int[] {1, 0}));
    assertThrows(IllegalArgumentException.class, () -> new Alignment(new int[0]));
  }

  /// The table by products is the sum of squares.
  @Test
  void likelihoodsAreThoseOfTheNormal() {
    Random random = new Random(3);
    Tensor mean = Differentiation.gaussian(7, 5, random, 2);
    Tensor z = Differentiation.gaussian(7, 23, random, 2);
    Tensor table = AlignedFlow.logLikelihoods(mean, z);
    for (int i = 0; i < 5; i++) {
      for (int j = 0; j < 23; j++) {
        double sum = -3.5 * Math.log(2 * Math.PI);
        for (int f = 0; f < 7; f++) {
          double difference = z.get(f, j) - mean.get(f, i);
          sum -= 0.5 * difference * difference;
        }
        assertEquals(sum, table.get(i, j), 1e-4, Arrays.toString(new int[] {i, j}));
      }
    }
  }
}
