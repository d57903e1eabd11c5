package dev.bijou.table.io;

import dev.bijou.BijouException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Where a table comes from: a CSV file (plain or gzip), a Parquet file, standard input, or rows that a program has.
///
/// The format is recognized by the first bytes, not by the name. The first row of CSV holds the names of its columns,
/// unless [#withHeader] says otherwise. [CsvTableReader] and [ParquetTableReader] say what is accepted.
public final class TableSource {
  /// The name that stands for standard input.
  public static final String STANDARD_INPUT = "-";

  private static final int SNIFFED_BYTES = 1 << 16;

  private final String name;
  private final @Nullable Path file; // a copy to read; null for the file that the name is of
  private final @Nullable InputStream stream;
  private final TableReader.@Nullable Rows rows;
  private final CsvHeader header;
  private boolean opened;

  private TableSource(
      String name,
      @Nullable Path file,
      @Nullable InputStream stream,
      TableReader.@Nullable Rows rows,
      CsvHeader header) {
    this.name = name;
    this.file = file;
    this.stream = stream;
    this.rows = rows;
    this.header = header;
  }

  /// Rows that a program has. They can be read more than once if the program can.
  ///
  /// @param name what messages call the table
  public static TableSource of(String name, TableReader.Rows rows) {
    return new TableSource(name, null, null, rows, CsvHeader.FIRST);
  }

  /// A file, or standard input for `-`.
  public static TableSource of(String nameOrDash) {
    return nameOrDash.equals(STANDARD_INPUT)
        ? of("standard input", System.in)
        : new TableSource(nameOrDash, null, null, null, CsvHeader.FIRST);
  }

  /// A file.
  public static TableSource of(Path file) {
    return new TableSource(file.toString(), null, null, null, CsvHeader.FIRST);
  }

  /// A stream, which can be opened once and is closed with the reader.
  ///
  /// @param name its name in messages
  public static TableSource of(String name, InputStream stream) {
    return new TableSource(name, null, stream, null, CsvHeader.FIRST);
  }

  /// The same table with the names of its columns elsewhere; not for Parquet files. Must be called before the table is
  /// opened.
  public TableSource withHeader(CsvHeader where) {
    return new TableSource(name, file, stream, rows, where);
  }

  /// The same table from a copy of its bytes.
  TableSource copied(Path copy) {
    return new TableSource(name, copy, null, null, header);
  }

  /// The file, of a source that can be read more than once.
  Path path() {
    return file == null ? Path.of(name) : file;
  }

  /// What messages call this table: the file as the user named it, or "standard input".
  public String name() {
    return name;
  }

  /// The name of the file without its folder; of a stream, its name in messages.
  public String fileName() {
    if (!isRepeatable() || rows != null) {
      return name;
    }
    Path last = Path.of(name).getFileName();
    return last == null ? name : last.toString();
  }

  /// Whether the table can be read more than once.
  public boolean isRepeatable() {
    return stream == null;
  }

  /// The stream to read, or null for a file and for rows.
  @Nullable InputStream stream() {
    return stream;
  }

  /// The rows, or null for a file and for a stream.
  TableReader.@Nullable Rows rows() {
    return rows;
  }

  /// Starts to read the table.
  ///
  /// Throws a [TableException] if it does not exist, cannot be read, is neither CSV nor Parquet, has no usable header,
  /// or lacks a column of the plan.
  public TableReader open(ColumnPlan plan, Missing missing) {
    if (plan.window().isPresent()) {
      return new WindowedReader(name, this::open, plan, plan.window().get(), missing);
    }
    if (rows != null) {
      return new RowTableReader(name, rows, plan, missing);
    }
    InputStream in = null;
    boolean done = false;
    try {
      in = new BufferedInputStream(bytes(), SNIFFED_BYTES);
      byte[] head = head(in);
      TableReader reader = reader(in, head, plan, missing);
      done = true;
      return reader;
    } catch (IOException failure) {
      throw new TableException(
          name + ": cannot be read: " + BijouException.reason(failure), failure);
    } finally {
      if (!done && in != null) {
        Closing.quietly(in);
      }
    }
  }

