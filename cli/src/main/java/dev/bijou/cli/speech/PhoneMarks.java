package dev.bijou.cli.speech;

import dev.bijou.speech.picture.SpectrogramPicture.Mark;
import dev.bijou.speech.text.Inventory;
import java.util.ArrayList;
import java.util.List;

/// Where phones begin, for a picture.
final class PhoneMarks {
  private PhoneMarks() {}

  /// @param symbols numbers of the inventory
  /// @param durations frames of each symbol
  static List<Mark> of(Inventory inventory, int[] symbols, int[] durations) {
    List<Mark> marks = new ArrayList<>();
    int frame = 0;
    for (int i = 0; i < symbols.length; i++) {
      marks.add(new Mark(frame, inventory.symbols().get(symbols[i])));
      frame += durations[i];
    }
    return marks;
  }
}
