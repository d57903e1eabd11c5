package dev.bijou.cli.inspect;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import dev.bijou.cli.console.Shell;
import dev.bijou.speech.speaker.Speaker;
import dev.bijou.speech.voice.Voice;
import dev.bijou.storage.SafeTensors;
import dev.bijou.table.io.ColumnPlan;
import dev.bijou.table.model.Provenance;
import dev.bijou.table.model.TableModel;
import dev.bijou.table.schema.Column;
import dev.bijou.table.schema.Kind;
import dev.bijou.table.text.NumberText;
import dev.bijou.table.watch.WatchedColumn;
import dev.bijou.tensor.Workers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `bijou inspect`: shows what a model is and where it comes from.
@Command(
    name = "inspect",
    description =
        "Show what a model, voice or speaker is: columns or sound, architecture, size, origin, held-out scores.",
    footer = {
      "",
      "Examples:",
      "  bijou inspect wine.bijou",
      "  bijou inspect wine.bijou --json | jq .held_out.log_density",
      "  bijou inspect voice.bijou"
    })
public final class Inspect implements Callable<Integer> {
  private static final int DIGITS = 6;

  private final Shell shell;

  @Parameters(
      paramLabel = "MODEL",
      description = "A file that bijou fit, voice train or speak train wrote.")
  private Path file = Path.of("");

  @Option(
      names = "--json",
      description = "Print one JSON object, with quantiles and learning curves.")
  private boolean json;

  public Inspect(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    Set<String> sections = sections();
    if (sections.contains("bijou.voice")) {
      Voice voice = Voice.load(file);
      show(
          voice.version(), () -> VoiceDescription.json(voice), () -> VoiceDescription.lines(voice));
    } else if (sections.contains("bijou.speaker")) {
      Speaker speaker = Speaker.load(file);
      show(
          speaker.version(),
          () -> SpeakerDescription.json(speaker),
          () -> SpeakerDescription.lines(speaker));
    } else {
      TableModel model = TableModel.load(file);
      show(model.version(), model::description, () -> lines(model));
    }
    return 0;
  }

  private Set<String> sections() {
    try (SafeTensors content = SafeTensors.open(file)) {
      return content.metadata().keySet();
    }
  }

  private void show(
      String version, Supplier<JsonObject> description, Supplier<List<String>> lines) {
    shell.print(json ? json(description.get()) : text(version, lines.get()));
  }

  private String json(JsonObject description) {
    JsonObject json = new JsonObject();
    json.addProperty("file", file.toString());
    json.addProperty("bytes", bytes());
    json.addProperty("format", Integer.valueOf(format()));
    description.entrySet().forEach(member -> json.add(member.getKey(), member.getValue()));
    return new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create().toJson(json) + "\n";
  }

  private String text(String version, List<String> description) {
    return "model       %s, format %s, by Bijou %s, %,d bytes\n"
            .formatted(file, format(), version, bytes())
        + String.join("\n", description)
        + "\n";
  }

  private static String judged(Provenance.HeldOut heldOut) {
    return format(
        "held out    %.4f nats, %s baseline %.4f nats; %,d rows, %s",
        heldOut.logDensity(),
        heldOut.baseline(),
        heldOut.gaussian(),
        heldOut.rows(),
        heldOut.source());
  }

  /// What a private fit has spent. What it made of held-out rows is not kept.
  private static String spent(Provenance provenance) {
    Map<String, String> options = provenance.options();
    return "private     epsilon %s, delta %s; %s"
        .formatted(
            options.get("epsilon"),
            options.get("delta"),
            options.entrySet().stream()
                .filter(option -> option.getKey().startsWith(Provenance.SPENT))
                .map(option ->
                    option.getKey().substring(Provenance.SPENT.length()) + " " + option.getValue())
                .collect(Collectors.joining(", ")));
  }

