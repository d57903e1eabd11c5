package dev.bijou.interop;

import dev.bijou.interop.table.OnnxModel;
import dev.bijou.novelty.side.RowSides;
import dev.bijou.storage.AtomicFile;
import dev.bijou.table.model.TableModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Writes models of tables as ONNX graphs of standard operators of opset 17, for any runtime since 2023.
public final class OnnxExport {
  /// The bytes of constants beyond which they are in a file of their own: a model of protocol buffers holds 2 GB at most, and
  /// is made in memory.
  public static final long MOST_WITHIN = 1L << 30;

  private OnnxExport() {}

  /// What a graph computes.
  public enum What {
    /// `log_density` of a row, in nats and in the units of the table; of a calibrated model `novelty` and `p_value` too.
    SCORE,
    /// The cells of a row, from `noise`: standard normal numbers.
    SAMPLE,
    /// `latent` of a row, the noise that it stands for.
    LATENT
  }

  /// What was written.
  ///
  /// @param bytes of both files
  /// @param judges whether the graph has `novelty` and `p_value`
  /// @param constants the file of the large constants; empty if they are within the graph
  public record Written(long bytes, boolean judges, Optional<Path> constants) {}

  /// Writes a graph. Its inputs are the columns, rows × 1 each, and their number is free: names are texts; numbers are floats, or
  /// doubles where a column has an offset or a unit; points in time are seconds since 1970-01-01T00:00 UTC.
  ///
  /// @param watches whether constants are watched, and keys and free text counted, as a detector does by default
  /// @param mostWithin the bytes of constants beyond which the large ones are written to `file` with `.data` after its name
  /// @throws UnsupportedOperationException if a part of the model has no form in ONNX
  /// @throws IOException if a file cannot be written
  public static Written write(
      TableModel model, What what, boolean watches, Path file, long mostWithin) throws IOException {
    Optional<TableModel> calibrated =
        what == What.SCORE && isCalibrated(model) ? Optional.of(model) : Optional.empty();
    boolean judges = calibrated.isPresent();
    OnnxModel graph =
        switch (what) {
          case SCORE -> OnnxModel.score(model.distribution(), model.schema(), calibrated, watches);
          case SAMPLE -> OnnxModel.sample(model.distribution(), model.schema());
          case LATENT -> OnnxModel.latent(model.distribution(), model.schema());
        };
    if (graph.constants() <= mostWithin) {
      return new Written(write(file, graph.bytes("")), judges, Optional.empty());
    }
    Path beside = file.resolveSibling(file.getFileName() + ".data");
    try (AtomicFile data = AtomicFile.create(beside.toString())) {
      graph.writeConstants(data.stream());
      data.commit();
    }
    long bytes = write(file, graph.bytes(beside.getFileName().toString()));
    return new Written(bytes + Files.size(beside), judges, Optional.of(beside));
  }

  /// Whether a model has a calibration by the sides of this version.
  private static boolean isCalibrated(TableModel model) {
    return model
        .calibration()
        .filter(held -> held.names().equals(RowSides.of(model).names()))
        .isPresent();
  }

  private static long write(Path file, byte[] model) throws IOException {
    try (AtomicFile own = AtomicFile.create(file.toString())) {
      own.stream().write(model);
      own.commit();
    }
    return model.length;
  }
}
