package dev.bijou.table.compare;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.bijou.table.boost.Auc;
import java.math.BigDecimal;
import java.math.MathContext;

/// A comparison as JSON; what is not defined is null, what was not asked for is absent.
///
/// `{"rows": {"real", "drawn"}, "shape", "trend", "related_trend", "c2st": {"auc", "standard_error", "score"}, "columns": [{"name",
/// "type", "shape", "missing": {"real", "drawn"}, "auc", "standard_error", "gain"}, …], "pairs": [{"columns": [a, b], "trend",
/// "real", "drawn", "related", "beyond"}, …], "closest": {"drawn": {"median", "copies", "ratio"}, "test", "nearer": {"share",
/// "standard_error"}}, "membership": {"by_distance": {"auc", "standard_error"}, "by_log_density"}, "efficiency": {"target",
/// "measure", "drawn", "real", "constant"}, "notes": […]}`
public final class ComparisonJson {
  private static final Gson GSON =
      new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().serializeNulls().create();
  private static final MathContext DIGITS = new MathContext(7);

  private ComparisonJson() {}

  /// The object, over several lines.
  public static String of(Comparison comparison) {
    JsonObject json = new JsonObject();
    JsonObject rows = new JsonObject();
    rows.addProperty("real", comparison.real().rows());
    rows.addProperty("drawn", comparison.drawn().rows());
    json.add("rows", rows);
    json.add("shape", number(comparison.shape()));
    json.add("trend", number(comparison.trend()));
    json.add("related_trend", number(comparison.relatedTrend()));
    JsonObject classifier = auc(comparison.classifier().auc());
    classifier.add("score", number(comparison.classifier().score()));
    json.add("c2st", classifier);
    JsonArray columns = new JsonArray();
    comparison.columns().forEach(column -> columns.add(column(column)));
    json.add("columns", columns);
    JsonArray pairs = new JsonArray();
    comparison.pairs().forEach(pair -> pairs.add(pair(comparison, pair)));
    json.add("pairs", pairs);
    json.add("closest", closest(comparison.privacy()));
    JsonObject membership = new JsonObject();
    comparison
        .privacy()
        .test()
        .ifPresent(test -> membership.add("by_distance", auc(test.byDistance())));
    comparison.membership().ifPresent(guess -> membership.add("by_log_density", auc(guess)));
    if (!membership.isEmpty()) {
      json.add("membership", membership);
    }
    comparison.efficiency().ifPresent(efficiency -> json.add("efficiency", efficiency(efficiency)));
    JsonArray notes = new JsonArray();
    comparison.notes().forEach(notes::add);
    json.add("notes", notes);
    return GSON.toJson(json) + "\n";
  }

  private static JsonObject column(Comparison.Column column) {
    JsonObject json = new JsonObject();
    json.addProperty("name", column.name());
    json.addProperty("type", column.isNumeric() ? "numbers" : "names");
    json.add("shape", number(column.shape()));
    JsonObject missing = new JsonObject();
    missing.add("real", number(column.missingReal()));
    missing.add("drawn", number(column.missingDrawn()));
    json.add("missing", missing);
    auc(column.alone()).entrySet().forEach(member -> json.add(member.getKey(), member.getValue()));
    json.add("gain", number(column.gain()));
    return json;
  }

  private static JsonObject pair(Comparison comparison, Comparison.Pair pair) {
    JsonObject json = new JsonObject();
    JsonArray names = new JsonArray();
    names.add(comparison.columns().get(pair.first()).name());
    names.add(comparison.columns().get(pair.second()).name());
    json.add("columns", names);
    json.add("trend", number(pair.trend()));
    json.add("real", number(pair.real()));
    json.add("drawn", number(pair.drawn()));
    json.addProperty("related", pair.related());
    json.add("beyond", number(pair.beyond()));
    return json;
  }

  private static JsonObject closest(Privacy privacy) {
    JsonObject json = new JsonObject();
    json.add("drawn", closest(privacy.drawn()));
    privacy
        .test()
        .ifPresent(test -> {
          json.add("test", closest(test.closest()));
          JsonObject nearer = new JsonObject();
          nearer.add("share", number(test.nearer()));
          nearer.add("standard_error", number(test.error()));
          json.add("nearer", nearer);
        });
    return json;
  }

  private static JsonObject closest(Closest closest) {
    JsonObject json = new JsonObject();
    json.add("median", number(closest.median()));
    json.add("copies", number(closest.copies()));
    json.add("ratio", number(closest.ratio()));
    return json;
  }

  private static JsonObject efficiency(Efficiency efficiency) {
    JsonObject json = new JsonObject();
    json.addProperty("target", efficiency.target());
    json.addProperty("measure", efficiency.numeric() ? "rmse" : "auc");
    json.add("drawn", number(efficiency.drawn()));
    json.add("real", number(efficiency.real()));
    json.add("constant", number(efficiency.constant()));
    return json;
  }

  private static JsonObject auc(Auc auc) {
    JsonObject json = new JsonObject();
    json.add("auc", number(auc.value()));
    json.add("standard_error", number(auc.standardError()));
    return json;
  }

  private static JsonElement number(double value) {
    return Double.isFinite(value)
        ? new JsonPrimitive(new BigDecimal(value).round(DIGITS).stripTrailingZeros())
        : JsonNull.INSTANCE;
  }
}
