package dev.bijou.speech.text;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// The symbols that an acoustic model of a language knows, each with an id from 0 on.
///
/// Models are trained on ids, so the order of a language's symbols never changes; new ones are added at the end.
public final class Inventory {
  /// Padding: fills up sequences, and occurs in no sentence. Its id is 0.
  public static final String BLANK = "_";

  /// Stands before each word. Its id is 1.
  public static final String BOUNDARY = " ";

  /// How a model wants the symbols of a sentence written.
  public enum Spelling {
    /// As they are.
    PLAIN,
    /// With a boundary before each pause: Glow-TTS as published, whose phones no mark follows directly.
    SPACED,
    /// With a blank, symbol 0, before, between and after them, in place of the first boundary: Glow-TTS as published with
    /// `add_blank`.
    BLANKS
  }

  private final String language;
  private final List<String> symbols;
  private final Map<String, Integer> ids;

  /// @param language whose they are, as in BCP 47, for instance `en-US`
  /// @param symbols in the order of their ids, [#BLANK] and [#BOUNDARY] first
  /// @throws IllegalArgumentException if these are not the first, or a symbol occurs twice
  public Inventory(String language, List<String> symbols) {
    if (symbols.size() < 2 || !symbols.get(0).equals(BLANK) || !symbols.get(1).equals(BOUNDARY)) {
      throw new IllegalArgumentException(
          "an inventory begins with \"" + BLANK + "\" and \"" + BOUNDARY + "\", not " + symbols);
    }
    this.language = language;
    this.symbols = List.copyOf(symbols);
    this.ids = new HashMap<>();
    for (String symbol : symbols) {
      if (ids.put(symbol, ids.size()) != null) {
        throw new IllegalArgumentException("\"" + symbol + "\" is twice in the inventory");
      }
    }
  }

  /// Whose they are; a model that knows these symbols speaks this language only.
  public String language() {
    return language;
  }

  /// How many symbols there are; ids are less.
  public int size() {
    return symbols.size();
  }

  /// The symbols in the order of their ids.
  public List<String> symbols() {
    return symbols;
  }

  /// @throws IllegalArgumentException if the symbol is not in the inventory
  public int id(String symbol) {
    Integer id = ids.get(symbol);
    if (id == null) {
      throw new IllegalArgumentException("\"" + symbol + "\" is not in the inventory");
    }
    return id;
  }

  /// The ids of a sentence's symbols.
  public int[] ids(Sentence sentence) {
    return sentence.symbols().stream().mapToInt(this::id).toArray();
  }

  /// What is written for each of a sentence's symbols.
  ///
  /// @param ids of the symbols
  /// @throws IllegalArgumentException if one is no id of a symbol
  public int[][] spelled(Spelling spelling, int... ids) {
    int boundary = id(BOUNDARY);
    int[][] spelled = new int[ids.length][];
    for (int i = 0; i < ids.length; i++) {
      if (ids[i] < 0 || ids[i] >= size()) {
        throw new IllegalArgumentException(
            "%d is no symbol of 0 … %d".formatted(ids[i], size() - 1));
      }
      IntStream own =
          spelling != Spelling.PLAIN && isMark(ids[i])
              ? IntStream.of(boundary, ids[i])
              : IntStream.of(ids[i]);
      if (spelling == Spelling.BLANKS) {
        boolean opens = i == 0 && ids[i] == boundary;
        own = opens ? IntStream.of(0) : own.flatMap(id -> IntStream.of(id, 0));
        own = i == 0 && !opens ? IntStream.concat(IntStream.of(0), own) : own;
      }
      spelled[i] = own.toArray();
    }
    return spelled;
  }

  private boolean isMark(int id) {
    String symbol = symbols.get(id);
    return !symbol.equals(BLANK)
        && !symbol.equals(BOUNDARY)
        && !Character.isLetter(symbol.charAt(0));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Inventory that
        && language.equals(that.language)
        && symbols.equals(that.symbols);
  }

  @Override
  public int hashCode() {
    return Objects.hash(language, symbols);
  }

  @Override
  public String toString() {
    return language + " " + symbols;
  }
}
