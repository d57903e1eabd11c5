package dev.bijou.server.call;

import com.google.gson.JsonObject;
import dev.bijou.novelty.Detector;
import dev.bijou.novelty.NoveltyRule;
import dev.bijou.novelty.NoveltyScore;
import dev.bijou.novelty.TableDetector;
import dev.bijou.novelty.Verdict;
import dev.bijou.server.http.Call;
import dev.bijou.server.http.Media;
import dev.bijou.server.http.Query;
import dev.bijou.server.http.Reply;
import dev.bijou.server.http.Route;
import dev.bijou.server.model.Models;
import dev.bijou.server.model.Served;
import dev.bijou.table.io.Missing;
import dev.bijou.table.io.RowBlock;
import dev.bijou.table.io.TableException;
import dev.bijou.table.io.TableWriter;
import dev.bijou.table.model.TableScorer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `POST /v1/models/{name}/detect`: which rows do not belong, and why.
///
/// @param engine the threads
/// @param models those that are served
public record DetectCall(Engine engine, Models models) implements Route.Handler {
  private static final String CALL = "detect";
  private static final Verdict.Text TEXT = new Verdict.Text("");

  @Override
  public Reply answer(Call call) {
    Served model = models.get(call.place("name"));
    Query query = call.query();
    query.requireKnown(List.of("alpha", "fdr", "reasons", TableCall.MISSING));
    Detector detector = model.requireDetector();
    Missing missing = TableCall.missing(query);
    NoveltyRule rule = rule(query);
    Input input = Input.of(call, model, engine);
    Media wanted = call.wanted(input.form());
    TableDetector.Reasons reasons = reasons(query, wanted);
    boolean alone =
        input.isFew()
            && wanted != Media.CSV
            && rule instanceof NoveltyRule.Alpha
            && missing == Missing.REFUSE
            && model.model().schema().window().isEmpty();
    return TableCall.reply(
        wanted,
        alone ? engine.quick() : engine.bulk(),
        out -> {
          TableDetector.Summary done =
              alone
                  ? each(detector, ((NoveltyRule.Alpha) rule).alpha(), reasons, input, model, out)
                  : table(model, rule, reasons, missing, input, out);
          engine.metrics().rows(CALL, model.name(), done.rows());
          call.note("rows", done.rows());
          call.note("novel", done.novel());
          return summary(done);
        });
  }

  private static NoveltyRule rule(Query query) {
    if (query.text("fdr").isPresent()) {
      return new NoveltyRule.FalseDiscoveryRate(query.number("fdr", 0.1, 1e-6, 0.999));
    }
    return new NoveltyRule.Alpha(query.number("alpha", Detector.DEFAULT_ALPHA, 1e-6, 0.999));
  }

  private static TableDetector.Reasons reasons(Query query, Media wanted) {
    return switch (query.choice(
        "reasons", wanted == Media.CSV ? "first" : "all", List.of("none", "first", "all"))) {
      case "none" -> TableDetector.Reasons.NONE;
      case "first" -> TableDetector.Reasons.FIRST;
      default -> TableDetector.Reasons.ALL;
    };
  }

  /// Judges a few rows, one by one, on this thread.
  private TableDetector.Summary each(
      Detector detector,
      double alpha,
      TableDetector.Reasons reasons,
      Input input,
      Served model,
      Output out) {
    Detector own = detector.withAlpha(alpha);
    List<String> lines = new ArrayList<>();
    long novel = 0;
    for (Map<String, String> row : input.rows()) {
      Verdict verdict = judge(own, row, reasons != TableDetector.Reasons.NONE, lines.size() + 1);
      count(model, Optional.of(verdict));
      novel += verdict.novel() ? 1 : 0;
      lines.add(TEXT.json(Optional.of(verdict)));
    }
    try (TableWriter writer = out.lines()) {
      writer.lines(lines.size(), engine.workers(), lines::get);
      writer.commit();
    }
    return new TableDetector.Summary(
        lines.size(), lines.size(), 0, novel, alpha, List.of(), List.of());
  }

  private static Verdict judge(
      Detector detector, Map<String, String> row, boolean reasons, int number) {
    try {
      return detector.judge(row, reasons);
    } catch (TableException e) {
      throw new TableException("the request, row %d, %s".formatted(number, e.getMessage()), e);
    }
  }

  private TableDetector.Summary table(
      Served model,
      NoveltyRule rule,
      TableDetector.Reasons reasons,
      Missing missing,
      Input input,
      Output out) {
    TableDetector detector =
        new TableDetector(model.model(), NoveltyScore.COMBINED, rule, reasons, engine.workers());
    Rows rows = new Rows(model, out);
    try (rows) {
      TableDetector.Summary summary =
          detector.detect(
              input.table(),
              missing,
              header -> {
                rows.open(header);
                return rows::write;
              });
      rows.commit();
      return summary;
    }
  }

  private void count(Served model, Optional<Verdict> verdict) {
    verdict.ifPresent(judged -> {
      engine.metrics().judged(model.name(), judged.pValue(), judged.novel());
      engine.recent().add(model.name(), judged);
    });
  }

  private static JsonObject summary(TableDetector.Summary done) {
    JsonObject summary = new JsonObject();
    summary.addProperty("rows", done.rows());
    summary.addProperty("judged", done.judged());
    summary.addProperty("novel", done.novel());
    summary.addProperty("threshold", done.threshold());
    TableCall.notes(summary, done.unseen(), done.notes());
    return summary;
  }

  /// Writes the judged rows of a table.
  private final class Rows implements AutoCloseable {
    private final Served model;
    private final Output out;
    private Optional<TableWriter> writer = Optional.empty();

    Rows(Served model, Output out) {
      this.model = model;
      this.out = out;
    }

    void open(List<String> header) {
      writer =
          Optional.of(
              out.form() == Media.CSV
                  ? out.table().apply(TableScorer.extended("the request", header, TEXT.columns()))
                  : out.lines());
    }

    void write(RowBlock block, List<Optional<Verdict>> verdicts) {
      verdicts.forEach(verdict -> count(model, verdict));
      TableWriter opened = writer.orElseThrow();
      if (out.form() == Media.CSV) {
        opened.rows(
            block.rows(),
            engine.workers(),
            row -> {
              List<String> line = new ArrayList<>(block.text(row));
              line.addAll(Verdict.Text.fields(verdicts.get(row)));
              return line;
            });
      } else {
        opened.lines(block.rows(), engine.workers(), row -> TEXT.json(verdicts.get(row)));
      }
    }

    void commit() {
      writer.orElseThrow().commit();
    }

    @Override
    public void close() {
      writer.ifPresent(TableWriter::close);
    }
  }
}
