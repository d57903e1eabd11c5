package dev.bijou.server.metric;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.DoubleSupplier;

/// What the service counts, in the text format of Prometheus. Labels are names of routes and of models only, so their number
/// does not grow with what is asked.
public final class Metrics {
  /// The media type of the text.
  public static final String TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private final ConcurrentMap<String, LongAdder> requests = new ConcurrentSkipListMap<>();
  private final ConcurrentMap<String, Histogram> seconds = new ConcurrentSkipListMap<>();
  private final ConcurrentMap<String, LongAdder> rows = new ConcurrentSkipListMap<>();
  private final ConcurrentMap<String, LongAdder> judged = new ConcurrentSkipListMap<>();
  private final ConcurrentMap<String, LongAdder> novel = new ConcurrentSkipListMap<>();
  private final ConcurrentMap<String, Drift> drifts = new ConcurrentSkipListMap<>();
  private final Map<String, DoubleSupplier> gauges = new ConcurrentHashMap<>();

  /// Counts a request.
  ///
  /// @param route the path with places in braces; empty if there is no such address
  public void request(String method, String route, int status, double taken) {
    String where = "method=\"%s\",route=\"%s\"".formatted(known(method), route);
    count(requests, where + ",status=\"" + status + "\"", 1);
    seconds.computeIfAbsent(where, _ -> new Histogram()).add(taken);
  }

  private static String known(String method) {
    return switch (method) {
      case "GET", "POST", "PUT", "DELETE" -> method;
      default -> "other";
    };
  }

  /// Counts rows of a call.
  public void rows(String call, String model, long count) {
    count(rows, "call=\"%s\",model=\"%s\"".formatted(call, escaped(model)), count);
  }

  /// Counts a judged row.
  public void judged(String model, double pValue, boolean isNovel) {
    String label = "model=\"" + escaped(model) + "\"";
    count(judged, label, 1);
    count(novel, label, isNovel ? 1 : 0);
    drifts.computeIfAbsent(label, _ -> new Drift()).add(pValue);
  }

  /// Shows a value that changes, such as how many requests are open.
  public void gauge(String name, DoubleSupplier value) {
    gauges.put(name, value);
  }

  private static void count(ConcurrentMap<String, LongAdder> counts, String labels, long add) {
    counts.computeIfAbsent(labels, _ -> new LongAdder()).add(add);
  }

  private static String escaped(String label) {
    return label.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
  }

  /// All of them.
  public String text() {
    StringBuilder out = new StringBuilder();
    counters("bijou_requests_total", "Requests answered.", requests, out);
    head(
        "bijou_request_seconds", "histogram", "Time from a request to the end of its answer.", out);
    seconds.forEach((labels, histogram) -> histogram.print("bijou_request_seconds", labels, out));
    counters("bijou_rows_total", "Rows taken or drawn.", rows, out);
    counters("bijou_judged_rows_total", "Rows judged by detect.", judged, out);
    counters("bijou_novel_rows_total", "Rows called novel.", novel, out);
    head(
        "bijou_drift",
        "gauge",
        "Kolmogorov-Smirnov distance of the last 1000 p-values from those of held-out rows.",
        out);
    drifts.forEach((labels, drift) -> line("bijou_drift", labels, drift.distance(), out));
    head("bijou_drift_rows", "gauge", "Rows that bijou_drift is of.", out);
    drifts.forEach((labels, drift) -> line("bijou_drift_rows", labels, drift.rows(), out));
    gauges.forEach((name, value) -> {
      head(name, "gauge", "Now.", out);
      out.append(name).append(' ').append(value.getAsDouble()).append('\n');
    });
    return out.toString();
  }

  private static void head(String name, String type, String help, StringBuilder out) {
    out.append("# HELP ").append(name).append(' ').append(help).append('\n');
    out.append("# TYPE ").append(name).append(' ').append(type).append('\n');
  }

  private static void counters(
      String name, String help, ConcurrentMap<String, LongAdder> counts, StringBuilder out) {
    head(name, "counter", help, out);
    counts.forEach((labels, count) -> line(name, labels, count.sum(), out));
  }

  private static void line(String name, String labels, double value, StringBuilder out) {
    out.append(name).append('{').append(labels).append("} ").append(value).append('\n');
  }
}