  private static List<String> lines(TableModel model) {
    Provenance provenance = model.provenance();
    Provenance.Data data = provenance.data();
    List<String> lines = new ArrayList<>();
    lines.add(
        "learned     from %s%s, %,d rows read, %,d dropped, %,d learned from%s"
            .formatted(
                data.file(),
                provenance.isPrivate()
                    ? ""
                    : " (SHA-256 %s…)".formatted(data.sha256().substring(0, 12)),
                data.rowsRead(),
                data.rowsDropped(),
                data.trainingRows(),
                data.rowsDoubted() == 0 ? "" : ", %,d doubted".formatted(data.rowsDoubted())));
    lines.add(
        "            on %s in %s"
            .formatted(provenance.fittedAt(), NumberText.duration(provenance.seconds())));
    lines.add(
        "options     "
            + provenance.options().entrySet().stream()
                .filter(option -> !option.getKey().startsWith(Provenance.SPENT))
                .map(option -> "--" + option.getKey() + " " + option.getValue())
                .collect(Collectors.joining(" ")));
    lines.add(provenance.isPrivate() ? spent(provenance) : judged(provenance.heldOut()));
    lines.add("parameters  %,d".formatted(model.distribution().parameterCount()));
    lines.add("kernels     " + Workers.kernels() + " in this program");
    lines.add("            " + provenance.kernels() + " in the fit");
    provenance.findings().forEach(finding -> lines.add("note        " + finding));
    lines.add("");
    model
        .schema()
        .window()
        .ifPresent(window ->
            lines.addAll(List.of("in time     each row given the " + window.before(), "")));
    lines.addAll(columns(model));
    lines.add("");
    lines.addAll(model.distribution().spec().description());
    return lines;
  }

  private static List<String> columns(TableModel model) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(
        List.of("column", "role", "type", "missing", "mean", "deviation", "least", "greatest"));
    model
        .schema()
        .targets()
        .forEach(column -> rows.add(row(column, column.isAtom() ? "watched" : "modelled")));
    model.schema().given().stream()
        .filter(column -> !isPast(model, column))
        .forEach(column -> rows.add(row(column, "given")));
    model.watched().columns().forEach(column -> rows.add(watched(column)));
    int[] widths =
        IntStream.range(0, rows.getFirst().size())
            .map(i -> rows.stream().mapToInt(row -> row.get(i).length()).max().orElse(0))
            .toArray();
    return rows.stream()
        .map(row ->
            IntStream.range(0, widths.length)
                .mapToObj(i -> pad(row.get(i), widths[i], i >= 3))
                .collect(Collectors.joining("  "))
                .stripTrailing())
        .toList();
  }

  /// Whether a column holds the cells of rows before, of which there are many.
  private static boolean isPast(TableModel model, Column column) {
    return model.schema().window().flatMap(window -> window.find(column.name())).orElse(null)
        instanceof ColumnPlan.Past;
  }

  private static List<String> row(Column column, String role) {
    List<String> names = column.kind().names();
    String missing = column.missing() == 0 ? "" : NumberText.percent(column.missingShare());
    return names.isEmpty()
        ? List.of(
            column.name(),
            role,
            column.kind().type(),
            missing,
            number(column.mean()),
            number(column.standardDeviation()),
            extreme(column, column.min()),
            extreme(column, column.max()))
        : List.of(
            column.name(),
            role,
            column.kind().type(),
            missing,
            "",
            "",
            column.isAtom() ? always(names.getFirst()) : names.size() + " names",
            "");
  }

  private static String always(String constant) {
    return constant.isEmpty() ? "always missing" : "always " + constant;
  }

  /// A column of keys or free text.
  private static List<String> watched(WatchedColumn column) {
    long missing = column.forms().getOrDefault(WatchedColumn.MISSING, 0L);
    String usual =
        column.forms().entrySet().stream()
            .filter(form -> !form.getKey().isEmpty())
            .findFirst()
            .map(form -> "like " + column.level().inWords(form.getKey()))
            .orElse("");
    return List.of(
        column.name(),
        "watched",
        column.key() ? "key" : "text",
        missing == 0 ? "" : NumberText.percent((double) missing / column.rows()),
        "",
        "",
        usual,
        "");
  }

  private static String extreme(Column column, double value) {
    return column.kind() instanceof Kind.DateTime ? column.text(value) : number(value);
  }

  private static String number(double value) {
    return NumberText.of(new BigDecimal(value).round(new MathContext(DIGITS)).doubleValue());
  }

  private static String pad(String text, int width, boolean right) {
    String space = " ".repeat(width - text.length());
    return right ? space + text : text + space;
  }

  private static String format(String form, Object... values) {
    return String.format(Locale.ROOT, form, values);
  }

  private String format() {
    try (SafeTensors content = SafeTensors.open(file)) {
      return content.metadata().getOrDefault("bijou.format", "1");
    }
  }

  private long bytes() {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // it was read a moment ago
    }
  }
}
