package dev.bijou.table;

import java.io.Closeable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A table being read, block by block, in memory that does not grow with the table. Not for several threads at once.
public interface TableReader extends Closeable {

  /// The names of all columns of the table, in its order.
  List<String> header();

  /// The names of the columns that are read as numbers, in the order of [RowBlock#column(int)].
  List<String> columns();

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
