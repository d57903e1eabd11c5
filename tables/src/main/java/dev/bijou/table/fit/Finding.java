package dev.bijou.table.fit;

import dev.bijou.table.schema.Column;
import dev.bijou.table.schema.Kind;
import dev.bijou.table.schema.Relation;
import dev.bijou.table.text.NumberText;
import dev.bijou.table.text.Phrases;
import java.util.List;
import java.util.stream.Collectors;

/// Something about a table that limits what a density of it can be or mean.
public sealed interface Finding {

  /// The finding and what to do about it, one line.
  String message();

  /// There are so few rows that no flexible model can be learned from them.
  ///
  /// @param rows the number of rows
  record FewRows(int rows) implements Finding {
    @Override
    public String message() {
      return "only %s to learn from: expect no more than a Gaussian would give; more rows help most"
          .formatted(NumberText.counted(rows, "row"));
    }
  }

  /// Columns of which all cells are equal: there is no density to learn, but another cell would be a novelty.
  ///
  /// @param columns the columns
  record ConstantColumns(List<Column> columns) implements Finding {
    @Override
    public String message() {
      return "nothing to learn from constant columns, which are watched for another value: "
          + listed(columns);
    }
  }

  /// Columns that are left out: keys and free text, of which only the form is kept.
  ///
  /// @param columns the columns
  /// @param watched whether the forms of keys and free text are kept
  record LeftOut(List<Column> columns, boolean watched) implements Finding {
    /// Columns of which nothing is kept.
    public LeftOut(List<Column> columns) {
      this(columns, false);
    }

    @Override
    public String message() {
      return "left out of the model: "
          + listed(columns)
          + (watched ? "; the form of keys and free text is watched" : "");
    }
  }

  private static String listed(List<Column> columns) {
    String described =
        columns.stream()
            .limit(Phrases.NAMES_SHOWN)
            .map(column -> Phrases.quote(column.name()) + " (" + reason(column) + ")")
            .collect(Collectors.joining(", "));
    int more = columns.size() - Phrases.NAMES_SHOWN;
    return described + (more > 0 ? " and " + more + " more" : "");
  }

  private static String reason(Column column) {
    return switch (column.kind()) {
      case Kind.Constant(String text) when text.isEmpty() -> "all cells are missing";
      case Kind.Constant(String text) -> "always " + Phrases.quote(text);
      case Kind.Identifier _ -> "a key or free text";
      default -> "always " + Phrases.quote(column.text(column.min()));
    };
  }

  /// A column that only numbers the rows.
  ///
  /// @param column its name
  record RowCounter(String column) implements Finding {
    @Override
    public String message() {
      return "column %s only numbers the rows; leave it out".formatted(Phrases.quote(column));
    }
  }

  /// Columns to model that take few different values, whole numbers for instance.
  ///
  /// @param columns the columns
  record DiscreteColumns(List<Column> columns) implements Finding {
    @Override
    public String message() {
      String described =
          columns.stream()
              .limit(Phrases.NAMES_SHOWN)
              .map(column -> Phrases.quote(column.name()) + " (" + values(column) + ")")
              .collect(Collectors.joining(", "));
      int more = columns.size() - Phrases.NAMES_SHOWN;
      return ("few different values in %s: %s%s. A density grows without bound on such values, so its level means"
              + " little; leave them out, or condition on them")
          .formatted(
              NumberText.counted(columns.getFirst().count(), "row"),
              described,
              more > 0 ? " and " + more + " more columns" : "");
    }

    private static String values(Column column) {
      String values =
          column.distinct() < Column.MANY ? NumberText.count(column.distinct()) : "many";
      return switch (column.decimals()) {
        case -1 -> values;
        case 0 -> values + " whole numbers";
        default -> values + ", steps of " + NumberText.of(column.step());
      };
    }
  }

  /// A column to model in which one value is very frequent.
  ///
  /// @param column its name
  /// @param value the value
  /// @param share of the rows, between 0 and 1
  record RepeatedValue(String column, double value, double share) implements Finding {
    @Override
    public String message() {
      return "column %s is %s in %s of the rows; a density grows without bound there, so its level means little"
          .formatted(
              Phrases.quote(column), NumberText.of((float) value), NumberText.percent(share));
    }
  }

