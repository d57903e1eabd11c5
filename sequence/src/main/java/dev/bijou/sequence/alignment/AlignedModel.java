package dev.bijou.sequence.alignment;

import dev.bijou.file.KindProvider.ModelKind;
import dev.bijou.file.ModelFile;
import dev.bijou.file.ModelFile.Precision;
import java.nio.file.Path;
import java.util.Map;

/// The file of an aligned flow.
public final class AlignedModel {
  /// Aligned flows among the models that a file may hold.
  public static final ModelKind<AlignedFlow> KIND =
      new ModelKind<>(
          "aligned_spec",
          "a model of sequences that follow symbols, such as a speaker",
          AlignedFlowSpec.class);

  private AlignedModel() {}

  /// Writes an aligned flow and the caller's sections, see [ModelFile#write].
  ///
  /// @throws dev.bijou.ModelFileException if the file cannot be written, or a number of the flow is not finite in the
  ///     precision
  /// @throws IllegalArgumentException if the name of a section is reserved, or one is not valid JSON
  public static void write(
      Path file, AlignedFlow flow, Map<String, String> sections, Precision precision) {
    ModelFile.write(file, KIND, flow, flow.spec(), sections, precision);
  }

  /// Reads an aligned flow, see [ModelFile#read].
  ///
  /// @throws dev.bijou.ModelFileException if the file cannot be read, is truncated, is damaged, is no aligned flow of
  ///     Bijou's or comes from a newer Bijou
  public static ModelFile.Content<AlignedFlow> read(Path file) {
    return ModelFile.read(file, KIND);
  }
}
