package dev.bijou.speech.speaker;

import dev.bijou.sequence.alignment.Alignment;
import java.util.stream.IntStream;

/// Silence between the words of slow speech: phones that last twice as long as in training are taken for others, and
/// slow speakers mostly pause more.
///
/// @param drawnOut which frames belong to which symbol without pauses
/// @param frames of silence after each symbol; not copied, and must not change
record Pauses(Alignment drawnOut, int[] frames) {
  /// Symbols are stretched by at most this factor; slower speech has pauses.
  private static final float MOST_DRAWN_OUT = 4 / 3f;

  /// A pause never lasts longer than this, in frames.
  private static final int LONGEST = 1000;

  private static final int BLANK = 0; // the blank is the first symbol of every inventory

  /// By what factor symbols are stretched. If there is no room for pauses, that is the whole stretch: pauses need two
  /// words, and a boundary or a blank before the first one, to which the silence before the sentence belongs.
  ///
  /// @param boundary the symbol that stands before each word
  static float drawnOut(int[] symbols, int boundary, float stretch) {
    return (symbols[0] == boundary || symbols[0] == BLANK) && between(symbols, boundary).length > 0
        ? Math.min(stretch, MOST_DRAWN_OUT)
        : stretch;
  }

  /// Pauses after the boundaries between words, in proportion to the durations of these.
  ///
  /// @param slower by what factor pauses make the whole longer; 1 for none
  /// @param squeeze all pauses together are a multiple of this
  static Pauses of(int[] symbols, int boundary, Alignment drawnOut, double slower, int squeeze) {
    int[] frames = new int[symbols.length];
    if (slower > 1) {
      int[] between = between(symbols, boundary);
      int[] durations = drawnOut.durations();
      int boundaries = IntStream.of(between).map(i -> durations[i]).sum();
      double longer = (slower - 1) * drawnOut.frames() / boundaries;
      for (int i : between) {
        frames[i] = (int) Math.min(Math.round(longer * durations[i]), LONGEST);
      }
      frames[between[between.length - 1]] += Math.floorMod(-IntStream.of(frames).sum(), squeeze);
    }
    return new Pauses(drawnOut, frames);
  }

  private static int[] between(int[] symbols, int boundary) {
    return IntStream.range(1, symbols.length).filter(i -> symbols[i] == boundary).toArray();
  }

  /// The places in the text of what is said: each symbol, and the silence of the first one again for each pause.
  int[] places() {
    return IntStream.range(0, frames.length)
        .flatMap(i -> frames[i] > 0 ? IntStream.of(i, 0) : IntStream.of(i))
        .toArray();
  }

  /// Which frames belong to which of [#places].
  Alignment said() {
    int[] durations = drawnOut.durations();
    return new Alignment(
        IntStream.range(0, frames.length)
            .flatMap(i ->
                frames[i] > 0 ? IntStream.of(durations[i], frames[i]) : IntStream.of(durations[i]))
            .toArray());
  }

  /// Which frames belong to which symbol, where a pause belongs to the boundary that it follows.
  Alignment whole() {
    int[] whole = drawnOut.durations().clone();
    for (int i = 0; i < whole.length; i++) {
      whole[i] += frames[i];
    }
    return new Alignment(whole);
  }
}
