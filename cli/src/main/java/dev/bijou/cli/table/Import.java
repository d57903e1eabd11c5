package dev.bijou.cli.table;

import dev.bijou.ModelFileException;
import dev.bijou.cli.console.Outputs;
import dev.bijou.cli.console.Quiet;
import dev.bijou.cli.console.Shell;
import dev.bijou.cli.console.Threads;
import dev.bijou.cli.console.UsageException;
import dev.bijou.interop.ForeignFlows;
import dev.bijou.interop.ForeignSpeakers;
import dev.bijou.interop.ForeignSpeakers.Speaking;
import dev.bijou.interop.ForeignVoices;
import dev.bijou.interop.ForeignVoices.Vocoding;
import dev.bijou.interop.Imported;
import dev.bijou.table.fit.TableFit;
import dev.bijou.table.io.TableSource;
import dev.bijou.table.model.TableModel;
import dev.bijou.table.text.NumberText;
import dev.bijou.tensor.Workers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `bijou import`: makes a model of a flow that another library has learned.
@Command(
    name = "import",
    description =
        "Make a model of a flow that zuko, nflows, normflows or flowjax has learned, with the same density; a voice of "
            + "WaveGlow's or SqueezeWave's weights; or a speaker of Glow-TTS's.",
    footer = {
      "",
      """
      FILE is what torch.save wrote of flow.state_dict() (or of a checkpoint that has it), \
      safetensors, .npz or .eqx. Nothing in it is run. --config says what it does not: JSON, which \
      ten lines of Python write; docs/import.md has them. The columns are x1, x2, … unless \
      --columns names them, first those of the density, then those it is conditioned on.\
      """,
      "",
      """
      Of WaveGlow and SqueezeWave the voice is for bijou voice vocode and bijou speak, and of \
      Glow-TTS the speaker for bijou speak --speaker; --config is then the config.json of the \
      training, where it was not the published one.\
      """,
      "",
      """
      With --calibrate, the rows of a table that the flow has not learned from make bijou detect \
      work: new rows are compared with them. Without, columns are described by rows drawn from the \
      flow.\
      """,
      "",
      "Examples:",
      "  bijou import flow.pt -o flow.bijou --config flow.json",
      "  bijou import nsf.pt -o nsf.bijou --config '{\"library\":\"zuko\",\"class\":\"NSF\"}'",
      "  bijou import waveglow_256channels.pt -o waveglow.bijou",
      "  bijou import glow-tts.pth -o speaker.bijou --config base_blank.json",
      "  bijou import wine.pt -o wine.bijou --config wine.json \\",
      "      --calibrate held-out.csv --columns acidity,sugar,alcohol"
    })
public final class Import implements Callable<Integer> {
  private final Shell shell;

  @Parameters(paramLabel = "FILE", description = "The weights.")
  private Path file = Path.of("");

  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "MODEL",
      description = "File to write the model to.")
  private String output = "";

  @Option(
      names = "--as",
      paramLabel = "LIBRARY",
      description =
          "zuko, nflows, normflows or flowjax (default: what --config or the names of the weights say).")
  private String library = "";

  @Option(
      names = "--config",
      paramLabel = "JSON",
      description = "What the weights do not say: a file, or the JSON itself.")
  private @Nullable String config;

  @Option(
      names = "--columns",
      split = ",",
      paramLabel = "COL",
      description = "Names of the columns, in the order of the flow (default: x1, x2, …).")
  private List<String> columns = List.of();

  @Option(
      names = "--calibrate",
      paramLabel = "TABLE",
      description = "Rows that the flow has not learned from, to compare others with.")
  private @Nullable String calibrate;

  @Mixin private TableHeader header = new TableHeader();
  @Mixin private Threads threads = new Threads();
  @Mixin private Quiet quiet = new Quiet();

  public Import(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    long start = System.nanoTime();
    Outputs.requireWritable(Path.of(output));
    String said = config == null ? "{}" : config.strip();
    boolean inline = said.startsWith("{");
    String json = inline ? said : text(Path.of(said));
    String source = inline ? "--config" : said;
    Optional<Vocoding> vocoding =
        library.isEmpty() ? ForeignVoices.read(file, json, source) : Optional.empty();
    if (vocoding.isPresent()) {
      return voice(vocoding.get(), start);
    }
    Optional<Speaking> speaking =
        library.isEmpty()
            ? ForeignSpeakers.read(file, json, source, SpeakerImport.inventory().symbols())
            : Optional.empty();
    if (speaking.isPresent()) {
      return speaker(speaking.get(), start);
    }
    Imported flow = ForeignFlows.read(file, json, source, library);
    int features = flow.distribution().features();
    List<String> names = names(features + flow.distribution().contextFeatures());
    Optional<TableSource> table =
        Optional.ofNullable(calibrate).map(name -> header.table(shell, name));
    try (Workers workers = threads.workers()) {
      TableModel model =
          TableFit.adopt(
              flow.distribution(),
              names.subList(0, features),
              names.subList(features, names.size()),
              TableFit.Elsewhere.of(file, flow.library()),
              table,
              workers);
      model.save(Path.of(output));
      quiet
          .filter(shell.err())
          .println(
              "read a flow of %s: %d columns%s, %,d parameters; %s; wrote %s in %s"
                  .formatted(
                      flow.library(),
                      features,
                      names.size() > features ? " given %d".formatted(names.size() - features) : "",
                      flow.distribution().parameterCount(),
                      table.isPresent()
                          ? "calibrated by %,d rows"
                              .formatted(model.calibration().orElseThrow().rows())
                          : "not calibrated",
                      output,
                      NumberText.duration((System.nanoTime() - start) / 1e9)));
      return 0;
    }
  }

  private int voice(Vocoding vocoding, long start) {
    requireNoColumns("a voice");
    VoiceImport.save(vocoding, file, Path.of(output));
    return told(
        "voice of " + vocoding.name(),
        vocoding.distribution().contextFeatures(),
        vocoding.distribution().parameterCount(),
        start);
  }

  private int speaker(Speaking speaking, long start) {
    requireNoColumns("a speaker");
    SpeakerImport.save(speaking, file, Path.of(output));
    String kind =
        "speaker of %s%s".formatted(SpeakerImport.NAME, speaking.blanks() ? " with blanks" : "");
    return told(kind, speaking.flow().features(), speaking.flow().parameterCount(), start);
  }

  private void requireNoColumns(String what) {
    if (calibrate != null || !columns.isEmpty()) {
      throw new UsageException(what + " has no columns: leave out --columns and --calibrate");
    }
  }

  private int told(String what, int bands, long parameters, long start) {
    quiet
        .filter(shell.err())
        .println(
            "read a %s: %d bands, %,d parameters; wrote %s in %s"
                .formatted(
                    what,
                    bands,
                    parameters,
                    output,
                    NumberText.duration((System.nanoTime() - start) / 1e9)));
    return 0;
  }

  private List<String> names(int count) {
    if (columns.isEmpty()) {
      List<String> numbered = new ArrayList<>();
      for (int i = 1; i <= count; i++) {
        numbered.add("x" + i);
      }
      return numbered;
    }
    if (columns.size() != count) {
      throw new UsageException(
          "--columns names %d columns, but the flow has %d".formatted(columns.size(), count));
    }
    return columns;
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw ModelFileException.cannotRead(file, e);
    }
  }
}
