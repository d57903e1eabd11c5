package dev.bijou.table.model;

import dev.bijou.Activation;
import dev.bijou.flow.Flows;
import dev.bijou.novelty.Calibrations;
import dev.bijou.novelty.Detector;
import dev.bijou.novelty.LineDetector;
import dev.bijou.spec.NetworkSpec;
import dev.bijou.storage.Version;
import dev.bijou.table.SmallTables;
import dev.bijou.table.fit.TableFit;
import dev.bijou.table.fit.TableFitOptions;
import dev.bijou.table.schema.Schema;
import dev.bijou.tensor.Workers;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;

/// Makes the golden file of a model of rows in time for a new version, with rows and what it answers them.
final class GoldenWindow {
  private GoldenWindow() {}

  /// @param arguments the folder of the version
  static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[0]);
    String learned = text(300, 1);
    Schema schema =
        TableFit.read(
                SmallTables.csv(learned),
                TableFitOptions.standard().withWindow(3, Optional.of("sensor")))
            .schema();
    TableModel bare =
        new TableModel(
            Flows.maskedAutoregressive(
                    1,
                    Flows.Options.standard()
                        .withContext(schema.given().size())
                        .withLayers(1)
                        .withNetwork(new NetworkSpec.Mlp(List.of(4), Activation.RELU, 0)))
                .build(1),
            schema,
            schema.columns().stream().map(column -> column.name()).toList(),
            Models.provenance(schema.columns()),
            Optional.empty(),
            Version.current());
    String rows = text(30, 2);
    try (Workers workers = new Workers(1)) {
      TableModel model =
          bare.withCalibration(Calibrations.by(bare, SmallTables.csv(text(100, 3)), workers));
      model.save(folder.resolve("window.bijou"));
      Files.writeString(folder.resolve("window.csv"), rows);
      Files.writeString(folder.resolve("window-judged.csv"), judged(model, rows, workers));
    }
  }

  /// What a stream of rows is answered.
  static String judged(TableModel model, String rows, Workers workers) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new LineDetector(
            Detector.of(model),
            LineDetector.Options.standard().withReasons(false),
            workers,
            _ -> {})
        .run("rows", new ByteArrayInputStream(rows.getBytes(StandardCharsets.UTF_8)), out);
    return out.toString(StandardCharsets.UTF_8);
  }

  /// Rows of two interleaved series, an hour apart, each with a number and a constant.
  private static String text(int rows, long seed) {
    Random random = new Random(seed);
    StringBuilder text = new StringBuilder("sensor,time,v,unit\n");
    double[] last = new double[2];
    LocalDateTime start = LocalDateTime.of(2026, 1, 5, 0, 0);
    for (int row = 0; row < rows; row++) {
      int sensor = row % 2;
      last[sensor] = 0.9 * last[sensor] + 0.44 * random.nextGaussian();
      text.append(
          String.format(
              Locale.ROOT,
              "%s,%s:00,%.4f,C%n",
              sensor == 0 ? "left" : "right",
              start.plusHours(row / 2),
              last[sensor]));
    }
    return text.toString();
  }
}
