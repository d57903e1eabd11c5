package dev.bijou.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Conditions on the columns of a model, such as `age>60,sex=F`.
///
/// Conditions are separated by commas, and all must hold. Each is the name of a column, one of `=`, `!=`, `<`, `<=`, `>`,
/// `>=`, and a value as the table writes it; several values after `=` or `!=`, separated by `|`, mean any or none of
/// them, and `?` a missing cell, which satisfies `=?` and nothing else. A name or a value that holds one of these signs is put in double or
/// single quotes, inside which a quote is doubled.
///
/// @param targets the cells that each target column may have, in the order of the schema
/// @param given the cells of the given columns of a conditional model, in the order of the schema
/// @param givenText the same as they were written
public record Where(List<CellSet> targets, List<Double> given, List<String> givenText) {
  private static final String OPERATORS = "=!<>";

  /// Copies the lists.
  public Where {
    targets = List.copyOf(targets);
    given = List.copyOf(given);
    givenText = List.copyOf(givenText);
  }

  /// Reads conditions.
  ///
  /// Throws a [TableException] if a condition cannot be read, names no column of the model or a value that the column
  /// cannot have; if no cell of a column satisfies all of them; or if the model is conditional and not each given column is
  /// set to a value.
  public static Where parse(Schema schema, String text) {
    Reader reader = new Reader(schema);
    for (Token clause : split(new Token(text, text), ',')) {
      reader.read(clause);
    }
    return reader.where();
  }

  /// Whether some condition admits single values that have a density, but no probability.
  public boolean hasSingles() {
    return targets.stream().anyMatch(set -> set.singles().length > 0);
  }

  /// Whether a row satisfies the conditions.
  ///
  /// @param row a double for each target column
  public boolean holds(double[] row) {
    for (int c = 0; c < targets.size(); c++) {
      if (!targets.get(c).contains(row[c])) {
        return false;
      }
    }
    return true;
  }

  /// Factors for the codes of a row, each column's in turn, see [dev.bijou.distribution.Categorical#sampleAmong]: how much
  /// of each code satisfies the conditions.
  ///
  /// @param sets the cells that each target column may have
  public static float[] factors(RowEncoder encoder, List<CellSet> sets) {
    List<Integer> cardinalities = encoder.layout().cardinalities();
    float[][] factors = new float[cardinalities.size()][];
    for (int c = 0; c < sets.size(); c++) {
      int column = c;
      encoder
          .code(c)
          .ifPresent(code -> {
            factors[code] = new float[cardinalities.get(code)];
            sets.get(column).factors(factors[code]);
          });
    }
    int total = cardinalities.stream().mapToInt(Integer::intValue).sum();
    float[] all = new float[total];
    int at = 0;
    for (float[] some : factors) {
      System.arraycopy(some, 0, all, at, some.length);
      at += some.length;
    }
    return all;
  }

  /// A part of the text.
  ///
  /// @param text as it was written, quotes included
  /// @param shown the condition that it is part of, for messages
  private record Token(String text, String shown) {
    boolean isQuoted() {
      String stripped = text.strip();
      return !stripped.isEmpty() && isQuote(stripped.charAt(0));
    }

    /// Without quotes, and spaces around it.
    String content() {
      String stripped = text.strip();
      if (!isQuoted()) {
        return stripped;
      }
      char quote = stripped.charAt(0);
      if (stripped.length() < 2 || stripped.charAt(stripped.length() - 1) != quote) {
        throw wrong(shown, "put quotes around a whole name or value");
      }
      String twice = String.valueOf(quote) + quote;
      return stripped.substring(1, stripped.length() - 1).replace(twice, String.valueOf(quote));
    }
  }

  private static boolean isQuote(char c) {
    return c == '"' || c == '\'';
  }

  private static TableException wrong(String shown, String what) {
    return new TableException("condition %s: %s".formatted(Phrases.quote(shown), what));
  }

