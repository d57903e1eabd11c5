package dev.bijou.table.fit;

import dev.bijou.table.io.ColumnPlan;
import dev.bijou.table.io.Missing;
import dev.bijou.table.schema.SchemaDraft;
import dev.bijou.table.schema.TrainingTable;
import dev.bijou.table.text.NumberText;
import dev.bijou.train.FitOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// What to learn, and from what.
///
/// @param fit options of the fit itself
/// @param given the columns to condition on
/// @param exclude the columns to leave out
/// @param schema what is known of the columns beforehand; it names the columns to read and the given ones, so `given`
///     must then be empty
/// @param missing what to do about missing cells: with [Missing#KEEP], their probability is part of the model
/// @param validation the held-out rows
/// @param contamination what is known of anomalies among the rows
/// @param checkpoint a file from which an interrupted fit can go on
/// @param memoryLimit bytes that the rows may take; a larger table is represented by a random sample of its rows
/// @param window rows in time, if they are
public record TableFitOptions(
    FitOptions fit,
    List<String> given,
    List<String> exclude,
    Optional<SchemaDraft> schema,
    Missing missing,
    Validation validation,
    Contamination contamination,
    Optional<Path> checkpoint,
    long memoryLimit,
    Optional<Window> window) {

  /// Rows in time: each is learned given the rows before it, in the order of the table.
  ///
  /// @param rows N: a row and the N − 1 rows before it
  /// @param by the column whose cells tell series apart, each with a past of its own; it is not part of the density
  ///     unless it is given
  public record Window(int rows, Optional<String> by) {
    /// @throws IllegalArgumentException if the window is too short or too long
    public Window {
      new ColumnPlan.Window(rows, by, List.of());
    }
  }

  /// What is known of anomalies among the rows to learn from.
  public sealed interface Contamination {
    /// There are none: all rows are learned from.
    record None() implements Contamination {
      @Override
      public String described() {
        return "none";
      }
    }

    /// There may be a few. Rows beyond what the tail of the others explains are doubted, and rows that are unusual among
    /// the others weigh less.
    record Auto() implements Contamination {
      @Override
      public String described() {
        return "auto";
      }
    }

    /// About that share of the rows are anomalies: so many, the most unusual, are doubted, and the others weigh the same.
    ///
    /// @param share of the rows, above 0 and at most a half
    record Share(double share) implements Contamination {
      /// @throws IllegalArgumentException unless 0 < share ≤ 0.5
      public Share {
        if (!(share > 0 && share <= 0.5)) {
          throw new IllegalArgumentException(
              "contamination is %s, but must be above 0 and at most 0.5"
                  .formatted(NumberText.of(share)));
        }
      }

      @Override
      public String described() {
        return NumberText.of(share);
      }
    }

    /// The choice as text.
    String described();
  }

  /// Copies the lists.
  ///
  /// @throws IllegalArgumentException if columns are given beside a schema
  public TableFitOptions {
    given = List.copyOf(given);
    exclude = List.copyOf(exclude);
    if (schema.isPresent() && !given.isEmpty()) {
      throw new IllegalArgumentException("the schema says what is given: move the columns there");
    }
  }

  /// All columns, missing cells modelled, [Validation.Usual] rows held out, a quarter of the heap for the table.
  public static TableFitOptions standard() {
    return new TableFitOptions(
        FitOptions.standard(),
        List.of(),
        List.of(),
        Optional.empty(),
        Missing.KEEP,
        new Validation.Usual(),
        new Contamination.None(),
        Optional.empty(),
        Runtime.getRuntime().maxMemory() / 4,
        Optional.empty());
  }

  /// The same with other options of the fit itself.
  public TableFitOptions withFit(FitOptions other) {
    return new TableFitOptions(
        other,
        given,
        exclude,
        schema,
        missing,
        validation,
        contamination,
        checkpoint,
        memoryLimit,
        window);
  }

  /// The same, conditioned on these columns.
  public TableFitOptions withGiven(String... columns) {
    return new TableFitOptions(
        fit,
        List.of(columns),
        exclude,
        schema,
        missing,
        validation,
        contamination,
        checkpoint,
        memoryLimit,
        window);
  }

  /// The same without these columns.
  public TableFitOptions withExclude(String... columns) {
    return new TableFitOptions(
        fit,
        given,
        List.of(columns),
        schema,
        missing,
        validation,
        contamination,
        checkpoint,
        memoryLimit,
        window);
  }

  /// The same with a schema.
  public TableFitOptions withSchema(SchemaDraft draft) {
    return new TableFitOptions(
        fit,
        given,
        exclude,
        Optional.of(draft),
        missing,
        validation,
        contamination,
        checkpoint,
        memoryLimit,
        window);
  }

  /// The same with another way to treat rows that have a missing cell.
  public TableFitOptions withMissing(Missing other) {
    return new TableFitOptions(
        fit,
        given,
        exclude,
        schema,
        other,
        validation,
        contamination,
        checkpoint,
        memoryLimit,
        window);
  }

  /// The same with a checkpoint, from which the fit goes on if the file exists.
  public TableFitOptions withCheckpoint(Path file) {
    return new TableFitOptions(
        fit,
        given,
        exclude,
        schema,
        missing,
        validation,
        contamination,
        Optional.of(file),
        memoryLimit,
        window);
  }

  /// The same with other held-out rows.
  public TableFitOptions withValidation(Validation other) {
    return new TableFitOptions(
        fit,
        given,
        exclude,
        schema,
        missing,
        other,
        contamination,
        checkpoint,
        memoryLimit,
        window);
  }

  /// The same of rows in time.
  ///
  /// @param by the column that tells series apart
  public TableFitOptions withWindow(int rows, Optional<String> by) {
    return new TableFitOptions(
        fit,
        given,
        exclude,
        schema,
        missing,
        validation,
        contamination,
        checkpoint,
        memoryLimit,
        Optional.of(new Window(rows, by)));
  }

  /// The columns not to look at: those left out, and what tells series apart, unless it is given.
  List<String> excluded() {
    List<String> all = new ArrayList<>(exclude);
    window
        .flatMap(Window::by)
        .filter(name -> !given.contains(name) && !exclude.contains(name))
        .filter(name -> schema.stream().noneMatch(draft -> draft.givenNames().contains(name)))
        .ifPresent(all::add);
    return List.copyOf(all);
  }

  /// The same with other knowledge of anomalies.
  public TableFitOptions withContamination(Contamination other) {
    return new TableFitOptions(
        fit, given, exclude, schema, missing, validation, other, checkpoint, memoryLimit, window);
  }

  /// How the table is to be read. Where its schema has no missing cells there are none, or their rows are to be
  /// dropped.
  TrainingTable.Options reading() {
    return new TrainingTable.Options(
        missing == Missing.DROP ? Missing.DROP : Missing.REFUSE, memoryLimit, fit.seed());
  }

  /// The options that decide what is learned, by the names that the model file has for them.
  Map<String, String> described() {
    Map<String, String> described = new LinkedHashMap<>();
    described.put("flow", fit.flow().toString());
    described.put("seed", Long.toString(fit.seed()));
    fit.members().ifPresent(members -> described.put("members", Integer.toString(members)));
    fit.epochs().ifPresent(epochs -> described.put("epochs", Integer.toString(epochs)));
    fit.budget().ifPresent(budget -> described.put("budget", budget.toMillis() / 1000.0 + "s"));
    if (!given.isEmpty()) {
      described.put("given", String.join(",", given));
    }
    if (!exclude.isEmpty()) {
      described.put("exclude", String.join(",", exclude));
    }
    if (missing != Missing.KEEP) {
      described.put("missing", missing.name().toLowerCase(Locale.ROOT));
    }
    window.ifPresent(rows -> {
      described.put("window", Integer.toString(rows.rows()));
      rows.by().ifPresent(name -> described.put("by", name));
    });
    described.put("validation", validation.described());
    if (!(contamination instanceof Contamination.None)) {
      described.put("contamination", contamination.described());
    }
    return described;
  }
}
