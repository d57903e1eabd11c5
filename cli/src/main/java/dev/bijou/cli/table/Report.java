package dev.bijou.cli.table;

import dev.bijou.OutputException;
import dev.bijou.cli.console.Outputs;
import dev.bijou.cli.console.Quiet;
import dev.bijou.cli.console.Seed;
import dev.bijou.cli.console.Shell;
import dev.bijou.cli.console.Threads;
import dev.bijou.report.ModelReport;
import dev.bijou.table.io.Missing;
import dev.bijou.table.model.TableModel;
import dev.bijou.table.schema.TrainingTable;
import dev.bijou.table.text.NumberText;
import dev.bijou.tensor.Workers;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `bijou report`: shows a model on a page.
@Command(
    name = "report",
    description =
        "Show a model on one page: how it learned, and how its samples compare with the data.",
    footer = {
      "",
      """
      Writes a self-contained HTML page: no network, no scripts, light or dark as the reader's \
      system is. With TABLE, of which a random sample is used, the page compares its rows with \
      samples of the model, and shows their scores and the least expected rows. A conditional \
      model can be sampled only with TABLE.\
      """,
      "",
      "Examples:",
      "  bijou report wine.bijou wine.csv -o wine.html",
      "  bijou report wine.bijou -o wine.html --figures figures   pictures as SVG too"
    })
public final class Report implements Callable<Integer> {
  private final Shell shell;

  @Parameters(index = "0", paramLabel = "MODEL", description = "A model that bijou fit wrote.")
  private Path model = Path.of("");

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "TABLE",
      description =
          "CSV (also .gz) or Parquet with the columns of the model; - for standard input.")
  private @Nullable String table;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "OUT.html",
      description = "File to write to (default: standard output).")
  private @Nullable String output;

  @Option(
      names = "--figures",
      paramLabel = "FOLDER",
      description = "Also write each picture as an SVG file of its own to this folder.")
  private @Nullable Path figures;

  @Option(
      names = "--comparison",
      paramLabel = "PAGE.html",
      description = "Link to this page, which bijou compare --report wrote.")
  private @Nullable String comparison;

  @Mixin private TableHeader header = new TableHeader();
  @Mixin private MissingCells missing = new MissingCells();
  @Mixin private Seed seed = new Seed();
  @Mixin private Threads threads = new Threads();
  @Mixin private Quiet quiet = new Quiet();

  public Report(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    long start = System.nanoTime();
    PrintStream err = quiet.filter(shell.err());
    try (Workers workers = threads.workers()) {
      TableModel loaded = TableModel.load(model);
      ModelReport report =
          ModelReport.of(
              name(), loaded, rows(loaded), Optional.ofNullable(comparison), seed.value(), workers);
      if (output == null || output.equals("-")) {
        shell.print(report.html());
      } else {
        Outputs.text(output, report.html());
      }
      if (figures != null) {
        write(figures, report);
      }
      err.println(
          "reported on "
              + name()
              + " in "
              + NumberText.duration((System.nanoTime() - start) / 1e9));
      return 0;
    }
  }

  private String name() {
    Path file = model.getFileName();
    return file == null ? model.toString() : file.toString();
  }

  /// As many rows of the table as a report shows, drawn at random from it.
  private Optional<TrainingTable> rows(TableModel loaded) {
    if (table == null) {
      return Optional.empty();
    }
    Missing cells = missing.drop() ? Missing.DROP : Missing.REFUSE;
    TrainingTable.Options options =
        new TrainingTable.Options(cells, ModelReport.tableBytes(loaded), seed.value());
    return Optional.of(TrainingTable.load(header.table(shell, table), loaded.schema(), options));
  }

  private static void write(Path folder, ModelReport report) {
    try {
      Files.createDirectories(folder);
    } catch (FileAlreadyExistsException e) {
      throw new OutputException(folder.toString(), "it is a file; --figures needs a folder");
    } catch (IOException e) {
      throw new OutputException(folder.toString(), e);
    }
    report
        .figures()
        .forEach((name, svg) -> Outputs.text(folder.resolve(name + ".svg").toString(), svg));
  }
}