  /// The parts between separators that stand outside of quotes. A quote opens at the start of a name or value only, so that
  /// an apostrophe is a letter.
  private static List<Token> split(Token token, char separator) {
    List<Token> parts = new ArrayList<>();
    String text = token.text();
    int from = 0;
    for (int at = 0; at <= text.length(); at++) {
      at = end(text, at);
      if (at >= text.length() || text.charAt(at) == separator) {
        String part = text.substring(from, Math.min(at, text.length()));
        parts.add(new Token(part, separator == ',' ? part.strip() : token.shown()));
        from = at + 1;
      }
    }
    return parts;
  }

  /// The place itself, or, if a quoted name or value begins there, the one after it.
  private static int end(String text, int at) {
    if (at >= text.length() || !isQuote(text.charAt(at)) || !begins(text, at)) {
      return at;
    }
    char quote = text.charAt(at);
    int end = at + 1;
    while (end < text.length()
        && (text.charAt(end) != quote
            || (end + 1 < text.length() && text.charAt(end + 1) == quote))) {
      end += text.charAt(end) == quote ? 2 : 1;
    }
    return Math.min(text.length(), end + 1);
  }

  private static boolean begins(String text, int at) {
    String before = text.substring(0, at).stripTrailing();
    return before.isEmpty() || (OPERATORS + ",|").indexOf(before.charAt(before.length() - 1)) >= 0;
  }

  /// Reads conditions one after the other.
  private static final class Reader {
    private final Schema schema;
    private final List<String> names;
    private final CellSet[] targets;
    private final String[] last; // the condition that was added to a column last
    private final Double[] given;
    private final String[] givenText;
    private final Set<Integer> set = new HashSet<>(); // given columns that have a value

    Reader(Schema schema) {
      this.schema = schema;
      this.names = TableModel.names(schema.columns());
      this.targets =
          schema.targets().stream()
              .map(column -> CellSet.of(schema, column))
              .toArray(CellSet[]::new);
      this.last = new String[targets.length];
      this.given = new Double[schema.given().size()];
      this.givenText = new String[given.length];
    }

    void read(Token clause) {
      String text = clause.text();
      if (text.isBlank()) {
        throw new TableException("a condition is empty; write them as in age>60,sex=F");
      }
      int at = end(text, text.length() - text.stripLeading().length());
      while (at < text.length() && OPERATORS.indexOf(text.charAt(at)) < 0) {
        at++;
      }
      if (at == text.length()) {
        throw wrong(
            clause.shown(),
            "there is no =, !=, <, <=, > or >= in it; put names and values that hold a comma in quotes");
      }
      int after = at + 1;
      if (after < text.length() && text.charAt(after) == '=') {
        after++;
      }
      String operator = text.substring(at, after);
      String name = new Token(text.substring(0, at), clause.shown()).content();
      Token values = new Token(text.substring(after), clause.shown());
      int column = names.indexOf(name);
      if (column < 0) {
        throw wrong(clause.shown(), Phrases.noColumn("the model", name, names));
      }
      if (column < targets.length) {
        target(column, operator, values);
      } else {
        given(column - targets.length, operator, values);
      }
    }

    private void given(int at, String operator, Token values) {
      Column column = schema.given().get(at);
      List<Token> parts = split(values, '|');
      boolean equal = operator.equals("=") || operator.equals("==");
      if (!equal || parts.size() > 1 || !set.add(at)) {
        throw wrong(
            values.shown(),
            "the model is conditional on %s; set it to one value with ="
                .formatted(Phrases.quote(column.name())));
      }
      given[at] = value(column, parts.getFirst());
      if (Double.isNaN(given[at]) && !column.takesMissing()) {
        throw neverMissing(column, values.shown());
      }
      givenText[at] = Double.isNaN(given[at]) ? "" : parts.getFirst().content();
    }

