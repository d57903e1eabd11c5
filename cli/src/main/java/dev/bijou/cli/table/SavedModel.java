package dev.bijou.cli.table;

import dev.bijou.OutputException;
import dev.bijou.cli.console.Shell;
import dev.bijou.table.model.Provenance;
import dev.bijou.table.model.TableModel;
import dev.bijou.table.text.NumberText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/// The file that a fit writes, and what it prints.
///
/// @param output name of the file
record SavedModel(Shell shell, String output) {
  /// Saves the model; in a temporary file if that fails, because learning it took a while.
  void save(TableModel model) {
    try {
      model.save(Path.of(output));
    } catch (OutputException failure) {
      throw failure.with(saveElsewhere(model));
    }
  }

  private static String saveElsewhere(TableModel model) {
    try {
      Path other = Files.createTempFile("bijou-", ".bijou");
      model.save(other);
      return "; the model is in " + other + " instead";
    } catch (IOException | OutputException _) {
      return "; the model is lost";
    }
  }

  /// Prints how it judges held-out rows, beside a simple model.
  ///
  /// @param doubted a line on rows that were not learned from, if any
  /// @param more lines before that of the file
  void figures(Provenance.HeldOut heldOut, TableModel model, String doubted, String more) {
    shell.print(
        String.format(
            Locale.ROOT,
            """
            held-out log-density: %.4f nats
            %s baseline: %.4f nats
            %stime: %s
            %smodel: %s
            """,
            heldOut.logDensity(),
            heldOut.baseline(),
            heldOut.gaussian(),
            doubted,
            NumberText.duration(model.provenance().seconds()),
            more,
            output));
  }
}
