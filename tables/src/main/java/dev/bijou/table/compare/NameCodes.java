package dev.bijou.table.compare;

import dev.bijou.table.io.CellReader;
import dev.bijou.table.text.NumberParser;
import dev.bijou.table.text.NumberText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Numbers the names of a column in the order in which several tables bring them up, so that equal names have equal codes.
final class NameCodes implements CellReader {
  private final Map<String, Integer> codes = new LinkedHashMap<>();

  /// @param first names with the codes 0, 1, …
  NameCodes(List<String> first) {
    first.forEach(name -> codes.putIfAbsent(name, codes.size()));
  }

  @Override
  public double read(char[] text, int from, int length) {
    if (NumberParser.isMissing(text, from, length)) {
      return Double.NaN;
    }
    return codes.computeIfAbsent(new String(text, from, length), _ -> codes.size());
  }

  @Override
  public double read(double number) {
    return Double.isNaN(number)
        ? number
        : codes.computeIfAbsent(NumberText.of(number), _ -> codes.size());
  }

  @Override
  public boolean isNumeric() {
    return false;
  }

  @Override
  public boolean takesMissing() {
    return true;
  }

  /// The names, by their code.
  List<String> names() {
    return new ArrayList<>(codes.keySet());
  }
}
