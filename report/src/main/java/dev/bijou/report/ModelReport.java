package dev.bijou.report;

import dev.bijou.report.page.Page;
import dev.bijou.report.page.Section;
import dev.bijou.table.model.TableModel;
import dev.bijou.table.schema.TrainingTable;
import dev.bijou.tensor.Workers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// A model on one page: how good it is, how it learned, and how its samples compare with the data.
///
/// The page is HTML that is well-formed as XML and self-contained, with its style and pictures and without scripts.
///
/// @param html the page
/// @param figures its pictures by name, each an SVG file that stands alone
public record ModelReport(String html, Map<String, String> figures) {

  /// Makes the report. The same arguments and seed give the same report.
  ///
  /// @param name what the page calls the model
  /// @param model the model
  /// @param table rows to compare with, see [#tableBytes], loaded by the model's schema
  /// @param comparison where a page lies that compares drawn rows with real ones, to link to
  /// @param seed of what is drawn from the model
  /// @param workers the threads to use
  public static ModelReport of(
      String name,
      TableModel model,
      Optional<TrainingTable> table,
      Optional<String> comparison,
      long seed,
      Workers workers) {
    Evidence evidence = Evidence.gather(model, table, seed, workers);
    List<Section> sections = new ArrayList<>();
    sections.add(Learning.of(model.provenance()));
    sections.add(Columns.of(evidence));
    Pairs.of(evidence).ifPresent(sections::add);
    Scores.of(evidence).ifPresent(sections::add);
    sections.add(Steps.of(evidence));
    String html = Page.html(name, Headline.of(name, model, comparison), sections, footer(model));
    Map<String, String> figures = new LinkedHashMap<>();
    sections.stream()
        .flatMap(section -> section.figures().stream())
        .forEach(figure -> figures.put(figure.name(), figure.standalone()));
    return new ModelReport(html, figures);
  }

  /// The memory limit with which to load a table for a report: a random sample of as many rows as it shows.
  public static long tableBytes(TableModel model) {
    return Evidence.rowCount(model) * TrainingTable.bytesPerRow(model.schema().columns().size());
  }

  private static String footer(TableModel model) {
    String options =
        model.provenance().options().entrySet().stream()
            .map(option -> option.getKey() + " " + option.getValue())
            .collect(Collectors.joining(", "));
    return "Bijou %s · %s · %s · data sha256 %s · %s"
        .formatted(
            model.version(),
            model.provenance().fittedAt(),
            options,
            model.provenance().data().sha256(),
            model.provenance().kernels());
  }
}
