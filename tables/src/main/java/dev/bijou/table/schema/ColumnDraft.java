package dev.bijou.table.schema;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.bijou.table.text.Phrases;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Supplier;

/// What a user says about a column; what is left out is inferred from the table.
///
/// @param name of the column
/// @param type of [#TYPES]
/// @param grid distance of values
/// @param atoms values with a probability of their own
/// @param levels names with a probability of their own
/// @param rare names that are one level
/// @param pattern of dates
/// @param min smallest value to sample
/// @param max largest value to sample
/// @param missing missing cells to expect
record ColumnDraft(
    String name,
    Optional<String> type,
    OptionalDouble grid,
    Optional<Kind.Atoms> atoms,
    Optional<List<Kind.Level>> levels,
    Optional<List<Kind.Level>> rare,
    Optional<String> pattern,
    OptionalDouble min,
    OptionalDouble max,
    OptionalLong missing) {
  /// The kinds of columns.
  static final List<String> TYPES =
      List.of(
          "continuous", "integer", "categorical", "boolean", "date-time", "constant", "identifier");

  /// @throws IllegalArgumentException for a type that does not exist
  ColumnDraft {
    type.ifPresent(given -> {
      if (!TYPES.contains(given)) {
        throw new IllegalArgumentException(
            "column %s has the type %s; it must be one of %s"
                .formatted(Phrases.quote(name), Phrases.quote(given), String.join(", ", TYPES)));
      }
    });
  }

  /// A column left open.
  static ColumnDraft of(String name) {
    return new ColumnDraft(
        name,
        Optional.empty(),
        OptionalDouble.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        OptionalLong.empty());
  }

  /// @throws IllegalArgumentException that names the column and the member that is wrong
  static ColumnDraft read(JsonObject json) {
    if (!(json.get(ColumnJson.NAME) instanceof JsonElement named)
        || !named.isJsonPrimitive()
        || named.getAsString().isEmpty()) {
      throw new IllegalArgumentException("a column has no \"name\"");
    }
    String name = named.getAsString();
    Members members = new Members(name, json);
    return new ColumnDraft(
        name,
        members.text(ColumnJson.TYPE),
        members.number(ColumnJson.GRID),
        json.has(ColumnJson.ATOMS)
            ? Optional.of(
                members.checked(
                    ColumnJson.ATOMS, "a list of numbers", () -> ColumnJson.atoms(json)))
            : Optional.empty(),
        members.levels(ColumnJson.LEVELS),
        members.levels(ColumnJson.RARE),
        members.text(ColumnJson.PATTERN),
        members.number(ColumnJson.MIN),
        members.number(ColumnJson.MAX),
        json.has(ColumnJson.MISSING)
            ? OptionalLong.of(
                members.checked(
                    ColumnJson.MISSING, "a count", () -> json.get(ColumnJson.MISSING).getAsLong()))
            : OptionalLong.empty());
  }

  /// The members of a column's JSON.
  private record Members(String column, JsonObject json) {
    Optional<String> text(String member) {
      return json.has(member)
          ? Optional.of(checked(member, "text", () -> json.get(member).getAsString()))
          : Optional.empty();
    }

    OptionalDouble number(String member) {
      return json.has(member)
          ? OptionalDouble.of(
              this.<Double>checked(member, "a number", () -> json.get(member).getAsDouble()))
          : OptionalDouble.empty();
    }

    Optional<List<Kind.Level>> levels(String member) {
      return json.has(member)
          ? Optional.of(
              checked(
                  member,
                  "a list of names or an object of names and counts",
                  () -> ColumnJson.levels(json.get(member))))
          : Optional.empty();
    }

    <T> T checked(String member, String expected, Supplier<T> value) {
      try {
        return value.get();
      } catch (RuntimeException wrong) { // Gson has many ways to say so
        throw new IllegalArgumentException(
            "column %s: %s must be %s"
                .formatted(Phrases.quote(column), Phrases.quote(member), expected),
            wrong);
      }
    }
  }
}
