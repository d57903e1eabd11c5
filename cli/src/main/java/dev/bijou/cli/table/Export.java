package dev.bijou.cli.table;

import dev.bijou.ModelFileException;
import dev.bijou.OutputException;
import dev.bijou.cli.console.Outputs;
import dev.bijou.cli.console.Quiet;
import dev.bijou.cli.console.Shell;
import dev.bijou.interop.OnnxExport;
import dev.bijou.table.model.TableModel;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
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
      rows × 1: names are texts, numbers floats, or doubles where the model takes an offset from \
      them, points in time seconds since 1970-01-01T00:00 UTC; a missing number is NaN, a missing \
      name an empty text. score has the output log_density and, if the model is calibrated, novelty and \
      p_value as detect has them for rows without keys and free text. sample makes columns of the input noise, standard normal numbers, and says with sound whether \
      bijou sample would keep the row. latent, the noise of rows, is of a single flow of numbers, which --members 1 makes fit learn. \
      Constants of more than 1 GiB are written to a file beside the graph, OUT.onnx.data.\
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

  @Option(
      names = "--no-watch",
      description = "Judge by the density alone, as detect --no-watch does.")
  private boolean noWatch;

  @Mixin private Quiet quiet = new Quiet();

  public Export(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    Outputs.requireWritable(Path.of(output));
    TableModel loaded = TableModel.load(model);
    loaded.requireRowsAlone("it has no form in ONNX");
    OnnxExport.Written written;
    try {
      written = OnnxExport.write(loaded, what, !noWatch, Path.of(output), OnnxExport.MOST_WITHIN);
    } catch (UnsupportedOperationException e) {
      throw new ModelFileException(model + ": " + e.getMessage(), e);
    } catch (IOException e) {
      throw new OutputException(output, e);
    }
    PrintStream err = quiet.filter(shell.err());
    err.println(
        "wrote %s%s, %,d bytes"
            .formatted(
                output,
                written.constants().map(file -> " and " + file).orElse(""),
                written.bytes()));
    if (what == OnnxExport.What.SCORE && !written.judges()) {
      err.println(
          "note: the model has no calibration set that this version could use, so that the graph has no novelty and p_value");
    }
    return 0;
  }
}
