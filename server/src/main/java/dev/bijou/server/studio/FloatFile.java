package dev.bijou.server.studio;

import dev.bijou.OutputException;
import dev.bijou.server.http.Problem;
import dev.bijou.table.io.Missing;
import dev.bijou.table.io.RowBlock;
import dev.bijou.table.io.TableReader;
import dev.bijou.table.io.TableSource;
import dev.bijou.table.schema.Column;
import dev.bijou.table.schema.Schema;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/// The columns of a table as floats, one after the other in a file: a page asks for one pair after the other, and to read
/// the whole table for each takes seconds where it is long. Of a very long table, the first rows.
final class FloatFile {
  private static final int MOST_ROWS = 2_000_000;

  private final Path file;
  private final TableSource table;
  private final List<Column> columns;
  private final int rows;
  private boolean made;

  /// @param file where they are kept, once they are asked for
  /// @param columns those of the table that hold numbers or names
  FloatFile(Path file, TableSource table, List<Column> columns, long rows) {
    this.file = file;
    this.table = table;
    this.columns = List.copyOf(columns);
    this.rows = (int) Math.min(MOST_ROWS, rows);
  }

  /// Columns of all rows, little-endian, one column after the other: numbers, the codes of names, NaN where a cell is missing.
  synchronized byte[] read(List<String> names) {
    List<Integer> places = names.stream().map(this::place).toList();
    int each = Float.BYTES * rows;
    ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(each, places.size()));
    try {
      if (!made) {
        make();
        made = true;
      }
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
        for (int i = 0; i < places.size(); i++) {
          ByteBuffer part = bytes.slice(i * each, each);
          long from = (long) each * places.get(i);
          while (part.hasRemaining()) {
            if (channel.read(part, from + part.position()) < 0) {
              throw new IOException("it is too short");
            }
          }
        }
      }
    } catch (IOException e) {
      throw new OutputException("the columns of a table", e);
    }
    return bytes.array();
  }

  private int place(String name) {
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).name().equals(name)) {
        return i;
      }
    }
    throw Problem.of(404, "the table has no such column");
  }

  private void make() throws IOException {
    Schema schema = new Schema(columns, List.of());
    try (TableReader reader = table.open(schema.plan(), Missing.KEEP);
        FileChannel channel =
            FileChannel.open(
                file,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE)) {
      long at = 0;
      for (RowBlock block = reader.next(); block != null && at < rows; block = reader.next()) {
        int count = (int) Math.min(block.rows(), rows - at);
        for (int c = 0; c < columns.size(); c++) {
          ByteBuffer part = ByteBuffer.allocate(Float.BYTES * count).order(ByteOrder.LITTLE_ENDIAN);
          for (int row = 0; row < count; row++) {
            part.putFloat((float) block.column(c)[row]);
          }
          part.flip();
          for (long to = Float.BYTES * ((long) c * rows + at); part.hasRemaining(); ) {
            to += channel.write(part, to);
          }
        }
        at += count;
      }
    }
  }

  /// Forgets what is kept.
  synchronized void delete() {
    made = false;
    try {
      Files.deleteIfExists(file);
    } catch (IOException _) {
      // It goes with its folder.
    }
  }
}
