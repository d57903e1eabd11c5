package dev.bijou.speech.speaker;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.bijou.sequence.alignment.Alignment;
import org.junit.jupiter.api.Test;

/// Three words of the symbols 5 and 6; 1 stands before each.
class PausesTest {
  private static final int[] SYMBOLS = {1, 5, 1, 6, 5, 1, 6};
  private static final Alignment DRAWN_OUT = new Alignment(new int[] {4, 6, 1, 7, 5, 3, 6});

  @Test
  void stretchGoesToPausesAboveFourThirds() {
    assertEquals(0.5f, Pauses.drawnOut(SYMBOLS, 1, 0.5f));
    assertEquals(1 / 0.75f, Pauses.drawnOut(SYMBOLS, 1, 1 / 0.75f));
    assertEquals(4 / 3f, Pauses.drawnOut(SYMBOLS, 1, 2));
    assertEquals(2, Pauses.drawnOut(new int[] {1, 5, 6}, 1, 2)); // one word
    assertEquals(2, Pauses.drawnOut(new int[] {5, 1, 6}, 1, 2)); // no silence
    assertEquals(4 / 3f, Pauses.drawnOut(new int[] {0, 5, 0, 1, 0, 6, 0}, 1, 2)); // with blanks
  }

  @Test
  void pausesAreAsLongAsTheirBoundaries() {
    Pauses pauses = Pauses.of(SYMBOLS, 1, DRAWN_OUT, 1.5, 2); // 32 frames become 48
    assertArrayEquals(new int[] {0, 0, 4, 0, 0, 12, 0}, pauses.frames());
    assertArrayEquals(new int[] {0, 1, 2, 0, 3, 4, 5, 0, 6}, pauses.places());
    assertArrayEquals(new int[] {4, 6, 1, 4, 7, 5, 3, 12, 6}, pauses.said().durations());
    assertArrayEquals(new int[] {4, 6, 5, 7, 5, 15, 6}, pauses.whole().durations());
    // A multiple of 3: two frames are added to the last.
    assertArrayEquals(
        new int[] {0, 0, 4, 0, 0, 14, 0}, Pauses.of(SYMBOLS, 1, DRAWN_OUT, 1.5, 3).frames());
    assertArrayEquals(
        new int[] {0, 0, 1000, 0, 0, 1000, 0}, Pauses.of(SYMBOLS, 1, DRAWN_OUT, 1e9, 2).frames());
  }

  @Test
  void withoutSlownessThereAreNone() {
    Pauses none = Pauses.of(SYMBOLS, 1, DRAWN_OUT, 1, 2);
    assertArrayEquals(new int[] {0, 1, 2, 3, 4, 5, 6}, none.places());
    assertEquals(DRAWN_OUT, none.said());
    assertEquals(DRAWN_OUT, none.whole());
  }
}
