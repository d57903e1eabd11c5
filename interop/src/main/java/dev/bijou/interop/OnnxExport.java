package dev.bijou.interop;

import dev.bijou.distribution.Distribution;
import dev.bijou.interop.onnx.OnnxModel;
import java.util.List;

/// Writes densities as ONNX graphs of standard operators of opset 17, for any runtime since 2023.
public final class OnnxExport {
  private OnnxExport() {}

  /// What a graph computes.
  public enum What {
    /// `log_density` of a row, in nats and in the units of the table.
    SCORE,
    /// The cells of a row, from `noise`: standard normal numbers, one for each column.
    SAMPLE,
    /// `latent` of a row, the noise that it stands for.
    LATENT
  }

  /// A column of the table.
  ///
  /// @param name the name of its input or output
  /// @param offset subtracted from a cell, in double precision
  /// @param unit what a cell less its offset is divided by
  public record Column(String name, double offset, double unit) {}

  /// The bytes of a graph. Its inputs are the columns, rows × 1 each: doubles where a column has an offset or a unit,
  /// floats elsewhere. The number of rows is free.
  ///
  /// @param targets the columns that are features of the distribution
  /// @param given the columns that are its context
  /// @throws UnsupportedOperationException if a part of the distribution has no form in ONNX
  public static byte[] of(
      Distribution distribution, List<Column> targets, List<Column> given, What what) {
    List<OnnxModel.Column> own = columns(targets);
    List<OnnxModel.Column> conditions = columns(given);
    return switch (what) {
      case SCORE -> OnnxModel.score(distribution, own, conditions);
      case SAMPLE -> OnnxModel.sample(distribution, own, conditions);
      case LATENT -> OnnxModel.latent(distribution, own, conditions);
    };
  }

  private static List<OnnxModel.Column> columns(List<Column> columns) {
    return columns.stream()
        .map(column -> new OnnxModel.Column(column.name(), column.offset(), column.unit()))
        .toList();
  }
}
