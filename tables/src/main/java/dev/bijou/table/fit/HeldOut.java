package dev.bijou.table.fit;

import dev.bijou.table.io.TableException;
import dev.bijou.table.io.TableSource;
import dev.bijou.table.schema.TrainingTable;
import dev.bijou.table.text.NumberText;
import java.util.stream.IntStream;

/// The held-out rows, and those that are left to learn from.
///
/// @param table the table that holds the held-out rows
/// @param rows their numbers there
/// @param trainingRows the numbers of the rows to learn from
/// @param source where the held-out rows come from, in words
record HeldOut(TrainingTable table, int[] rows, int[] trainingRows, String source) {

  /// Holds rows out as the options say.
  ///
  /// Throws a [TableException] if no row is left to learn from, or another table cannot be read.
  ///
  /// @param source of the table
  static HeldOut of(TableSource source, TrainingTable table, TableFitOptions options) {
    return switch (options.validation()) {
      case Validation.Usual usual -> of(source, table, options, usual.share(table.rows()));
      case Validation.Fraction(double share) -> of(source, table, options, share);
      case Validation.Table(TableSource other) -> {
        TrainingTable.Options reading = options.reading();
        TrainingTable held =
            TrainingTable.load(
                other,
                table.schema(),
                new TrainingTable.Options(
                    reading.missing(), reading.memoryLimit() / 4, reading.seed()));
        yield new HeldOut(held, all(held), all(table), other.fileName());
      }
    };
  }

  private static HeldOut of(
      TableSource source, TrainingTable table, TableFitOptions options, double share) {
    Split split = Split.of(table, share, options.fit().seed());
    if (split.training().length == 0 || split.validation().length == 0) {
      throw new TableException(
          source.name() + ": all rows are copies of one; there is no density to learn");
    }
    return new HeldOut(
        table,
        split.validation(),
        split.training(),
        "a random %s of the rows of %s".formatted(NumberText.percent(share), source.fileName()));
  }

  private static int[] all(TrainingTable table) {
    return IntStream.range(0, table.rows()).toArray();
  }
}
