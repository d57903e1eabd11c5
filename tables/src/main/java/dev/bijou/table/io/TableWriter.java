package dev.bijou.table.io;

import de.siegmar.fastcsv.writer.CsvWriter;
import dev.bijou.OutputException;
import dev.bijou.storage.AtomicFile;
import dev.bijou.storage.ReportingStream;
import dev.bijou.table.io.parquet.Field;
import dev.bijou.table.io.parquet.ParquetFile;
import dev.bijou.table.text.JsonCells;
import dev.bijou.tensor.Workers;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/// Writes a CSV table: commas, quotes where RFC 4180 needs them, lines that end in a line feed, UTF-8, gzip for a
/// name that ends in `.gz`; or a Parquet table, see [#toParquet]. A file appears whole, on [#commit()], or not at all; see [AtomicFile]. All failures are
/// [OutputException]s.
public final class TableWriter implements Closeable {
  private static final int BUFFER_BYTES = 1 << 16;
  private static final int ROWS_AT_ONCE = 256;

  private final @Nullable AtomicFile file;
  private final OutputStream out;
  private final CsvWriter csv;
  private final int columns;
  private final @Nullable ParquetFile parquet;
  private final @Nullable List<String> names; // of the members of JSON lines

  private TableWriter(AtomicFile file, OutputStream out, List<Field> fields, ParquetFile parquet) {
    this.file = file;
    this.out = out;
    this.csv = csv(out);
    this.columns = fields.size();
    this.parquet = parquet;
    this.names = null;
  }

  private TableWriter(OutputStream out, List<String> names) {
    this.file = null;
    this.out = out;
    this.csv = csv(out);
    this.columns = names.size();
    this.parquet = null;
    this.names = List.copyOf(names);
  }

  private TableWriter(@Nullable AtomicFile file, OutputStream out, List<String> header) {
    this.file = file;
    this.out = out;
    this.csv = csv(out);
    this.columns = header.size();
    this.parquet = null;
    this.names = null;
    if (!header.isEmpty()) {
      row(header);
    }
  }

  /// Starts a file and writes the header.
  ///
  /// @param name path of the file
  public static TableWriter toFile(String name, List<String> header) {
    AtomicFile file = AtomicFile.create(name);
    boolean done = false;
    try {
      OutputStream out = new BufferedOutputStream(file.stream(), BUFFER_BYTES);
      if (name.toLowerCase(Locale.ROOT).endsWith(".gz")) {
        out = new GZIPOutputStream(out, BUFFER_BYTES);
      }
      TableWriter writer = new TableWriter(file, out, header);
      done = true;
      return writer;
    } catch (IOException e) {
      throw new OutputException(name, e);
    } finally {
      if (!done) {
        file.close();
      }
    }
  }

  /// Starts a Parquet file: rows are given as text, and stored as the type of each field.
  ///
  /// @param name path of the file
  public static TableWriter toParquet(String name, List<Field> fields) {
    AtomicFile file = AtomicFile.create(name);
    boolean done = false;
    try {
      OutputStream out = new BufferedOutputStream(file.stream(), BUFFER_BYTES);
      TableWriter writer = new TableWriter(file, out, fields, new ParquetFile(fields, out));
      done = true;
      return writer;
    } catch (IOException e) {
      throw new OutputException(name, e);
    } finally {
      if (!done) {
        file.close();
      }
    }
  }

  /// Writes to a stream that stays open, and the header first. A [java.io.PrintStream] such as System.out would hide
  /// failures; give the stream of the file descriptor instead.
  ///
  /// @param name the name of the stream in messages
  public static TableWriter toStream(String name, OutputStream stream, List<String> header) {
    return new TableWriter(
        null, new BufferedOutputStream(new ReportingStream(name, stream), BUFFER_BYTES), header);
  }

  /// Writes to a stream that stays open: each row as a JSON object on a line of its own, with the names as members and null
  /// for a missing cell.
  ///
  /// @param name the name of the stream in messages
  /// @param names of the cells of a row
  public static TableWriter toJsonLines(String name, OutputStream stream, List<String> names) {
    return new TableWriter(
        new BufferedOutputStream(new ReportingStream(name, stream), BUFFER_BYTES), names);
  }

