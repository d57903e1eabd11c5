package dev.bijou.benchmark.adbench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/// AUROC in percent that others published: a CSV file with a line for each set and a column for each detector.
///
/// @param detectors their names
/// @param auroc by the lower-case name of a set, in the order of the detectors; NaN where none was published
record Published(List<String> detectors, Map<String, double[]> auroc) {
  /// The name of the file in the folder of the sets.
  static final String FILE = "published_auroc_one_class.csv";

  /// Reads the file, or gives no detectors where there is none.
  static Published read(Path file) {
    if (!Files.exists(file)) {
      return new Published(List.of(), Map.of());
    }
    try {
      List<String> lines = new ArrayList<>(Files.readAllLines(file));
      List<String> header = List.of(lines.removeFirst().strip().split(","));
      Map<String, double[]> auroc = new LinkedHashMap<>();
      for (String line : lines) {
        String[] fields = line.strip().split(",", -1);
        double[] values = new double[header.size() - 1];
        for (int i = 0; i < values.length; i++) {
          values[i] =
              i + 1 < fields.length && !fields[i + 1].isBlank()
                  ? Double.parseDouble(fields[i + 1])
                  : Double.NaN;
        }
        auroc.put(fields[0].toLowerCase(Locale.ROOT), values);
      }
      return new Published(header.subList(1, header.size()), auroc);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// What a detector reached on a set, in percent.
  OptionalDouble auroc(int detector, String set) {
    double[] values = auroc.get(set.toLowerCase(Locale.ROOT));
    return values == null || Double.isNaN(values[detector])
        ? OptionalDouble.empty()
        : OptionalDouble.of(values[detector]);
  }
}