  private TableReader reader(InputStream in, byte[] head, ColumnPlan plan, Missing missing)
      throws IOException {
    if (head.length == 0) {
      throw header.empty(name);
    }
    if (startsWith(head, 'P', 'A', 'R', '1')) {
      return parquet(in, plan, missing);
    }
    if (startsWith(head, 0x1f, 0x8b)) {
      BufferedInputStream text;
      byte[] start;
      try {
        text = new BufferedInputStream(Gzip.inflate(in), SNIFFED_BYTES);
        start = head(text);
      } catch (IOException damaged) {
        throw Gzip.damaged(name, 0, damaged);
      }
      if (start.length == 0) {
        throw header.empty(name);
      }
      return csv(text, start, plan, missing);
    }
    return csv(in, head, plan, missing);
  }

  private TableReader csv(InputStream in, byte[] head, ColumnPlan plan, Missing missing)
      throws IOException {
    String archive = archive(head);
    if (archive != null) {
      throw new TableException(
          name
              + " is a "
              + archive
              + " file, which is not supported; unpack it first (gzip is read)");
    }
    CsvDialect dialect = CsvDialect.detect(head);
    if (dialect == null) {
      throw new TableException(
          name + " is neither CSV text nor Parquet; give a table in one of these formats");
    }
    return new CsvTableReader(name, header, in, dialect, plan, missing);
  }

  private TableReader parquet(InputStream in, ColumnPlan plan, Missing missing) throws IOException {
    if (header == CsvHeader.NONE) {
      throw new TableException(
          TableException.Problem.HEADER,
          name
              + " is a Parquet file, which always has the names of its columns; read it with them");
    }
    if (stream == null && Files.isRegularFile(path())) {
      in.close();
      return new ParquetTableReader(name, path(), false, plan, missing);
    }
    // The index of a Parquet file is at its end, so a stream has to become a file first.
    Path copy = Files.createTempFile("bijou-", ".parquet");
    boolean done = false;
    try {
      Files.delete(copy);
      Files.copy(in, copy);
      in.close();
      TableReader reader = new ParquetTableReader(name, copy, true, plan, missing);
      done = true;
      return reader;
    } finally {
      if (!done) {
        Files.deleteIfExists(copy);
      }
    }
  }

  private InputStream bytes() throws IOException {
    if (stream != null) {
      if (opened) {
        throw new TableException(name + " can be read only once; give a file instead");
      }
      opened = true;
      return stream;
    }
    try {
      Path path = path();
      if (Files.isDirectory(path)) {
        throw new TableException(name + " is a folder; give a CSV or Parquet file");
      }
      return Files.newInputStream(path);
    } catch (NoSuchFileException | InvalidPathException e) {
      throw new TableException(name + ": no such file", e);
    } catch (AccessDeniedException e) {
      throw new TableException(name + ": permission denied; make the file readable", e);
    }
  }

  /// The first bytes, which stay to be read.
  private static byte[] head(InputStream in) throws IOException {
    in.mark(SNIFFED_BYTES);
    byte[] head = in.readNBytes(SNIFFED_BYTES);
    in.reset();
    return head;
  }

  private static @Nullable String archive(byte[] head) {
    if (startsWith(head, 'P', 'K', 3, 4)) {
      return "zip (or Excel)";
    }
    if (startsWith(head, 'B', 'Z', 'h')) {
      return "bzip2";
    }
    if (startsWith(head, 0xfd, '7', 'z', 'X', 'Z')) {
      return "xz";
    }
    return startsWith(head, 0x28, 0xb5, 0x2f, 0xfd) ? "zstd" : null;
  }

  private static boolean startsWith(byte[] head, int... bytes) {
    byte[] start = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      start[i] = (byte) bytes[i];
    }
    return head.length >= start.length
        && Arrays.equals(head, 0, start.length, start, 0, start.length);
  }
}