    private void target(int at, String operator, Token values) {
      CellSet before = targets[at];
      Column column = before.column();
      List<Token> parts = split(values, '|');
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
            column.kind().isNumeric() && !schema.isPlain()
                ? "; it goes from %s to %s"
                    .formatted(column.text(column.min()), column.text(column.max()))
                : "";
        throw wrong(
            values.shown(),
            "no cell of column %s satisfies it%s%s"
                .formatted(Phrases.quote(column.name()), others, range));
      }
      last[at] = values.shown();
      targets[at] = now;
    }

    private static CellSet compared(
        CellSet before, String operator, Token values, List<Double> cells) {
      CellSet.Comparison comparison =
          Arrays.stream(CellSet.Comparison.values())
              .filter(one -> one.sign().equals(operator))
              .findFirst()
              .orElseThrow(() ->
                  wrong(
                      values.shown(),
                      "%s is none of =, !=, <, <=, >, >=".formatted(Phrases.quote(operator))));
      Column column = before.column();
      if (!column.kind().isNumeric()) {
        throw wrong(
            values.shown(),
            "column %s is %s, whose values have no order; use = or !="
                .formatted(Phrases.quote(column.name()), column.kind().type()));
      }
      if (cells.size() > 1 || Double.isNaN(cells.getFirst())) {
        throw wrong(values.shown(), "%s needs one value".formatted(operator));
      }
      return before.and(comparison, cells.getFirst());
    }

    private static double value(Column column, Token part) {
      String text = part.content();
      if (text.isEmpty() && part.isQuoted()) {
        throw wrong(part.shown(), "write ? for a missing cell");
      }
      try {
        return column.value(text);
      } catch (IllegalArgumentException e) {
        throw wrong(part.shown(), String.valueOf(e.getMessage()));
      }
    }

    /// Refuses values that the column cannot have.
    private static void check(
        Column column, CellSet before, List<Token> parts, List<Double> cells) {
      for (int i = 0; i < cells.size(); i++) {
        double cell = cells.get(i);
        String shown = parts.get(i).shown();
        if (Double.isNaN(cell)) {
          if (column.missing() == 0) {
            throw neverMissing(column, shown);
          }
          continue;
        }
        List<String> known = column.kind().names();
        if (!column.kind().isNumeric()) {
          if (cell >= known.size()) {
            throw wrong(
                shown,
                "column %s has no %s; it has %s"
                    .formatted(
                        Phrases.quote(column.name()),
                        Phrases.quote(parts.get(i).content()),
                        Phrases.quoted(known)));
          }
          continue;
        }
        List<Double> atoms = column.kind().atoms().values();
        if (column.kind().atoms().only() && atoms.stream().noneMatch(atom -> atom == cell)) {
          throw wrong(
              shown,
              "column %s has the values %s"
                  .formatted(
                      Phrases.quote(column.name()),
                      listed(atoms.stream().map(column::text).toList())));
        }
        double off = Math.abs(before.snap(cell) - cell);
        if (off > 1e-6 * Math.max(before.step(), Math.abs(cell) * 1e-6) && before.step() > 0) {
          throw wrong(
              shown,
              "the values of column %s are %s apart"
                  .formatted(Phrases.quote(column.name()), NumberText.of(before.step())));
        }
      }
    }

    private static String listed(List<String> texts) {
      String shown = texts.stream().limit(Phrases.NAMES_SHOWN).collect(Collectors.joining(", "));
      int more = texts.size() - Phrases.NAMES_SHOWN;
      return more > 0 ? shown + " and " + more + " more" : shown;
    }

    private static TableException neverMissing(Column column, String shown) {
      return wrong(
          shown,
          "column %s had no missing cell when the model was learned"
              .formatted(Phrases.quote(column.name())));
    }

    Where where() {
      Optional<String> open =
          IntStream.range(0, given.length)
              .filter(i -> !set.contains(i))
              .mapToObj(i -> schema.given().get(i).name())
              .findFirst();
      if (open.isPresent()) {
        throw new TableException(
            "the model is conditional on %s; add a condition that sets it, with ="
                .formatted(Phrases.quote(open.get())));
      }
      return new Where(Arrays.asList(targets), Arrays.asList(given), Arrays.asList(givenText));
    }
  }
}
