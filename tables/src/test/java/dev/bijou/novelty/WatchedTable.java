package dev.bijou.novelty;

import dev.bijou.table.SmallTables;
import dev.bijou.table.fit.TableFit;
import dev.bijou.table.fit.TableFitOptions;
import dev.bijou.table.model.TableModel;
import dev.bijou.tensor.Workers;
import dev.bijou.train.FitOptions;
import dev.bijou.train.FlowName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/// A table with constants of every kind, a key and free text, and what was learned from it.
final class WatchedTable {
  /// The rows learned from.
  static final int ROWS = 1000;

  /// A short fit, as its file has it.
  static final TableModel MODEL = fitted();

  /// By it, at 0.02.
  static final Detector DETECTOR = Detector.of(MODEL).withAlpha(0.02);

  private static final String HEADER = "a,b,gear,unit,flag,day,nothing,card,note\n";

  private WatchedTable() {}

  private static String row(SplittableRandom random, int i) {
    double a = random.nextGaussian();
    return String.format(
        Locale.ROOT,
        "%.4f,%.4f,1.11,kg,true,2024-03-01,,%04d-%04d,%s",
        a,
        a + random.nextGaussian(),
        i,
        random.nextInt(10_000),
        note(random));
  }

  private static String note(SplittableRandom random) {
    return IntStream.rangeClosed(0, 1 + random.nextInt(8))
        .mapToObj(_ -> "abcdefgh".substring(0, 1 + random.nextInt(7)))
        .reduce((one, other) -> one + " " + other)
        .orElseThrow();
  }

  /// A table of further rows.
  static String rows(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    StringBuilder text = new StringBuilder(HEADER);
    for (int i = 0; i < count; i++) {
      text.append(row(random, i)).append('\n');
    }
    return text.toString();
  }

  private static TableModel fitted() {
    try (Workers workers = new Workers(2)) {
      Path file = Files.createTempFile("watched", ".bijou");
      TableFit.read(SmallTables.csv(rows(ROWS, 1)), shortFit(5)).run(workers).save(file);
      TableModel model = TableModel.load(file);
      Files.delete(file);
      return model;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Options of a short fit.
  static TableFitOptions shortFit(int epochs) {
    return TableFitOptions.standard()
        .withFit(
            FitOptions.standard().withFlow(FlowName.REAL_NVP).withMembers(1).withEpochs(epochs));
  }

  /// A usual row.
  static Map<String, String> usual() {
    Map<String, String> row = new HashMap<>();
    row.put("a", "0.1");
    row.put("b", "0.2");
    row.put("gear", "1.11");
    row.put("unit", "kg");
    row.put("flag", "true");
    row.put("day", "2024-03-01");
    row.put("nothing", "");
    row.put("card", "0123-4567");
    row.put("note", "abc de");
    return row;
  }

  /// A row that is usual but for one cell.
  static Map<String, String> with(String column, String cell) {
    Map<String, String> row = usual();
    row.put(column, cell);
    return row;
  }
}
