package dev.bijou.cli.table;

import com.google.gson.GsonBuilder;
import dev.bijou.cli.console.Outputs;
import dev.bijou.cli.console.Seed;
import dev.bijou.cli.console.Shell;
import dev.bijou.table.io.ColumnPlan;
import dev.bijou.table.schema.Schema;
import dev.bijou.table.schema.SchemaInference;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `bijou schema`: shows what the columns of a table hold.
@Command(
    name = "schema",
    description =
        "Show what the columns of a table hold, as JSON to edit and give to fit --schema.",
    footer = {
      "",
      """
      A column's "type" is continuous, integer (on a "grid"), categorical (with "levels"; "rare" \
      ones are one level), boolean, date-time (with a java.time "pattern"), constant, or \
      identifier. Constants are only watched for another value, and an identifier is left out of \
      the density, but for its form; a column that you delete is forgotten. Move a \
      column from "targets" to "given" to condition on it. Everything but "name" may be deleted, \
      and is then inferred from the table again. "min" and "max" bound samples.\
      """,
      "",
      "Examples:",
      "  bijou schema people.csv > schema.json",
      "  bijou fit people.csv --schema schema.json -o people.bijou"
    })
public final class ShowSchema implements Callable<Integer> {
  private final Shell shell;

  @Parameters(
      paramLabel = "TABLE",
      description = "CSV (also .gz) or Parquet; - for standard input.")
  private String table = "";

  @Option(
      names = "--given",
      split = ",",
      paramLabel = "COL",
      description = "Columns to condition on.")
  private List<String> given = List.of();

  @Option(
      names = "--exclude",
      split = ",",
      paramLabel = "COL",
      description = "Columns to leave out.")
  private List<String> exclude = List.of();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "OUT.json",
      description = "File to write to (default: standard output).")
  private @Nullable String output;

  @Mixin private TableHeader header = new TableHeader();
  @Mixin private MissingCells missing = new MissingCells();
  @Mixin private Seed seed = new Seed();

  public ShowSchema(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    Schema schema =
        SchemaInference.of(
                header.table(shell, table),
                ColumnPlan.allBut(exclude),
                given,
                missing.learning(),
                seed.value())
            .schema();
    String json =
        new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create().toJson(schema.toJson())
            + "\n";
    if (output == null || output.equals("-")) {
      shell.print(json);
    } else {
      Outputs.text(output, json);
    }
    return 0;
  }
}
