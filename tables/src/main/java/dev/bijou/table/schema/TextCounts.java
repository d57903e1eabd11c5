package dev.bijou.table.schema;

import dev.bijou.table.io.pass.RowHash;
import java.io.Serializable;
import java.util.Arrays;

/// Different texts and how often each was seen, in the order of first sight, without allocating for one seen before.
final class TextCounts implements Serializable {
  private static final long serialVersionUID = 1L;

  private final int capacity;
  private String[] texts = new String[16];
  private long[] counts = new long[16];
  private int[] places = new int[64]; // open addressing: 1 + index of a text, 0 if free
  private int size;

  /// @param capacity how many different texts to keep at most
  TextCounts(int capacity) {
    this.capacity = capacity;
  }

  int size() {
    return size;
  }

  String text(int index) {
    return texts[index];
  }

  long count(int index) {
    return counts[index];
  }

  /// The index of a text, −1 if it is not there.
  int find(char[] text, int from, int length) {
    int place = places[place(text, from, length)];
    return place - 1;
  }

  void add(String text) {
    add(text.toCharArray(), 0, text.length());
  }

  /// Counts a text; false if it is new and there is no room.
  boolean add(char[] text, int from, int length) {
    int place = place(text, from, length);
    if (places[place] == 0) {
      if (size == capacity) {
        return false;
      }
      if (size == texts.length) {
        texts = Arrays.copyOf(texts, 2 * size);
        counts = Arrays.copyOf(counts, 2 * size);
      }
      texts[size] = new String(text, from, length);
      places[place] = ++size;
      if (4 * size > places.length) {
        grow();
      }
      counts[size - 1] = 1;
      return true;
    }
    counts[places[place] - 1]++;
    return true;
  }

  /// Adds the texts of another part of a column; false if there is no room for all.
  boolean add(TextCounts other) {
    boolean room = true;
    for (int i = 0; i < other.size; i++) {
      char[] text = other.texts[i].toCharArray();
      if (add(text, 0, text.length)) {
        counts[find(text, 0, text.length)] += other.counts[i] - 1;
      } else {
        room = false;
      }
    }
    return room;
  }

  private void grow() {
    places = new int[4 * places.length];
    for (int i = 0; i < size; i++) {
      char[] text = texts[i].toCharArray();
      places[place(text, 0, text.length)] = i + 1;
    }
  }

  /// Where the text is, or where it belongs.
  private int place(char[] text, int from, int length) {
    long hash = length;
    for (int i = from; i < from + length; i++) {
      hash = 31 * hash + text[i];
    }
    int at = (int) RowHash.mix(hash) & (places.length - 1);
    while (places[at] != 0 && !equal(texts[places[at] - 1], text, from, length)) {
      at = (at + 1) & (places.length - 1);
    }
    return at;
  }

  private static boolean equal(String known, char[] text, int from, int length) {
    if (known.length() != length) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (known.charAt(i) != text[from + i]) {
        return false;
      }
    }
    return true;
  }
}
