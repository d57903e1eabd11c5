package dev.bijou.table.io;

import dev.bijou.table.text.Phrases;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// Checks the names of a table's columns.
final class Header {
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");

  private Header() {}

  /// The names in a row that should have them, as [#names] gives them.
  ///
  /// Throws a [TableException] if two columns share a name, or if the row must be data: all of it numbers, other than
  /// the plain counting 0, 1, 2, … or 1, 2, 3, … that some programs use for names.
  static List<String> check(String table, List<String> fields) {
    if (fields.stream().allMatch(field -> NUMBER.matcher(field).matches()) && !counts(fields)) {
      throw new TableException(
          TableException.Problem.NO_HEADER,
          table
              + ": the first row is all numbers, so that the table seems to have no header;"
              + " put a row with the names of the columns above it");
    }
    return names(table, fields);
  }

  /// The names, with `column3` for a third column that has none (as the index that pandas and R write).
  ///
  /// Throws a [TableException] if two columns share a name.
  static List<String> names(String table, List<String> fields) {
    List<String> names = new ArrayList<>();
    Map<String, Integer> positions = new HashMap<>();
    for (int i = 0; i < fields.size(); i++) {
      String name = fields.get(i).isEmpty() ? "column" + (i + 1) : fields.get(i);
      Integer other = positions.putIfAbsent(name, i);
      if (other != null) {
        throw new TableException(
            "%s: columns %d and %d are both named %s; give every column its own name"
                .formatted(table, other + 1, i + 1, Phrases.quote(name)));
      }
      names.add(name);
    }
    return List.copyOf(names);
  }

  private static boolean counts(List<String> fields) {
    for (int first = 0; first <= 1; first++) {
      boolean counts = true;
      for (int i = 0; i < fields.size(); i++) {
        counts &= fields.get(i).equals(Integer.toString(first + i));
      }
      if (counts) {
        return true;
      }
    }
    return false;
  }
}