  /// Columns to model as continuous although their numbers are rounded, and most of them stand more than once.
  ///
  /// @param columns the columns
  record RoundedColumns(List<Column> columns) implements Finding {
    @Override
    public String message() {
      String described =
          columns.stream()
              .limit(Phrases.NAMES_SHOWN)
              .map(column ->
                  Phrases.quote(column.name()) + " (steps of " + NumberText.of(column.step()) + ")")
              .collect(Collectors.joining(", "));
      int more = columns.size() - Phrases.NAMES_SHOWN;
      return ("rounded numbers, most of which stand more than once, are modelled as continuous in %s%s: the density says"
              + " little about single values; a schema that makes such a column an integer one, with this grid, counts"
              + " them")
          .formatted(described, more > 0 ? " and " + more + " more columns" : "");
    }
  }

  /// A column to model that is, all but exactly, a linear combination of others.
  ///
  /// @param column its name
  /// @param others the columns that determine it: one if it is a multiple of that one, else all before it
  /// @param unexplained 1 − R², the share of its variance that the others leave
  record CollinearColumn(String column, List<String> others, double unexplained)
      implements Finding {
    @Override
    public String message() {
      return ("column %s is determined by %s (1 − R² = %.1e), so the density grows without bound; leave it out")
          .formatted(
              Phrases.quote(column),
              others.size() == 1 ? Phrases.quote(others.getFirst()) : "other columns together",
              Math.max(0, unexplained));
    }
  }

  /// Columns that follow from others, in every row or in many.
  ///
  /// @param relations how
  record Following(List<Relation> relations) implements Finding {
    @Override
    public String message() {
      int more = relations.size() - Phrases.NAMES_SHOWN;
      boolean always = relations.stream().noneMatch(relation -> relation instanceof Relation.Tie);
      return (always ? "in every row" : "in every row or the share said")
          + ", and so in drawn ones: "
          + relations.stream()
              .limit(Phrases.NAMES_SHOWN)
              .map(Following::of)
              .collect(Collectors.joining(", "))
          + (more > 0 ? " and " + more + " more" : "");
    }

    private static String of(Relation relation) {
      String column = Phrases.quote(relation.column());
      return switch (relation) {
        case Relation.Label label -> column + " goes with " + Phrases.quote(label.from());
        case Relation.Total total -> column + " = " + sum(total);
        case Relation.Tie tie ->
            "%s = %s (%s)"
                .formatted(column, Phrases.quote(tie.to()), NumberText.percent(tie.share()));
      };
    }

    private static String sum(Relation.Total total) {
      StringBuilder sum = new StringBuilder();
      for (int i = 0; i < total.of().size(); i++) {
        int factor = total.factors().get(i);
        sum.append(sum.isEmpty() ? (factor < 0 ? "−" : "") : factor < 0 ? " − " : " + ");
        sum.append(Math.abs(factor) == 1 ? "" : Math.abs(factor) + " × ");
        sum.append(Phrases.quote(total.of().get(i)));
      }
      double constant = total.constant();
      return constant == 0
          ? sum.toString()
          : sum + (constant < 0 ? " − " : " + ") + NumberText.of(Math.abs(constant));
    }
  }

  /// A column with a value absurdly far from the rest.
  ///
  /// @param column its name
  /// @param value the value farthest from the median
  /// @param spreads its distance from the median, in standard deviations estimated from the quartiles
  record Outlier(String column, double value, double spreads) implements Finding {
    @Override
    public String message() {
      return "column %s has the value %s, %.0e times its usual spread from the middle; is it a code for a missing cell?"
          .formatted(Phrases.quote(column), NumberText.of((float) value), spreads);
    }
  }

  /// Rows that repeat an earlier row exactly, where few different cells do not explain it.
  ///
  /// @param rows how many repeat an earlier one
  /// @param share of all rows, between 0 and 1
  record DuplicateRows(int rows, double share) implements Finding {
    @Override
    public String message() {
      return "%s (%s) exactly; copies are kept on one side of the split into training and validation"
          .formatted(
              rows == 1
                  ? "1 row repeats an earlier one"
                  : NumberText.count(rows) + " rows repeat an earlier one",
              NumberText.percent(share));
    }
  }
}
