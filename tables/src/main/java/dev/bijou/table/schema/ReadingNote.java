package dev.bijou.table.schema;

import dev.bijou.table.io.ColumnPlan;
import dev.bijou.table.text.NumberText;
import dev.bijou.table.text.Phrases;
import java.util.List;
import java.util.stream.Collectors;

/// Something that the user should know about how a table was read.
public sealed interface ReadingNote {

  /// The note, one line.
  String message();

  /// Rows were left out because a cell is missing.
  ///
  /// @param table the name of the table in the message
  /// @param dropped how many were
  /// @param rows how many the table has
  record Dropped(String table, long dropped, long rows) implements ReadingNote {
    @Override
    public String message() {
      return "%s: left out %s of %s because a cell is missing"
          .formatted(table, NumberText.count(dropped), NumberText.counted(rows, "row"));
    }
  }

  /// The rows are a random sample, because all would take too much memory.
  ///
  /// @param table the name of the table in the message
  /// @param kept how many rows there are
  /// @param rows how many the table has
  /// @param bytes the memory that all would take
  /// @param limit the memory that they may take
  record Sampled(String table, long kept, long rows, long bytes, long limit)
      implements ReadingNote {
    @Override
    public String message() {
      return "%s: kept a uniform random sample of %s of %s, because all would take %s of memory and %s may be used; allow more"
          .formatted(
              table,
              NumberText.count(kept),
              NumberText.counted(rows, "row"),
              NumberText.bytes(bytes),
              NumberText.bytes(limit));
    }
  }

  /// Rows were left out because the rows before them are not there.
  ///
  /// @param table the name of the table in the message
  /// @param without how many were
  /// @param before which rows are needed, in words
  record WithoutPast(String table, long without, String before) implements ReadingNote {
    @Override
    public String message() {
      return "%s: %s without the %s %s given to others, but not learned from"
          .formatted(
              table, NumberText.counted(without, "row"), before, without == 1 ? "is" : "are");
    }
  }

  /// A column of points in time is not modelled, because those to come are none that were.
  ///
  /// @param column its name
  /// @param cycles what rows are conditioned on instead; may be empty
  record Timed(String column, List<ColumnPlan.Cycle> cycles) implements ReadingNote {
    @Override
    public String message() {
      return "column %s counts %s, because later times lie beyond those learned from"
          .formatted(
              Phrases.quote(column),
              cycles.isEmpty()
                  ? "for nothing: it spans no two days with rows of their own"
                  : "by "
                      + cycles.stream()
                          .map(ColumnPlan.Cycle::toString)
                          .collect(Collectors.joining(" and "))
                      + " alone");
    }
  }

  /// Columns of numbers that never fall are left out of rows in time.
  ///
  /// @param columns their names
  record Clock(List<String> columns) implements ReadingNote {
    @Override
    public String message() {
      return "left out %s, because %s never %s: what is to come lies beyond what was; the increase could be learned"
          .formatted(
              Phrases.quoted(columns),
              columns.size() == 1 ? "it" : "they",
              columns.size() == 1 ? "falls" : "fall");
    }
  }
}
