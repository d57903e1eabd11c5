package dev.bijou.sequence.alignment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bijou.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SymbolAlignerTest {
  private static final int SYMBOLS = 5;

  /// Sequences in which symbol s lasts 2 to 9 frames of 3 features about (s, −s, s²).
  private static List<Transcribed> sequences(List<Alignment> truth) {
    Random random = new Random(3);
    List<Transcribed> sequences = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      int[] symbols = random.ints(8, 0, SYMBOLS).toArray();
      for (int n = 1; n < symbols.length; n++) { // no symbol twice in a row: nobody could tell
        symbols[n] = symbols[n] == symbols[n - 1] ? (symbols[n] + 1) % SYMBOLS : symbols[n];
      }
      Alignment alignment = new Alignment(random.ints(8, 2, 10).toArray());
      int[] symbolOf = alignment.symbolOfFrame();
      Tensor x = Tensor.zeros(3, symbolOf.length);
      for (int t = 0; t < symbolOf.length; t++) {
        double s = symbols[symbolOf[t]];
        double[] center = {s, -s, s * s};
        for (int f = 0; f < 3; f++) {
          x.data()[x.at(f) + t] = (float) (center[f] + 0.2 * random.nextGaussian());
        }
      }
      truth.add(alignment);
      sequences.add(new Transcribed(symbols, x));
    }
    return sequences;
  }

  @Test
  void findsWhereSymbolsBegin() {
    List<Alignment> truth = new ArrayList<>();
    List<Alignment> found = SymbolAligner.align(sequences(truth), SYMBOLS, 15);
    int right = 0;
    int all = 0;
    for (int i = 0; i < truth.size(); i++) {
      int[] expected = truth.get(i).symbolOfFrame();
      int[] actual = found.get(i).symbolOfFrame();
      for (int t = 0; t < expected.length; t++) {
        right += expected[t] == actual[t] ? 1 : 0;
        all++;
      }
    }
    assertTrue(right > 0.97 * all, right + " of " + all);
  }

  @Test
  void beginsWithEqualParts() {
    Transcribed sequence = new Transcribed(new int[] {0, 3, 1}, Tensor.zeros(2, 8));
    Alignment alignment = SymbolAligner.align(List.of(sequence), SYMBOLS, 0).getFirst();
    assertArrayEquals(new int[] {2, 3, 3}, alignment.durations());
    // Nothing to tell symbols apart by is no reason to fail.
    SymbolAligner.align(List.of(sequence), SYMBOLS, 3);
  }

  @Test
  void whatCannotBeAlignedIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> SymbolAligner.align(List.of(), SYMBOLS, 1));
    Transcribed tooShort = new Transcribed(new int[] {0, 3, 1}, Tensor.zeros(2, 2));
    assertThrows(
        IllegalArgumentException.class, () -> SymbolAligner.align(List.of(tooShort), SYMBOLS, 1));
  }
}
