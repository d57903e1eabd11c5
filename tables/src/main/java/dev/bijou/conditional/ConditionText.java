package dev.bijou.conditional;

import dev.bijou.table.io.TableException;
import dev.bijou.table.text.Phrases;
import java.util.ArrayList;
import java.util.List;

/// Conditions as they were written, or a part of them.
///
/// @param text as it was written, quotes included
/// @param shown the condition that it is part of, for messages
record ConditionText(String text, String shown) {
  private static final String OPERATORS = "=!<>";

  /// A condition or a part of one, taken apart.
  ///
  /// @param name the text before the operator
  /// @param operator one or two signs
  /// @param values the text after it
  record Clause(ConditionText name, String operator, ConditionText values) {}

  /// All conditions.
  static ConditionText of(String text) {
    return new ConditionText(text, text);
  }

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
      throw wrong("put quotes around a whole name or value");
    }
    String twice = String.valueOf(quote) + quote;
    return stripped.substring(1, stripped.length() - 1).replace(twice, String.valueOf(quote));
  }

  /// What is wrong with the condition.
  TableException wrong(String what) {
    return new TableException("condition %s: %s".formatted(Phrases.quote(shown), what));
  }

  /// The parts between separators outside of quotes. A quote opens at the start of a name or value only, so that an
  /// apostrophe elsewhere is a letter.
  List<ConditionText> split(char separator) {
    List<ConditionText> parts = new ArrayList<>();
    int from = 0;
    for (int at = 0; at <= text.length(); at++) {
      at = end(at);
      if (at >= text.length() || text.charAt(at) == separator) {
        String part = text.substring(from, Math.min(at, text.length()));
        parts.add(new ConditionText(part, separator == ',' ? part.strip() : shown));
        from = at + 1;
      }
    }
    return parts;
  }

  /// Name, operator and values of a condition.
  ///
  /// Throws a [TableException] if it has no operator.
  Clause clause() {
    if (text.isBlank()) {
      throw new TableException("a condition is empty; write them as in age>60,sex=F");
    }
    int at = end(text.length() - text.stripLeading().length());
    while (at < text.length() && OPERATORS.indexOf(text.charAt(at)) < 0) {
      at++;
    }
    if (at == text.length()) {
      throw wrong(
          "there is no =, !=, <, <=, > or >= in it; put names and values that hold a comma in quotes");
    }
    int after = at + 1;
    if (after < text.length() && text.charAt(after) == '=') {
      after++;
    }
    return new Clause(part(0, at), text.substring(at, after), part(after, text.length()));
  }

  private ConditionText part(int from, int to) {
    return new ConditionText(text.substring(from, to), shown);
  }

  private static boolean isQuote(char c) {
    return c == '"' || c == '\'';
  }

  /// The place itself, or, if a quoted name or value begins there, the one after it.
  private int end(int at) {
    if (at >= text.length() || !isQuote(text.charAt(at)) || !begins(at)) {
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

  private boolean begins(int at) {
    String before = text.substring(0, at).stripTrailing();
    return before.isEmpty() || (OPERATORS + ",|").indexOf(before.charAt(before.length() - 1)) >= 0;
  }
}
