package dev.bijou.cli.console;

import dev.bijou.OutputException;
import dev.bijou.table.draw.ParquetTables;
import dev.bijou.table.io.TableSource;
import dev.bijou.table.io.TableWriter;
import dev.bijou.table.schema.Schema;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The streams that a command reads from and writes to.
///
/// @param in standard input
/// @param out standard output, for results; fails when writing fails, unlike a [PrintStream]
/// @param err standard error, for progress and messages
/// @param terminal whether `err` is a terminal
/// @param columns at which help is wrapped: those of the terminal, if there is one
/// @param interrupts starts to listen for requests to stop; the first one runs the argument
public record Shell(
    InputStream in,
    OutputStream out,
    PrintStream err,
    boolean terminal,
    int columns,
    Function<Runnable, Interrupts> interrupts) {
  public static final String STANDARD_OUTPUT = "standard output";

  /// Columns of a terminal of unknown width.
  public static final int USUAL_COLUMNS = 80;

  /// The streams of the process.
  public static Shell system() {
    return new Shell(
        System.in,
        new FileOutputStream(FileDescriptor.out),
        System.err,
        Boolean.getBoolean("bijou.terminal"),
        Integer.getInteger("bijou.columns", USUAL_COLUMNS),
        Signals::listen);
  }

  /// The table that an argument names, `-` for standard input.
  public TableSource table(String name) {
    ParquetLog.quiet();
    return name.equals(TableSource.STANDARD_INPUT)
        ? TableSource.of("standard input", in)
        : TableSource.of(name);
  }

  /// Opens the file that `-o` names, or standard output without it or for `-`.
  public Function<List<String>, TableWriter> tableTo(@Nullable String name) {
    return name == null || name.equals("-")
        ? header -> TableWriter.toStream(STANDARD_OUTPUT, out, header)
        : header -> TableWriter.toFile(name, header);
  }

  /// The same, but a file whose name ends in `.parquet` is a Parquet file.
  ///
  /// @param schema of columns of the table; others are text
  public Function<List<String>, TableWriter> tableTo(@Nullable String name, Schema schema) {
    return name != null && name.toLowerCase(Locale.ROOT).endsWith(".parquet")
        ? ParquetTables.to(name, schema)
        : tableTo(name);
  }

  /// Opens the file that `-o` names, or standard output without it or for `-`, for lines without a header.
  public TableWriter linesTo(@Nullable String name) {
    return name == null || name.equals("-")
        ? TableWriter.linesToStream(STANDARD_OUTPUT, out)
        : TableWriter.linesToFile(name);
  }

  /// Prints a result.
  public void print(String text) {
    try {
      out.write(text.getBytes(StandardCharsets.UTF_8));
      out.flush();
    } catch (IOException e) {
      throw new OutputException(STANDARD_OUTPUT, e);
    }
  }
}
