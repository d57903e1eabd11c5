package dev.bijou.table.fit;

import dev.bijou.table.io.TableException;
import dev.bijou.table.io.TableSource;
import dev.bijou.table.schema.TrainingTable;
import dev.bijou.table.text.NumberText;
import dev.bijou.train.FlowFit;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// Which rows are held out, and from which each flow learns.
///
/// @param table the table that holds the held-out rows
/// @param splits numbers of rows to learn from, and of held-out rows in `table`; several where each flow
///     holds another part of the table out
/// @param source where the held-out rows come from, in words
record HeldOut(TrainingTable table, List<Split> splits, String source) {

  /// Holds rows out as the options say.
  ///
  /// Throws a [TableException] if no row is left to learn from, or another table cannot be read.
  ///
  /// @param source of the table
  static HeldOut of(TableSource source, TrainingTable table, TableFitOptions options) {
    return switch (options.validation()) {
      case Validation.Usual usual -> usual(source, table, options, usual.share(table.rows()));
      case Validation.Fraction(double share) -> of(source, table, options, share);
      case Validation.Table(TableSource other) -> {
        TrainingTable.Options reading = options.reading();
        TrainingTable held =
            TrainingTable.load(
                other,
                table.schema(),
                new TrainingTable.Options(
                    reading.missing(), reading.memoryLimit() / 4, reading.seed()));
        yield new HeldOut(held, List.of(new Split(all(table), all(held))), other.fileName());
      }
    };
  }

  /// Several parts where rows are few, each held out from one flow and learned by the others.
  private static HeldOut usual(
      TableSource source, TrainingTable table, TableFitOptions options, double share) {
    int wanted = FlowFit.heldOutParts(table.rows(), options.fit());
    if (wanted == 1) {
      return of(source, table, options, share);
    }
    List<Split> parts = Split.parts(table, FlowFit.PARTS, options.fit().seed());
    if (parts.size() < FlowFit.PARTS) { // copies of a record fill several
      return of(source, table, options, share);
    }
    return new HeldOut(
        table,
        parts.subList(0, wanted),
        "%s of the rows of %s, each judged by the flow that did not learn from it"
            .formatted(NumberText.percent((double) wanted / FlowFit.PARTS), source.fileName()));
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
        List.of(split),
        "a random %s of the rows of %s".formatted(NumberText.percent(share), source.fileName()));
  }

  /// The same without some rows, which no flow learns from. Held-out rows of another table stay.
  ///
  /// @param learned the table to learn from
  /// @param doubted whether a row is left out, for each row of this table
  HeldOut without(TrainingTable learned, boolean[] doubted) {
    List<Split> left =
        splits.stream()
            .map(split ->
                new Split(
                    kept(split.training(), doubted),
                    table == learned ? kept(split.validation(), doubted) : split.validation()))
            .filter(split -> split.training().length > 0 && split.validation().length > 0)
            .toList();
    return left.isEmpty() ? this : new HeldOut(table, left, source);
  }

  private static int[] kept(int[] rows, boolean[] doubted) {
    return Arrays.stream(rows).filter(row -> !doubted[row]).toArray();
  }

  /// The number of held-out rows.
  int rows() {
    return splits.stream().mapToInt(split -> split.validation().length).sum();
  }

  /// The numbers of all rows that some flow learns from, ascending.
  int[] trainingRows() {
    return splits.stream()
        .flatMapToInt(split -> Arrays.stream(split.training()))
        .distinct()
        .sorted()
        .toArray();
  }

  private static int[] all(TrainingTable table) {
    return IntStream.range(0, table.rows()).toArray();
  }
}