  /// Starts a file of lines that are not CSV: see [#lines].
  ///
  /// @param name path of the file
  public static TableWriter linesToFile(String name) {
    return toFile(name, List.of());
  }

  /// Writes lines that are not CSV to a stream that stays open: see [#lines].
  ///
  /// @param name the name of the stream in messages
  public static TableWriter linesToStream(String name, OutputStream stream) {
    return toStream(name, stream, List.of());
  }

  /// Writes a row.
  ///
  /// @param fields as many as the header has
  public void row(List<String> fields) {
    if (fields.size() != columns) {
      throw new IllegalArgumentException(
          "the row has %d fields, the header %d".formatted(fields.size(), columns));
    }
    if (names != null) {
      write((JsonCells.row(names, fields) + "\n").getBytes(StandardCharsets.UTF_8));
    } else if (parquet == null) {
      csv.writeRecord(fields);
    } else {
      toParquet(parquet, fields);
    }
  }

  private static void toParquet(ParquetFile parquet, List<String> fields) {
    try {
      parquet.row(fields);
    } catch (IOException e) {
      throw new OutputException("the table", e);
    }
  }

  /// Writes many rows, whose text is made in parallel.
  ///
  /// @param count how many
  /// @param row the fields of row 0 … count − 1, as many as the header has; called from any of the workers' threads
  public void rows(int count, Workers workers, IntFunction<List<String>> row) {
    List<String> members = names;
    if (members != null) {
      lines(count, workers, i -> JsonCells.row(members, row.apply(i)));
      return;
    }
    if (parquet != null) {
      for (int i = 0; i < count; i++) {
        toParquet(parquet, row.apply(i));
      }
      return;
    }
    parts(
        count,
        workers,
        (from, to) -> {
          ByteArrayOutputStream bytes = new ByteArrayOutputStream(BUFFER_BYTES);
          CsvWriter lines = csv(bytes);
          for (int i = from; i < to; i++) {
            lines.writeRecord(row.apply(i));
          }
          flush(lines);
          return bytes.toByteArray();
        });
  }

  /// Writes many lines as they are, which are made in parallel.
  ///
  /// @param count how many
  /// @param line the text of line 0 … count − 1 without its end; called from any of the workers' threads
  public void lines(int count, Workers workers, IntFunction<String> line) {
    parts(
        count,
        workers,
        (from, to) -> {
          StringBuilder text = new StringBuilder();
          for (int i = from; i < to; i++) {
            text.append(line.apply(i)).append('\n');
          }
          return text.toString().getBytes(StandardCharsets.UTF_8);
        });
  }

  /// The bytes of some rows.
  private interface Part {
    byte[] bytes(int from, int to);
  }

  private void parts(int count, Workers workers, Part part) {
    byte[][] parts = new byte[Math.ceilDiv(count, ROWS_AT_ONCE)][];
    workers.run(
        parts.length,
        (task, _) -> {
          int from = task * ROWS_AT_ONCE;
          parts[task] = part.bytes(from, Math.min(count, from + ROWS_AT_ONCE));
        });
    flush(csv);
    for (byte[] bytes : parts) {
      write(bytes);
    }
  }

  private void write(byte[] bytes) {
    try {
      out.write(bytes);
    } catch (IOException e) {
      throw new OutputException("the table", e);
    }
  }

  private static CsvWriter csv(OutputStream out) {
    return CsvGrammar.writer().build(out);
  }

  private static void flush(CsvWriter csv) {
    try {
      csv.flush();
    } catch (IOException e) {
      throw new OutputException("the table", e);
    }
  }

  /// Writes out what is buffered, and puts a file into its place. Nothing can be written afterwards.
  public void commit() {
    try {
      if (file == null) {
        csv.flush();
      } else if (parquet != null) {
        parquet.finish("Bijou");
        out.flush();
        file.commit();
      } else {
        csv.close();
        file.commit();
      }
    } catch (IOException e) {
      throw new OutputException("the table", e);
    }
  }

  /// Removes a file that was not committed.
  @Override
  public void close() {
    if (file != null) {
      file.close();
    }
  }
}
