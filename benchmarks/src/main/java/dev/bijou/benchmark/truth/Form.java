package dev.bijou.benchmark.truth;

import dev.bijou.table.text.NumberText;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.IntStream;

/// How a column's cells are written.
sealed interface Form {
  /// The text of a cell; empty for NaN, which is a missing one.
  default String text(double cell) {
    return Double.isNaN(cell) ? "" : present(cell);
  }

  /// The cell that a text stands for, NaN for an empty one; −1 for a name that the column does not have.
  default double cell(String text) {
    return text.isEmpty() ? Double.NaN : present(text);
  }

  /// The text of a cell that is there.
  String present(double cell);

  /// The cell of a text that is not empty.
  double present(String text);

  /// Numbers with all their digits.
  record Number() implements Form {
    @Override
    public String present(double cell) {
      return NumberText.of(cell);
    }

    @Override
    public double present(String text) {
      return Double.parseDouble(text);
    }
  }

  /// Names by their places.
  record Names(List<String> names) implements Form {
    /// A prefix and a number from 1 on.
    static Names of(String prefix, int count) {
      return new Names(IntStream.rangeClosed(1, count).mapToObj(i -> prefix + i).toList());
    }

    @Override
    public String present(double cell) {
      return names.get((int) cell);
    }

    @Override
    public double present(String text) {
      return names.indexOf(text);
    }
  }

  /// Dates by the number of days since 1970-01-01.
  record Days() implements Form {
    @Override
    public String present(double cell) {
      return LocalDate.ofEpochDay((long) cell).toString();
    }

    @Override
    public double present(String text) {
      return LocalDate.parse(text).toEpochDay();
    }
  }
}
