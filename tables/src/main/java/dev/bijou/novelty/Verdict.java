package dev.bijou.novelty;

import com.google.gson.stream.JsonWriter;
import dev.bijou.novelty.rank.Ranks;
import dev.bijou.table.text.JsonCells;
import dev.bijou.table.text.NumberText;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/// The judgement of a row.
///
/// @param logDensity log p(row), in nats, in the units of the table
/// @param novelty the score by which rows are ordered: the higher, the more unusual
/// @param pValue the share of held-out rows that look at least as unusual, see [PValues]
/// @param novel whether the row is called novel
/// @param explanation why; none of a usual row
public record Verdict(
    float logDensity, float novelty, double pValue, boolean novel, Explanation explanation) {
  /// A verdict without an explanation.
  Verdict(float logDensity, float novelty, double pValue, boolean novel) {
    this(logDensity, novelty, pValue, novel, Explanation.NONE);
  }

  /// Where the row stands.
  Ranks.Standing standing() {
    return new Ranks.Standing(novelty, pValue);
  }

  /// The same verdict with an explanation.
  Verdict with(Explanation found) {
    return new Verdict(logDensity, novelty, pValue, novel, found);
  }

  /// The same verdict with what is watched beside the density.
  ///
  /// @param limit the largest p-value of a novel row
  Verdict with(Watches.Judged judged, double limit) {
    return new Verdict(
        logDensity, judged.novelty(), judged.pValue(), judged.pValue() <= limit, explanation);
  }

  /// The same verdict by another rule.
  Verdict with(boolean isNovel) {
    return new Verdict(logDensity, novelty, pValue, isNovel, explanation);
  }

  /// Why the row is novel, as a sentence; empty if there is no explanation.
  public String reason() {
    return explanation.sentence();
  }

  /// For a novel row, how surprising its cells are, those first that its repair changes; otherwise empty.
  public List<Reason> reasons() {
    return explanation.reasons();
  }

  /// For a novel row, the cells that have to change before it is usual; empty if three do not suffice.
  public Optional<Repair> repair() {
    return explanation.repair();
  }

  /// Verdicts as text: the fields of a CSV line, or a line of JSON.
  ///
  /// @param prefix what the names of all fields of a verdict begin with, where the usual names are taken
  public record Text(String prefix) {
    private static final List<String> COLUMNS =
        List.of("log_density", "novelty", "p_value", "novel", "reason");

    /// What the reason of a row that could not be judged begins with.
    static final String ERROR = "error: ";

    /// The names of the columns that a verdict adds to a table, the reason last: `log_density`, `novelty`, `p_value`,
    /// `novel` and `reason`, each after the prefix.
    public List<String> columns() {
      return COLUMNS.stream().map(prefix::concat).toList();
    }

    /// The fields of [#columns()]; all empty for a row without a verdict.
    public static List<String> fields(Optional<Verdict> verdict) {
      return verdict.map(Text::fields).orElse(Collections.nCopies(COLUMNS.size(), ""));
    }

    static List<String> fields(Verdict verdict) {
      return List.of(
          NumberText.of(verdict.logDensity()),
          NumberText.of(verdict.novelty()),
          NumberText.probability(verdict.pValue()),
          Boolean.toString(verdict.novel()),
          verdict.reason());
    }

    /// The fields of [#columns()] of a row that could not be judged.
    static List<String> error(String message) {
      return List.of("", "", "", "", ERROR + message);
    }

    /// A line of JSON with all reasons, without its end: `{"row": 17, "cells": {…}, "log_density": …, "novelty": …,
    /// "p_value": …, "novel": …, "reason": "…", "reasons": [{"column", "value", "surprise", "expected", …}, …],
    /// "repair": {"cells": [{"column", "from", "to", "low", "high", "share"}, …], "p_value"}}`, of names
    /// with `"values"` in place of `"low"` and `"high"`; the repair is null where three cells do not suffice, and of a usual
    /// row. Without a verdict the members after the cells are null. The prefix is before the names of these.
    ///
    /// @param number of the row in the table
    /// @param header the names of its cells
    /// @param cells their text
    public String json(
        long number, List<String> header, List<String> cells, Optional<Verdict> verdict) {
      return json(json -> {
        json.name("row").value(number).name("cells").beginObject();
        for (int i = 0; i < header.size(); i++) {
          json.name(header.get(i));
          JsonCells.write(json, cells.get(i));
        }
        json.endObject();
        members(json, verdict);
      });
    }

    /// The same without the row and its cells: `{"log_density": …, …, "repair": …}`.
    public String json(Optional<Verdict> verdict) {
      return json((JsonWriter json) -> members(json, verdict));
    }

    /// A line of JSON with all reasons, with a JSON object as the cells.
    String json(long number, String cells, Optional<Verdict> verdict) {
      return json(json -> {
        json.name("row").value(number).name("cells").jsonValue(cells);
        members(json, verdict);
      });
    }

    /// A line of JSON for one that could not be judged: `{"row": 17, "line": "…", "error": "…"}`.
    static String jsonError(long number, String line, String message) {
      return json(json ->
          json.name("row").value(number).name("line").value(line).name("error").value(message));
    }

    private interface Members {
      void write(JsonWriter json) throws IOException;
    }

    private static String json(Members members) {
      StringWriter text = new StringWriter();
      try (JsonWriter json = new JsonWriter(text)) {
        json.setSerializeNulls(true);
        json.beginObject();
        members.write(json);
        json.endObject();
      } catch (IOException impossible) {
        throw new UncheckedIOException(impossible);
      }
      return text.toString();
    }

    private void members(JsonWriter json, Optional<Verdict> verdict) throws IOException {
      if (verdict.isPresent()) {
        members(json, verdict.get());
        return;
      }
      for (String name : columns()) {
        json.name(name).nullValue();
      }
      json.name(prefix + "reasons").nullValue();
      json.name(prefix + "repair").nullValue();
    }

    private void members(JsonWriter json, Verdict verdict) throws IOException {
      number(json.name(prefix + "log_density"), verdict.logDensity());
      number(json.name(prefix + "novelty"), verdict.novelty());
      probability(json.name(prefix + "p_value"), verdict.pValue());
      json.name(prefix + "novel").value(verdict.novel());
      json.name(prefix + "reason").value(verdict.reason());
      json.name(prefix + "reasons").beginArray();
      for (Reason reason : verdict.reasons()) {
        json.beginObject().name("column").value(reason.column()).name("value");
        JsonCells.write(json, reason.value());
        number(json.name("surprise"), (float) reason.surprise());
        json.name("expected").value(reason.expected().text());
        switch (reason.expected()) {
          case Expectation.Range(double median, double low, double high, String _) -> {
            number(json.name("median"), (float) median);
            number(json.name("low"), (float) low);
            number(json.name("high"), (float) high);
          }
          case Expectation.Watched(String kind, String _, String _) ->
              json.name("watch").value(kind);
          case Expectation.Values(List<String> values, String _) -> {
            json.name("values").beginArray();
            for (String value : values) {
              JsonCells.write(json, value);
            }
            json.endArray();
          }
        }
        json.endObject();
      }
      json.endArray();
      repair(json.name(prefix + "repair"), verdict.repair());
    }

    private static void repair(JsonWriter json, Optional<Repair> repair) throws IOException {
      if (repair.isEmpty()) {
        json.nullValue();
        return;
      }
      json.beginObject().name("cells").beginArray();
      for (Repair.Cell cell : repair.get().cells()) {
        json.beginObject().name("column").value(cell.column());
        JsonCells.writeOrNull(json.name("from"), cell.from());
        JsonCells.writeOrNull(json.name("to"), cell.to());
        if (cell.values().isEmpty()) {
          JsonCells.writeOrNull(json.name("low"), cell.low());
          JsonCells.writeOrNull(json.name("high"), cell.high());
        } else {
          json.name("values").beginArray();
          for (String value : cell.values()) {
            JsonCells.write(json, value);
          }
          json.endArray();
        }
        number(json.name("share"), (float) cell.share());
        json.endObject();
      }
      json.endArray();
      probability(json.name("p_value"), repair.get().pValue());
      json.endObject();
    }

    private static void number(JsonWriter json, float value) throws IOException {
      json.jsonValue(NumberText.of(value));
    }

    private static void probability(JsonWriter json, double value) throws IOException {
      json.jsonValue(NumberText.probability(value));
    }
  }
}
