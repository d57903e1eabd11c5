package dev.bijou.interop.table;

import dev.bijou.table.schema.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The texts of a column of names, and what they mean.
///
/// @param places of each text: the code of a name, or the number of names for one that says that the cell is missing
/// @param count the number of names
record Names(Map<String, Integer> places, int count) {
  private static final List<String> MISSING = List.of("NA", "NaN", "N/A", "null");
  private static final int MOST_LETTERS = 8; // in any case
  private static final List<String> NO_AND_YES =
      List.of("false", "true", "no", "yes", "n", "y", "f", "t", "off", "on");

  /// The names of a column of categories, of yes and no, or of a constant.
  static Names of(Kind kind) {
    Map<String, Integer> places = new LinkedHashMap<>();
    List<String> names = kind.names();
    for (int code = 0; code < names.size(); code++) {
      if (!names.get(code).isEmpty()) { // which says that a cell is missing
        places.putIfAbsent(names.get(code), code);
      }
    }
    boolean anyCase =
        switch (kind) {
          case Kind.Binary _ -> true;
          case Kind.Constant(String text) -> NO_AND_YES.contains(text.toLowerCase(Locale.ROOT));
          default -> false;
        };
    for (int code = 0; code < names.size() && anyCase; code++) {
      for (String other : inAnyCase(names.get(code))) {
        places.putIfAbsent(other, code);
      }
    }
    int missing = kind instanceof Kind.Constant(String text) && text.isEmpty() ? 0 : names.size();
    places.putIfAbsent("", missing);
    places.putIfAbsent("?", missing);
    for (String word : MISSING) {
      inAnyCase(word).forEach(text -> places.putIfAbsent(text, missing));
    }
    return new Names(places, names.size());
  }

  /// A text in all ways to write its letters large or small; of a long one those that people use.
  private static List<String> inAnyCase(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    String upper = text.toUpperCase(Locale.ROOT);
    if (text.length() > MOST_LETTERS || lower.length() != upper.length()) {
      String first = upper.isEmpty() ? "" : upper.substring(0, 1) + lower.substring(1);
      return List.of(lower, upper, first);
    }
    List<String> all = new ArrayList<>();
    for (int choice = 0; choice < 1 << lower.length(); choice++) {
      StringBuilder own = new StringBuilder();
      for (int i = 0; i < lower.length(); i++) {
        own.append(((choice >> i) & 1) == 0 ? lower.charAt(i) : upper.charAt(i));
      }
      all.add(own.toString());
    }
    return all;
  }
}
