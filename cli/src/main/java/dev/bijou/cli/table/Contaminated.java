package dev.bijou.cli.table;

import dev.bijou.cli.console.Outputs;
import dev.bijou.cli.console.UsageException;
import dev.bijou.table.fit.TableFit;
import dev.bijou.table.fit.TableFitOptions.Contamination;
import dev.bijou.table.io.TableWriter;
import dev.bijou.table.text.NumberText;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The options `--contamination` and `--doubted`, and what is said of the rows that a fit doubts.
final class Contaminated {
  private static final String NAME = "--contamination";
  private static final int MOST_NAMED = 10;

  @Option(
      names = NAME,
      paramLabel = "auto|SHARE",
      description =
          "The rows may hold a few anomalies, or about that share (at most 0.5): learn in spite of them, and say which rows are doubted (default: none).")
  private String contamination = "none";

  @Option(
      names = "--doubted",
      paramLabel = "FILE",
      description =
          "With --contamination: CSV of the doubted rows, with their number, novelty and p-value.")
  private @Nullable String file;

  /// What is known of anomalies.
  Contamination known() {
    return switch (contamination) {
      case "none" -> new Contamination.None();
      case "auto" -> new Contamination.Auto();
      default -> {
        double share;
        try {
          share = Double.parseDouble(contamination);
        } catch (NumberFormatException _) {
          throw new UsageException(
              "%s is \"%s\", but must be none, auto or a share of the rows such as 0.05"
                  .formatted(NAME, contamination));
        }
        yield new Contamination.Share(share);
      }
    };
  }

  /// Fails early if the file cannot be written, or there will be nothing to write.
  void require() {
    if (file == null) {
      return;
    }
    if (known() instanceof Contamination.None) {
      throw new UsageException("no row is doubted without " + NAME);
    }
    Outputs.requireWritable(Path.of(file));
  }

  /// Writes the file, if there is to be one.
  void write(List<TableFit.Doubted> doubted) {
    if (file == null) {
      return;
    }
    try (TableWriter writer = TableWriter.toFile(file, List.of("row", "novelty", "p_value"))) {
      for (TableFit.Doubted row : doubted) {
        writer.row(
            List.of(
                Long.toString(row.row()),
                NumberText.of(row.novelty()),
                NumberText.probability(row.pValue())));
      }
      writer.commit();
    }
  }

  /// `12 of 5,000 rows are doubted and were not learned from: rows 17, 243, …`; empty if none is looked for.
  String line(List<TableFit.Doubted> doubted, int rows) {
    if (known() instanceof Contamination.None) {
      return "";
    }
    if (doubted.isEmpty()) {
      return "none of %s is doubted%n".formatted(NumberText.counted(rows, "row"));
    }
    String numbers =
        doubted.stream()
            .limit(MOST_NAMED)
            .map(row -> Long.toString(row.row()))
            .collect(Collectors.joining(", "));
    boolean one = doubted.size() == 1;
    return "%s of %s %s doubted and %s not learned from: %s %s%s%n"
        .formatted(
            NumberText.count(doubted.size()),
            NumberText.counted(rows, "row"),
            one ? "is" : "are",
            one ? "was" : "were",
            one ? "row" : "rows",
            numbers,
            doubted.size() > MOST_NAMED ? ", …" : "");
  }
}
