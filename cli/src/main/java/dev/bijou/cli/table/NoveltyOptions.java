package dev.bijou.cli.table;

import dev.bijou.cli.console.Shell;
import dev.bijou.cli.console.UsageException;
import dev.bijou.novelty.Calibrations;
import dev.bijou.novelty.Detector;
import dev.bijou.novelty.LineDetector;
import dev.bijou.novelty.NoveltyRule;
import dev.bijou.novelty.NoveltyScore;
import dev.bijou.table.model.TableModel;
import dev.bijou.tensor.Workers;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// The options that say which rows are novel, and how that is told.
final class NoveltyOptions {
  @Option(
      names = "--alpha",
      paramLabel = "A",
      description =
          "Call a row novel if its p-value is at most A (default: 0.01), which also flags a share A of normal rows.")
  private @Nullable Double alpha;

  @Option(
      names = "--fdr",
      paramLabel = "Q",
      description =
          "Instead of --alpha: call as many rows novel as a false discovery rate of Q allows.")
  private @Nullable Double fdr;

  @Option(
      names = "--score",
      paramLabel = "NAME",
      description =
          "What makes a row unusual: combined (default; its density, its parts and its cells),"
              + " density (a low one) or typicality (an unusual one, low or high).")
  private String score = NoveltyScore.COMBINED.toString();

  @Option(
      names = "--calibrate",
      paramLabel = "TABLE",
      description =
          "Calibration set of the p-values: normal rows that the model did not learn from"
              + " (default: the rows that fit held out).")
  private @Nullable String calibrate;

  @Option(
      names = "--recent",
      paramLabel = "N",
      description =
          "For streams that change: rank each row among the N rows before it (of its series), such as 250,"
              + " rather than among held-out rows; what has become common is usual again.")
  private @Nullable Integer recent;

  @Option(
      names = "--no-reasons",
      description = "Leave out the reasons, which take most of the time if many rows are novel.")
  private boolean noReasons;

  @Option(
      names = "--no-watch",
      description =
          "Judge by the density alone: without a watch on constant columns, and on the form of keys and free text.")
  private boolean noWatch;

  @Mixin private Prefix prefix = new Prefix();
  @Mixin private TableHeader header = new TableHeader();

  /// Whether novel rows are given reasons.
  boolean reasons() {
    return !noReasons;
  }

  /// Whether what the density does not see is watched.
  boolean watches() {
    return !noWatch;
  }

  /// How many rows before it a row is ranked among; empty for held-out rows.
  OptionalInt recent() {
    if (recent == null) {
      return OptionalInt.empty();
    }
    try {
      return LineDetector.Options.standard().withRecent(recent).recent();
    } catch (IllegalArgumentException e) {
      throw new UsageException("--recent: " + e.getMessage(), e);
    }
  }

  /// What the names of added columns begin with.
  String prefix() {
    return prefix.value();
  }

  /// Where tables have their names.
  TableHeader header() {
    return header;
  }

  /// Which rows are novel.
  NoveltyRule rule() {
    if (alpha != null && fdr != null) {
      throw new UsageException("--alpha and --fdr are two rules; choose one");
    }
    try {
      return fdr != null
          ? new NoveltyRule.FalseDiscoveryRate(fdr)
          : new NoveltyRule.Alpha(alpha == null ? Detector.DEFAULT_ALPHA : alpha);
    } catch (IllegalArgumentException e) {
      throw new UsageException((fdr != null ? "--fdr: " : "--alpha: ") + e.getMessage(), e);
    }
  }

  /// How unusual a row is.
  NoveltyScore score() {
    try {
      return NoveltyScore.named(score);
    } catch (IllegalArgumentException e) {
      throw new UsageException("--score: " + e.getMessage(), e);
    }
  }

  /// A model with its calibration.
  TableModel model(Path file, Shell shell, Workers workers) {
    TableModel model = TableModel.load(file);
    if (calibrate == null) {
      Detector.requireCalibration(model, file.toString());
      return model;
    }
    return model.withCalibration(Calibrations.by(model, header.table(shell, calibrate), workers));
  }

  /// Why no row can be novel, if so.
  ///
  /// @param least the least p-value that a row can have
  /// @param calibrationRows how many there are
  Optional<String> hopeless(double least, int calibrationRows) {
    double limit =
        switch (rule()) {
          case NoveltyRule.Alpha(double a) -> a;
          case NoveltyRule.FalseDiscoveryRate(double q) -> q;
        };
    return least <= limit
        ? Optional.empty()
        : Optional.of(
            "no row can be novel: the least p-value by %,d %s rows is %.2g, and the limit %s; allow more, or "
                    .formatted(
                        recent == null ? calibrationRows : recent,
                        recent == null ? "calibration" : "recent",
                        least,
                        Double.toString(limit))
                + (recent == null ? "give more rows with --calibrate TABLE" : "a larger --recent"));
  }
}
