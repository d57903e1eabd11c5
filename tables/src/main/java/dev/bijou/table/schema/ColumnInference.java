package dev.bijou.table.schema;

import dev.bijou.table.io.TableException;
import dev.bijou.table.text.Phrases;

/// Infers what a column holds as its cells stream by, in memory that does not grow with the table.
final class ColumnInference {
  /// Share of numbers from which the rest are mistakes rather than names.
  private static final double NUMBERS = 0.9;

  private static final int DAY = 86_400;

  private final ColumnDraft draft;
  private final ColumnCells cells;
  private final NumberInference numbers;
  private final NameInference names;

  /// @param draft what the draft says about the column
  /// @param takesMissing whether missing cells are part of the model
  /// @param seed of the samples by which the column is judged
  ColumnInference(ColumnDraft draft, boolean takesMissing, long seed) {
    this(draft, new ColumnCells(draft, takesMissing, seed));
  }

  /// @param cells of all parts of the column
  ColumnInference(ColumnDraft draft, ColumnCells cells) {
    this.draft = draft;
    this.cells = cells;
    this.numbers = new NumberInference(draft, cells);
    this.names = new NameInference(draft, cells);
  }

  /// The reader of the cells of the column.
  ColumnCells cells() {
    return cells;
  }

  /// What the column is.
  ///
  /// Throws a [TableException] if it cannot be what the draft says.
  Column column(String table) {
    Column column =
        switch (draft.type().orElseGet(this::type)) {
          case "continuous" -> numbers.column(table, false);
          case "integer" -> numbers.column(table, true);
          case "date-time" -> date(table);
          case "boolean" -> coded(names.binary(table));
          case "categorical" -> coded(names.categorical(table));
          case "constant" -> constant(table);
          default -> coded(new Kind.Identifier());
        };
    return bounded(column);
  }

  private String type() {
    long present = cells.present();
    if (isConstant()) {
      return "constant";
    }
    if (cells.numbers() >= NUMBERS * present && cells.numbers() > 0) {
      return numericType();
    }
    if (!cells.dates().isEmpty() && cells.numbers() == 0) {
      return "date-time";
    }
    if (cells.texts().size() == 2 && !cells.overflows() && names.noAndYes().isPresent()) {
      return "boolean";
    }
    return names.isKey() ? "identifier" : "categorical";
  }

  /// Whether all cells are missing, or all are there and equal.
  private boolean isConstant() {
    return cells.present() == 0
        || (cells.missing() == 0
            && (cells.others() == 0
                ? cells.statistics().column(draft.name(), 0).isConstant()
                : cells.texts().size() == 1 && !cells.overflows()));
  }

  private Column constant(String table) {
    if (!isConstant()) {
      throw new TableException(
          "%s, column %s: the schema says constant, but its cells differ"
              .formatted(table, Phrases.quote(draft.name())));
    }
    return coded(new Kind.Constant(cells.present() == 0 ? "" : cells.texts().text(0)));
  }

  private String numericType() {
    Column column = cells.statistics().column(draft.name(), 0);
    if (cells.missing() == 0 && column.numbersRows()) {
      return "identifier";
    }
    if (column.distinct() == 2
        && column.min() == 0
        && column.max() == 1
        && cells.texts().size() == 2
        && !cells.overflows()) {
      return "boolean";
    }
    return numbers.isOnGrid(column) ? "integer" : "continuous";
  }

  private Column date(String table) {
    if (cells.dates().isEmpty()) {
      throw new TableException(
          "%s, column %s: the schema says date-time, but not all cells are written %s"
              .formatted(
                  table,
                  Phrases.quote(draft.name()),
                  draft.pattern().map(pattern -> "as " + pattern).orElse("in one known way")));
    }
    ColumnCells.DateCandidate chosen = cells.dates().getFirst();
    Column column =
        chosen.statistics.column(draft.name(), new Kind.Identifier(), 0, cells.missing());
    double natural = chosen.format().hasTime() ? 1 : DAY;
    double range = column.max() - column.min();
    double grid =
        draft
            .grid()
            .orElse(
                column.decimals() == 0 && range / natural < NumberInference.MOST_STEPS
                    ? natural
                    : 0);
    return new Column(
        column.name(),
        new Kind.DateTime(chosen.format().pattern(), grid),
        column.min(),
        column.count(),
        cells.missing(),
        column.mean(),
        column.standardDeviation(),
        column.min(),
        column.max(),
        column.distinct(),
        column.decimals());
  }

  /// A column that is not numeric; its statistics are those of the codes.
  private Column coded(Kind kind) {
    int distinct = Math.min(cells.texts().size() + (cells.overflows() ? 1 : 0), Column.MANY);
    return new Column(
        draft.name(),
        kind,
        0,
        cells.present(),
        cells.missing(),
        0,
        0,
        0,
        kind.names().size(),
        distinct,
        0);
  }

  /// The column with the bounds and the missing cells of the draft, where it says so.
  private Column bounded(Column column) {
    return new Column(
        column.name(),
        column.kind(),
        column.offset(),
        column.unit(),
        column.count(),
        Math.max(column.missing(), cells.takesMissing() ? draft.missing().orElse(0) : 0),
        column.mean(),
        column.standardDeviation(),
        column.kind().isNumeric() ? draft.min().orElse(column.min()) : column.min(),
        column.kind().isNumeric() ? draft.max().orElse(column.max()) : column.max(),
        column.distinct(),
        column.decimals());
  }
}
