package dev.bijou.cli.table;

import dev.bijou.conditional.ConditionalSampler.Summary;
import dev.bijou.table.compare.NearRows;
import dev.bijou.table.draw.TableDraw;
import dev.bijou.table.draw.TableForm;
import dev.bijou.table.model.TableModel;
import dev.bijou.table.text.NumberText;
import dev.bijou.table.text.Phrases;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;

/// Says how rows were drawn.
final class DrawnLines {
  private final PrintStream err;
  private String how = "";

  DrawnLines(PrintStream err) {
    this.err = err;
  }

  /// Columns of the other table that are not drawn.
  void leftOut(TableForm form) {
    if (!form.leftOut().isEmpty()) {
      err.println(
          "note: left out %s: keys or free text, which the model does not draw"
              .formatted(Phrases.quoted(form.leftOut())));
    }
  }

  /// What the last line ends with, and a warning where particles are few.
  void how(TableDraw.Drawn drawn, Optional<String> balance) {
    List<Summary> conditions = drawn.conditions();
    if (balance.isPresent()) {
      long weighted = conditions.stream().filter(Summary.Weighted.class::isInstance).count();
      how =
          ", each of %d values of %s equally often%s"
              .formatted(
                  conditions.size(),
                  Phrases.quote(balance.get()),
                  weighted == 0 ? "" : ", %d of them from weighted particles".formatted(weighted));
    } else if (!conditions.isEmpty()) {
      how = ", " + how(conditions.getFirst());
    }
    conditions.stream()
        .flatMap(one -> warning(one).stream())
        .distinct()
        .forEach(line -> err.println("warning: " + line));
  }

  private static String how(Summary summary) {
    return switch (summary) {
      case Summary.Exact exact ->
          "exactly: %.3g %% of the draws of the model satisfy the conditions"
              .formatted(100 * exact.share());
      case Summary.Weighted weighted ->
          "from %,d weighted particles: effective sample size %,.0f"
              .formatted(weighted.particles(), weighted.effective());
    };
  }

  private static Optional<String> warning(Summary summary) {
    return summary instanceof Summary.Weighted weighted && weighted.isPoor()
        ? Optional.of(
            "the effective sample size is small for %,d rows: they are alike, and rare kinds of rows are left out"
                .formatted(weighted.rows()))
        : Optional.empty();
  }

  /// How many rows were too near.
  void near(TableDraw.Drawn drawn, NearRows real, double quantile, TableModel model) {
    if (!model.provenance().isPrivate()
        && !model.provenance().data().sha256().equals(real.sha256())) {
      err.println(
          "note: the model learned from another table than that of --private, or from other bytes of it");
    }
    String share = NumberText.percent(quantile);
    if (real.limit() == 0) {
      err.println(
          "note: no row was drawn again: more than %s of the rows of --private have an equal, so that equal rows are usual"
              .formatted(share));
      return;
    }
    err.println(
        "drew %s again: nearer than %s to a row of --private, the %s quantile of the distance of its own rows to each other"
            .formatted(
                NumberText.counted(drawn.again(), "row"),
                NumberText.value(real.limit(), 3),
                share));
    if (drawn.leftOut() > 0) {
      err.println(
          "warning: left out %s: all of 20 draws were too near"
              .formatted(NumberText.counted(drawn.leftOut(), "row")));
    }
  }

  /// The last line.
  void end(long rows, double seconds) {
    err.println("drew %,d rows in %s%s".formatted(rows, NumberText.duration(seconds), how));
  }
}
