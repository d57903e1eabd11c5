package dev.bijou.cli.table;

import dev.bijou.ModelFileException;
import dev.bijou.cli.console.Outputs;
import dev.bijou.cli.console.Quiet;
import dev.bijou.cli.console.Shell;
import dev.bijou.interop.OnnxExport;
import dev.bijou.table.model.TableModel;
import dev.bijou.table.schema.Column;
import dev.bijou.table.text.Phrases;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `bijou export`: writes a model as an ONNX graph.
@Command(
    name = "export",
    description = "Write a model as an ONNX graph, to be run without Bijou.",
    footer = {
      "",
      """
      The graph has standard operators of opset 17 alone. Each column is an input of any number of \
      rows × 1, a float, or a double where the model takes an offset from it. score has the output \
      log_density, latent the output latent, in whose columns rows are standard normal; sample \
      makes columns of the input noise, standard normal numbers. Models of complete, continuous \
      columns are exported, also given others; latent and sample are of a single flow, which \
      --members 1 makes fit learn.\
      """,
      "",
      "Examples:",
      "  bijou export wine.bijou -o wine.onnx",
      "  bijou export wine.bijou -o draw.onnx --what sample"
    })
public final class Export implements Callable<Integer> {
  private final Shell shell;

  @Parameters(paramLabel = "MODEL", description = "A model that bijou fit or import wrote.")
  private Path model = Path.of("");

  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "OUT.onnx",
      description = "File to write the graph to.")
  private String output = "";

  @Option(names = "--what", paramLabel = "WHAT", description = "score (default), sample or latent.")
  private OnnxExport.What what = OnnxExport.What.SCORE;

  @Mixin private Quiet quiet = new Quiet();

  public Export(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    Outputs.requireWritable(Path.of(output));
    TableModel loaded = TableModel.load(model);
    loaded.requireRowsAlone("it has no form in ONNX");
    for (Column column : loaded.schema().columns()) {
      if (column.isAtom()) {
        throw new ModelFileException(
            "%s: column %s is constant, which has no form in ONNX yet"
                .formatted(model, Phrases.quote(column.name())));
      }
    }
    byte[] graph;
    try {
      graph =
          OnnxExport.of(
              loaded.distribution(),
              columns(loaded.schema().targets()),
              columns(loaded.schema().given()),
              what);
    } catch (UnsupportedOperationException e) {
      throw new ModelFileException(model + ": " + e.getMessage(), e);
    }
    Outputs.toFile(output, stream -> stream.write(graph));
    quiet.filter(shell.err()).println("wrote %s, %,d bytes".formatted(output, graph.length));
    return 0;
  }

  private static List<OnnxExport.Column> columns(List<Column> columns) {
    return columns.stream()
        .map(column -> new OnnxExport.Column(column.name(), column.offset(), column.unit()))
        .toList();
  }
}
