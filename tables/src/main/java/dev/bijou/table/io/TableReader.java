package dev.bijou.table.io;

import dev.bijou.table.text.Phrases;
import java.io.Closeable;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A table being read, block by block, in memory that does not grow with the table. Not for several threads at once.
public interface TableReader extends Closeable {

  /// Rows that a program has.
  public interface Rows {
    /// The names of the columns.
    List<String> header();

    /// The rows from the first on, each with a cell for every column: a number, a boolean, null for a missing cell, or
    /// anything else that is written as a table writes it, such as a [String], a [java.time.LocalDate] or an
    /// [java.time.Instant].
    Iterator<@Nullable Object[]> iterator();

    /// Told of a row that has a cell which cannot be read. The row is left out if this returns.
    ///
    /// @param row its number, from 1
    /// @param problem what is wrong; thrown unless this is overridden
    default void refused(long row, TableException problem) {
      throw problem;
    }
  }

  /// The names of all columns of the table, in its order.
  List<String> header();

  /// The names of the columns that are read as numbers, in the order of [RowBlock#column(int)].
  List<String> columns();

  /// Throws a [TableException] if a column to condition on is not read, or no other is.
  ///
  /// @param table the name of the table in the message
  /// @param given the names of the columns to condition on
  default void requireGiven(String table, List<String> given) {
    for (String name : given) {
      if (!columns().contains(name)) {
        throw new TableException(
            header().contains(name)
                ? "%s: column %s is both given and excluded; choose one"
                    .formatted(table, Phrases.quote(name))
                : Phrases.noColumn(table, name, header()));
      }
    }
    if (given.containsAll(columns())) {
      throw new TableException(table + ": every column is given; leave at least one to model");
    }
  }

  /// The next rows, or null at the end.
  ///
  /// Throws a [TableException] for a cell that is not a finite number or is missing (under [Missing#REFUSE]), a row of
  /// the wrong length, a damaged file, or a table without any row.
  @Nullable RowBlock next();

  /// How many rows were left out so far because a cell was missing.
  long dropped();

  @Override
  void close();
}
