package dev.bijou.table.schema;

import dev.bijou.table.io.TableException;
import dev.bijou.table.text.NumberText;
import dev.bijou.table.text.Phrases;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Infers what kind of names a column holds.
///
/// @param draft what the draft says about the column
/// @param cells the summary of its cells
record NameInference(ColumnDraft draft, ColumnCells cells) {
  private static final int MOST_LEVELS = 128;

  /// Rows that a level needs to have a probability of its own.
  private static final int ROWS_PER_LEVEL = 5;

  /// Share of the rows that levels must cover, or else the column is free text or a key.
  private static final double COVERED = 0.5;

  private static final List<List<String>> NO_AND_YES =
      List.of(
          List.of("false", "true"),
          List.of("no", "yes"),
          List.of("n", "y"),
          List.of("f", "t"),
          List.of("off", "on"));

  /// The kind of a column of two names that mean no and yes; empty if they do not.
  Optional<Kind> noAndYes() {
    String first = cells.texts().text(0);
    String second = cells.texts().text(1);
    return NO_AND_YES.stream()
        .flatMap(pair ->
            Stream.of(List.of(first, second), List.of(second, first))
                .filter(found ->
                    found.get(0).equalsIgnoreCase(pair.get(0))
                        && found.get(1).equalsIgnoreCase(pair.get(1))))
        .<Kind>map(found -> new Kind.Binary(found.get(0), found.get(1)))
        .findFirst();
  }

  /// Two names, as the schema says.
  ///
  /// Throws a [TableException] if they are not two.
  Kind binary(String table) {
    if (draft.levels().isPresent()) {
      List<Kind.Level> levels = draft.levels().get();
      if (levels.size() == 2) {
        return new Kind.Binary(levels.get(0).name(), levels.get(1).name());
      }
    } else if (cells.texts().size() == 2) {
      return noAndYes()
          .orElseGet(() -> {
            List<String> sorted =
                Stream.of(cells.texts().text(0), cells.texts().text(1)).sorted().toList();
            return new Kind.Binary(sorted.get(0), sorted.get(1));
          });
    }
    throw new TableException(
        "%s, column %s: the schema says boolean, but it has %s, not two"
            .formatted(
                table,
                Phrases.quote(draft.name()),
                NumberText.counted(cells.texts().size(), "value")));
  }

  /// Names without an order.
  ///
  /// Throws a [TableException] if none occurs often enough.
  Kind categorical(String table) {
    List<Kind.Level> seen = seen();
    List<Kind.Level> rare = draft.rare().orElse(List.of());
    if (draft.levels().isPresent()) {
      List<String> unnamed = rare.stream().map(Kind.Level::name).toList();
      List<Kind.Level> levels =
          draft.levels().get().stream()
              .filter(level -> !unnamed.contains(level.name()))
              .map(level -> new Kind.Level(level.name(), count(level.name(), seen)))
              .toList();
      List<Kind.Level> others =
          rare.stream().map(l -> new Kind.Level(l.name(), count(l.name(), seen))).toList();
      if (levels.isEmpty()) {
        throw new TableException(
            "%s, column %s: the schema names no levels"
                .formatted(table, Phrases.quote(draft.name())));
      }
      return new Kind.Categorical(levels, others);
    }
    int own = ownLevels(seen);
    if (own == 0) {
      throw new TableException(
          "%s, column %s: the schema says categorical, but no name occurs in %s"
              .formatted(
                  table, Phrases.quote(draft.name()), NumberText.counted(fewestRows(), "row")));
    }
    return new Kind.Categorical(
        seen.subList(0, own), seen.subList(own, Math.min(seen.size(), Column.MANY)));
  }

  private static long count(String name, List<Kind.Level> seen) {
    return seen.stream()
        .filter(level -> level.name().equals(name))
        .mapToLong(Kind.Level::count)
        .findFirst()
        .orElse(0);
  }

  /// The texts seen, the most frequent first, equally frequent ones by name.
  private List<Kind.Level> seen() {
    return IntStream.range(0, cells.texts().size())
        .mapToObj(i -> new Kind.Level(cells.texts().text(i), cells.texts().count(i)))
        .sorted(
            Comparator.comparingLong(Kind.Level::count).reversed().thenComparing(Kind.Level::name))
        .toList();
  }

  /// How many levels, of those in order of frequency, have a probability of their own.
  private int ownLevels(List<Kind.Level> seen) {
    int fewest = fewestRows();
    int own = 0;
    while (own < Math.min(seen.size(), MOST_LEVELS) && seen.get(own).count() >= fewest) {
      own++;
    }
    return own;
  }

  /// Small tables make do with fewer rows per level.
  private int fewestRows() {
    return Math.clamp(cells.present() / 20, 1, ROWS_PER_LEVEL);
  }

  /// Whether the names are keys or free text.
  boolean isKey() {
    List<Kind.Level> seen = seen();
    long covered = seen.subList(0, ownLevels(seen)).stream().mapToLong(Kind.Level::count).sum();
    long present = cells.present();
    return (cells.texts().size() > 2 && cells.texts().size() == present)
        || covered < COVERED * present;
  }
}
