package dev.bijou.table.model;

import com.google.gson.FieldNamingPolicy;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import dev.bijou.table.text.Phrases;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What a model was learned from, how, and how well it did. Holds no row of the table, only quantiles of its columns.
///
/// @param data the table it was learned from
/// @param options the options of the fit by name, always with the seed
/// @param heldOut how well it predicts rows it did not learn from
/// @param seconds the time that the fit took, from reading the table to the held-out score
/// @param fittedAt when the fit ended, ISO 8601 in UTC
/// @param kernels which kernels computed it, and why those
/// @param members how each member of the ensemble learned
/// @param quantiles the distribution of each column, targets first, then given columns
/// @param findings what limits a density of this table, one line each
public record Provenance(
    Data data,
    Map<String, String> options,
    HeldOut heldOut,
    double seconds,
    String fittedAt,
    String kernels,
    List<Member> members,
    List<Quantiles> quantiles,
    List<String> findings) {

  private static final Gson JSON =
      new GsonBuilder()
          .setFieldNamingPolicy(FieldNamingPolicy.LOWER_CASE_WITH_UNDERSCORES)
          .create();

  /// Copies the collections.
  public Provenance {
    options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
    members = List.copyOf(members);
    quantiles = List.copyOf(quantiles);
    findings = List.copyOf(findings);
  }

  /// The table that a model was learned from.
  ///
  /// @param file name of the file, without its folder
  /// @param sha256 of the bytes of the file as it was read, in lower-case hexadecimal digits
  /// @param fingerprint of the rows as numbers, see [dev.bijou.table.schema.TrainingTable#fingerprint()]
  /// @param rowsRead rows in the file
  /// @param rowsDropped rows left out because a cell is missing
  /// @param trainingRows rows learned from
  /// @param rowsDoubted rows not learned from because they look like anomalies
  /// @param droppedColumns columns left out: keys and free text; in older files constants too
  public record Data(
      String file,
      String sha256,
      String fingerprint,
      long rowsRead,
      long rowsDropped,
      int trainingRows,
      int rowsDoubted,
      List<String> droppedColumns) {
    /// Copies the list.
    public Data {
      droppedColumns = List.copyOf(droppedColumns);
    }

    /// Of which no row is doubted.
    public Data(
        String file,
        String sha256,
        String fingerprint,
        long rowsRead,
        long rowsDropped,
        int trainingRows,
        List<String> droppedColumns) {
      this(file, sha256, fingerprint, rowsRead, rowsDropped, trainingRows, 0, droppedColumns);
    }

    /// The same with other numbers of rows.
    public Data withRows(int learned, int doubted) {
      return new Data(
          file, sha256, fingerprint, rowsRead, rowsDropped, learned, doubted, droppedColumns);
    }
  }

  /// How well a model predicts rows that it did not learn from, although these chose when to stop.
  ///
  /// @param rows how many there are
  /// @param source where they come from, in words
  /// @param logDensity their mean log-density under the model, in nats
  /// @param gaussian the same under the baseline fitted to the training rows
  /// @param baseline what the baseline is: the Gaussian with full covariance, or independent columns for a table that
  ///     is not all continuous and complete
  public record HeldOut(
      int rows, String source, double logDensity, double gaussian, String baseline) {
    /// The Gaussian with full covariance, as a baseline.
    public static final String GAUSSIAN = "Gaussian";

    /// Independent columns, as a baseline.
    public static final String INDEPENDENT = "independent-columns";

    /// The baseline is the Gaussian if none is named, as in older files.
    @SuppressWarnings("NullAway") // Gson leaves out what a file does not have
    public HeldOut {
      baseline = Objects.requireNonNullElse(baseline, GAUSSIAN);
    }

    /// Judged beside a Gaussian.
    public HeldOut(int rows, String source, double logDensity, double gaussian) {
      this(rows, source, logDensity, gaussian, GAUSSIAN);
    }

    /// How much better the model is than the baseline, in nats a row.
    public double gain() {
      return logDensity - gaussian;
    }
  }

  /// How a member of the ensemble learned. The arrays are the learning curve, a point for each validation.
  ///
  /// @param ended why its training ended: `COMPLETED`, `NO_IMPROVEMENT`, `BUDGET`, `INTERRUPTED` or `DIVERGED`
  /// @param steps steps taken
  /// @param seconds time taken
  /// @param epochs passes over the data
  /// @param training mean log-density of the training rows since the point before, in nats
  /// @param validation mean log-density of the held-out rows, in nats
  public record Member(
      String ended,
      long steps,
      double seconds,
      float[] epochs,
      float[] training,
      float[] validation) {}

  /// The values of a column below which 0 %, 1 %, …, 100 % of the training rows lie, in the units of the table.
  ///
  /// @param column its name
  /// @param values 101 of them, ascending
  public record Quantiles(String column, double[] values) {
    /// The number of values.
    public static final int COUNT = 101;
  }

  /// How the names of [#options] begin that say what a private fit spent, and are no options: `dp.noise`, `dp.clip`,
  /// `dp.steps`, `dp.share` (of the rows in a step) and `dp.counts` (the noise of the counts of cells).
  public static final String SPENT = "dp.";

  /// Whether the model was learned under differential privacy. It then holds no digest of the table and no figures of
  /// held-out rows.
  public boolean isPrivate() {
    return options.containsKey("epsilon");
  }

  /// Why the model does not beat the Gaussian, one line each; empty if it does, or if it does not say.
  public List<String> shortfall() {
    if (heldOut.gain() > 0 || isPrivate()) {
      return List.of();
    }
    List<String> reasons = new ArrayList<>();
    for (Member member : members) {
      switch (member.ended()) {
        case "INTERRUPTED" -> reasons.add("the fit was interrupted before it had learned enough");
        case "BUDGET" ->
            reasons.add("the time ran out before it had learned enough; give it a larger budget");
        case "DIVERGED" ->
            reasons.add("training diverged again and again; the columns may have extreme values");
        default -> {}
      }
    }
    if (options.containsKey("epochs")) {
      reasons.add("the number of epochs was limited to " + options.get("epochs"));
    }
    reasons.addAll(findings);
    if (reasons.isEmpty()) {
      reasons.add(
          heldOut.baseline().equals(HeldOut.GAUSSIAN)
              ? "the columns are close to Gaussian, or there are too few rows to learn how they differ"
              : "the columns hardly depend on each other, or there are too few rows to learn how they do");
    }
    return reasons.stream().distinct().toList();
  }

  /// The JSON form: an object with the components as members, their names with underscores, as in `held_out`.
  public JsonObject toJson() {
    return JSON.toJsonTree(this).getAsJsonObject();
  }

  /// The inverse of [#toJson()]; unknown members are ignored.
  ///
  /// Throws an [IllegalArgumentException] that says what is wrong if the JSON is no provenance.
  public static Provenance fromJson(JsonObject json) {
    try {
      Provenance provenance = JSON.fromJson(json, Provenance.class);
      provenance.requireSound();
      return provenance;
    } catch (RuntimeException malformed) { // Gson wraps what the constructors throw
      String said = String.valueOf(malformed.getMessage()).lines().findFirst().orElse("");
      throw new IllegalArgumentException("the provenance is malformed: " + said, malformed);
    }
  }

  /// Gson leaves absent members null, and accepts any number.
  private void requireSound() {
    require("data", data, data.file(), data.sha256(), data.fingerprint());
    require("options", options.values().toArray());
    require("held_out", heldOut, heldOut.source());
    require("fitted_at", fittedAt);
    require("kernels", kernels);
    requireNumbers(
        "data", data.rowsRead(), data.rowsDropped(), data.trainingRows(), data.rowsDoubted());
    requireNumbers("held_out", heldOut.rows());
    requireNumbers("seconds", seconds);
    requireFinite("held_out", heldOut.logDensity(), heldOut.gaussian());
    for (Member member : members) {
      require("members", member.ended(), member.epochs(), member.training(), member.validation());
      requireNumbers("members", member.steps(), member.seconds());
      int points = member.epochs().length;
      if (member.training().length != points || member.validation().length != points) {
        throw new IllegalArgumentException("the curves of \"members\" have different points");
      }
      for (int i = 0; i < points; i++) {
        requireFinite("members", member.epochs()[i], member.training()[i], member.validation()[i]);
      }
    }
    for (Quantiles column : quantiles) {
      require("quantiles", column.column(), column.values());
      requireFinite("quantiles", column.values());
      for (int i = 1; i < column.values().length; i++) {
        if (column.values()[i] < column.values()[i - 1]) {
          throw new IllegalArgumentException(
              "\"quantiles\" of column %s do not ascend".formatted(Phrases.quote(column.column())));
        }
      }
    }
  }

  private static void require(String name, @Nullable Object... parts) {
    for (Object part : parts) {
      if (part == null) {
        throw new IllegalArgumentException("\"" + name + "\" is missing or not complete");
      }
    }
  }

  /// Counts and times are not negative.
  private static void requireNumbers(String name, double... values) {
    requireFinite(name, values);
    for (double value : values) {
      if (value < 0) {
        throw new IllegalArgumentException(
            "\"%s\" holds %s, but must not be negative".formatted(name, value));
      }
    }
  }

  private static void requireFinite(String name, double... values) {
    for (double value : values) {
      if (!Float.isFinite((float) value)) {
        throw new IllegalArgumentException(
            "\"%s\" holds %s, but must fit a float".formatted(name, value));
      }
    }
  }
}
