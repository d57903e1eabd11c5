package dev.bijou.cli.table;

import dev.bijou.table.fit.Finding;
import dev.bijou.table.schema.ReadingNote;
import java.util.List;

/// What is known of a table that is learned from, with the options that do what is advised.
final class Advice {
  private Advice() {}

  static String on(Finding finding) {
    return finding.message()
        + switch (finding) {
          case Finding.LeftOut _ ->
              "; bijou schema shows the kinds of columns, fit --schema takes others";
          case Finding.RoundedColumns _ -> " (bijou schema writes one, fit --schema takes it)";
          case Finding.RowCounter(String column) -> exclude(List.of(column));
          case Finding.CollinearColumn collinear -> exclude(List.of(collinear.column()));
          case Finding.DiscreteColumns discrete ->
              ","
                  + exclude(discrete.columns().stream().map(column -> column.name()).toList())
                  + " or --given";
          case Finding.FewRows _,
              Finding.ConstantColumns _,
              Finding.RepeatedValue _,
              Finding.Following _,
              Finding.Outlier _,
              Finding.DuplicateRows _ ->
              "";
        };
  }

  /// The same of a reason that may be the message of a finding.
  static String on(String reason, List<Finding> findings) {
    return findings.stream()
        .filter(finding -> finding.message().equals(reason))
        .findFirst()
        .map(Advice::on)
        .orElse(reason);
  }

  static String on(ReadingNote note) {
    return note.message()
        + switch (note) {
          case ReadingNote.Sampled _ -> " with JDK_JAVA_OPTIONS=-Xmx…";
          case ReadingNote.Dropped _,
              ReadingNote.WithoutPast _,
              ReadingNote.Timed _,
              ReadingNote.Clock _ ->
              "";
        };
  }

  /// How columns are left out.
  static String exclude(List<String> columns) {
    return " with --exclude " + argument(String.join(",", columns));
  }

  /// A text as one argument, quoted for a shell if need be.
  private static String argument(String text) {
    return text.matches("[\\w.,/:+-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
  }
}
