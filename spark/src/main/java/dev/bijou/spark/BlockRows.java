package dev.bijou.spark;

import dev.bijou.table.io.TableReader;
import dev.bijou.table.io.TableSource;
import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// A table in blocks.
///
/// @param header the names of the columns
record BlockRows(List<String> header, List<TableBlock> blocks)
    implements TableReader.Rows, Serializable {
  /// What messages call a DataFrame.
  static final String NAME = "the DataFrame";

  /// Copies the lists.
  BlockRows {
    header = List.copyOf(header);
    blocks = List.copyOf(blocks);
  }

  @Override
  public Iterator<@Nullable Object[]> iterator() {
    return blocks.stream()
        .flatMap(block -> IntStream.range(0, block.rows()).mapToObj(block::row))
        .iterator();
  }

  /// How many rows there are.
  long rows() {
    return blocks.stream().mapToLong(TableBlock::rows).sum();
  }

  /// The table as others read it.
  TableSource source() {
    return TableSource.of(NAME, this);
  }
}
