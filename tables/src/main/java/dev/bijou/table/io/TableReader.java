package dev.bijou.table.io;

import dev.bijou.table.text.Phrases;
import java.io.Closeable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A table being read, block by block, in memory that does not grow with the table. Not for several threads at once.
public interface TableReader extends Closeable {

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
