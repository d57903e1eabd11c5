package dev.bijou.conditional;

import dev.bijou.conditional.cell.CellSet;
import dev.bijou.table.encoding.ConstantCells;
import dev.bijou.table.io.TableException;
import dev.bijou.table.schema.Column;
import dev.bijou.table.schema.Schema;
import dev.bijou.table.text.NumberText;
import dev.bijou.table.text.Phrases;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// Reads conditions one after the other.
final class ConditionReader {
  private final Schema schema;
  private final List<String> names;
  private final CellSet[] targets;
  private final String[] last; // the condition that was added to a column last
  private final Double[] given;
  private final String[] givenText;
  private final Set<Integer> set = new HashSet<>(); // given columns that have a value

  ConditionReader(Schema schema) {
    this.schema = schema;
    this.names = schema.columns().stream().map(Column::name).toList();
    this.targets = schema.targets().stream().map(CellSet::of).toArray(CellSet[]::new);
    this.last = new String[targets.length];
    this.given = new Double[schema.given().size()];
    this.givenText = new String[given.length];
  }

  /// Adds a condition.
  ///
  /// Throws a [TableException] if it cannot be read or satisfied.
  void read(ConditionText condition) {
    ConditionText.Clause clause = condition.clause();
    String name = clause.name().content();
    int column = names.indexOf(name);
    if (column < 0) {
      throw condition.wrong(Phrases.noColumn("the model", name, names));
    }
    if (column < targets.length) {
      target(column, clause.operator(), clause.values());
    } else {
      given(column - targets.length, clause.operator(), clause.values());
    }
  }

  private void given(int at, String operator, ConditionText values) {
    Column column = schema.given().get(at);
    List<ConditionText> parts = values.split('|');
    boolean equal = operator.equals("=") || operator.equals("==");
    if (!equal || parts.size() > 1 || !set.add(at)) {
      throw values.wrong(
          "the model is conditional on %s; set it to one value with ="
              .formatted(Phrases.quote(column.name())));
    }
    given[at] = value(column, parts.getFirst());
    if (Double.isNaN(given[at]) && !column.takesMissing()) {
      throw neverMissing(column, values);
    }
    givenText[at] = Double.isNaN(given[at]) ? "" : parts.getFirst().content();
  }

  private void target(int at, String operator, ConditionText values) {
    CellSet before = targets[at];
    Column column = before.column();
    List<ConditionText> parts = values.split('|');
    List<Double> cells = parts.stream().map(part -> value(column, part)).toList();
    CellSet now =
        switch (operator) {
          case "=", "==" -> {
            check(column, before, parts, cells);
            yield before.among(cells);
          }
          case "!=" -> {
            check(column, before, parts, cells);
            yield before.butNot(cells);
          }
          default -> compared(before, operator, values, cells);
        };
    if (now.isEmpty()) {
      String others = last[at] == null ? "" : " and " + Phrases.quote(last[at]);
      String range =
          column.kind().isNumeric()
              ? "; it goes from %s to %s"
                  .formatted(column.text(column.min()), column.text(column.max()))
              : "";
      throw values.wrong(
          "no cell of column %s satisfies it%s%s"
              .formatted(Phrases.quote(column.name()), others, range));
    }
    last[at] = values.shown();
    targets[at] = now;
  }

  private static CellSet compared(
      CellSet before, String operator, ConditionText values, List<Double> cells) {
    CellSet.Comparison comparison =
        Arrays.stream(CellSet.Comparison.values())
            .filter(one -> one.sign().equals(operator))
            .findFirst()
            .orElseThrow(() ->
                values.wrong(
                    "%s is none of =, !=, <, <=, >, >=".formatted(Phrases.quote(operator))));
    Column column = before.column();
    if (!column.kind().isNumeric()) {
      throw values.wrong(
          "column %s is %s, whose values have no order; use = or !="
              .formatted(Phrases.quote(column.name()), column.kind().type()));
    }
    if (cells.size() > 1 || Double.isNaN(cells.getFirst())) {
      throw values.wrong("%s needs one value".formatted(operator));
    }
    return before.and(comparison, cells.getFirst());
  }

  private static double value(Column column, ConditionText part) {
    String text = part.content();
    if (text.isEmpty() && part.isQuoted()) {
      throw part.wrong("write ? for a missing cell");
    }
    try {
      return column.value(text);
    } catch (IllegalArgumentException e) {
      throw part.wrong(String.valueOf(e.getMessage()));
    }
  }

  /// Refuses values that the column cannot have.
  private static void check(
      Column column, CellSet before, List<ConditionText> parts, List<Double> cells) {
    for (int i = 0; i < cells.size(); i++) {
      double cell = cells.get(i);
      ConditionText part = parts.get(i);
      if (column.isAtom()) {
        if (cell != ConstantCells.CONSTANT) {
          throw part.wrong(
              "column %s was always %s in the rows learned from"
                  .formatted(Phrases.quote(column.name()), always(column)));
        }
        continue;
      }
      if (Double.isNaN(cell)) {
        if (column.missing() == 0) {
          throw neverMissing(column, part);
        }
        continue;
      }
      List<String> known = column.kind().names();
      if (!column.kind().isNumeric()) {
        if (cell >= known.size()) {
          throw part.wrong(
              "column %s has no %s; it has %s"
                  .formatted(
                      Phrases.quote(column.name()),
                      Phrases.quote(part.content()),
                      Phrases.quoted(known)));
        }
        continue;
      }
      List<Double> atoms = column.kind().atoms().values();
      if (column.kind().atoms().only() && atoms.stream().noneMatch(atom -> atom == cell)) {
        throw part.wrong(
            "column %s has the values %s"
                .formatted(
                    Phrases.quote(column.name()),
                    listed(atoms.stream().map(column::text).toList())));
      }
      double off = Math.abs(before.snap(cell) - cell);
      if (off > 1e-6 * Math.max(before.step(), Math.abs(cell) * 1e-6) && before.step() > 0) {
        throw part.wrong(
            "the values of column %s are %s apart"
                .formatted(Phrases.quote(column.name()), NumberText.of(before.step())));
      }
    }
  }

  private static String always(Column column) {
    String text = column.text(ConstantCells.CONSTANT);
    return text.isEmpty() ? "missing" : Phrases.quote(text);
  }

  private static String listed(List<String> texts) {
    String shown = texts.stream().limit(Phrases.NAMES_SHOWN).collect(Collectors.joining(", "));
    int more = texts.size() - Phrases.NAMES_SHOWN;
    return more > 0 ? shown + " and " + more + " more" : shown;
  }

  private static TableException neverMissing(Column column, ConditionText part) {
    return part.wrong(
        "column %s had no missing cell when the model was learned"
            .formatted(Phrases.quote(column.name())));
  }

  /// The cells that each target column may have.
  List<CellSet> targets() {
    return Arrays.asList(targets);
  }

  /// The cells of the given columns.
  ///
  /// Throws a [TableException] if one is not set.
  List<Double> given() {
    for (int i = 0; i < given.length; i++) {
      if (!set.contains(i)) {
        throw new TableException(
            "the model is conditional on %s; add a condition that sets it, with ="
                .formatted(Phrases.quote(schema.given().get(i).name())));
      }
    }
    return Arrays.asList(given);
  }

  /// The same, as they were written.
  List<String> givenText() {
    return Arrays.asList(givenText);
  }
}
