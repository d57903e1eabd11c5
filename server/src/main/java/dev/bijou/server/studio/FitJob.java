package dev.bijou.server.studio;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.bijou.table.model.Provenance;
import dev.bijou.table.model.TableModel;
import dev.bijou.train.FlowFit;
import dev.bijou.train.TrainingEvent;
import dev.bijou.train.TrainingListener;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/// A fit that runs, as far as it has come. Safe for the thread that fits and those that ask.
final class FitJob implements TrainingListener<FlowFit.Event> {
  private static final int MOST_POINTS = 2_000;

  /// What became of it.
  enum State {
    QUEUED,
    LEARNING,
    DONE,
    FAILED,
    CANCELLED
  }

  /// A point of the learning curve.
  private record Point(int member, double epoch, double training, double validation) {}

  private final String id;
  private final String table;
  private final String model;
  private final long startNanos;
  private final double budgetSeconds;
  private final List<Point> curve = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private State state = State.QUEUED;
  private OptionalDouble baseline = OptionalDouble.empty();
  private int members;
  private double progress;
  private double best = Double.NEGATIVE_INFINITY;
  private String error = "";
  private double logDensity = Double.NaN;
  private boolean stopping;
  private boolean cancelled;
  private long endNanos;

  FitJob(String id, String table, String model, double budgetSeconds) {
    this.id = id;
    this.table = table;
    this.model = model;
    this.budgetSeconds = budgetSeconds;
    this.startNanos = System.nanoTime();
  }

  String id() {
    return id;
  }

  String model() {
    return model;
  }

  synchronized void learning(OptionalDouble simple) {
    state = State.LEARNING;
    baseline = simple;
  }

  @Override
  public synchronized void event(FlowFit.Event event) {
    if (event instanceof FlowFit.Event.Training(int member, int all, TrainingEvent what)
        && what instanceof TrainingEvent.Validated round) {
      members = all;
      progress = (member - 1 + Math.min(1, round.progress())) / all;
      best = Math.max(best, round.best());
      if (curve.size() < MOST_POINTS) {
        curve.add(new Point(member, round.epoch(), round.training(), round.validation()));
      }
    }
  }

  @Override
  public synchronized void note(String line) {
    notes.add(line);
  }

  @Override
  public synchronized boolean stop() {
    return stopping || cancelled;
  }

  /// Stops with the best model so far.
  synchronized void end() {
    stopping = true;
  }

  /// Stops without a model.
  synchronized void cancel() {
    cancelled = true;
    if (state == State.QUEUED) {
      state = State.CANCELLED;
    }
  }

  synchronized boolean isCancelled() {
    return cancelled;
  }

  synchronized void done(TableModel learned) {
    Provenance.HeldOut heldOut = learned.provenance().heldOut();
    logDensity = heldOut.logDensity();
    baseline = OptionalDouble.of(heldOut.gaussian());
    notes.addAll(learned.provenance().shortfall());
    progress = 1;
    endNanos = System.nanoTime();
    state = State.DONE;
  }

  synchronized void failed(String why) {
    error = why;
    endNanos = System.nanoTime();
    state = cancelled ? State.CANCELLED : State.FAILED;
  }

  synchronized JsonObject json() {
    JsonObject json = new JsonObject();
    json.addProperty("id", id);
    json.addProperty("table", table);
    json.addProperty("model", model);
    json.addProperty("state", state.name().toLowerCase(Locale.ROOT));
    double seconds = ((endNanos == 0 ? System.nanoTime() : endNanos) - startNanos) / 1e9;
    json.addProperty("seconds", seconds);
    json.addProperty("progress", progress);
    json.addProperty("members", members);
    if (state == State.LEARNING && progress > 0.02) {
      double left = seconds / progress - seconds;
      json.addProperty(
          "seconds_left",
          budgetSeconds > 0 ? Math.min(left, Math.max(0, budgetSeconds - seconds)) : left);
    }
    baseline.ifPresent(value -> json.addProperty("baseline", value));
    if (Double.isFinite(best)) {
      json.addProperty("best", best);
    }
    if (Double.isFinite(logDensity)) {
      json.addProperty("log_density", logDensity);
    }
    if (!error.isEmpty()) {
      json.addProperty("error", error);
    }
    JsonArray points = new JsonArray();
    for (Point point : curve) {
      JsonArray values = new JsonArray();
      values.add(point.member());
      values.add(point.epoch());
      values.add(finite(point.training()));
      values.add(finite(point.validation()));
      points.add(values);
    }
    json.add("curve", points);
    JsonArray lines = new JsonArray();
    notes.forEach(lines::add);
    json.add("notes", lines);
    return json;
  }

  private static double finite(double value) {
    return Double.isFinite(value) ? value : -1e30;
  }
}
