package dev.bijou.sequence.alignment;

import dev.bijou.file.ModelFile;
import dev.bijou.file.KindProvider.ModelKind;
import dev.bijou.file.Precision;
import java.nio.file.Path;
import java.util.Map;

/// What the file of an aligned flow holds.
///
/// @param flow the flow, ready to use
/// @param sections those that the writer added: JSON texts by name
/// @param version the version of Bijou that wrote the file
public record AlignedModel(AlignedFlow flow, Map<String, String> sections, String version) {
  /// Aligned flows among the models that a file may hold.
  public static final ModelKind<AlignedFlow> KIND =
      new ModelKind<>(
          "aligned_spec",
          "a model of sequences that follow symbols, such as a speaker",
          AlignedFlowSpec.class);

  /// Writes an aligned flow and the caller's sections, see [ModelFile#write].
  ///
  /// @throws dev.bijou.ModelFileException if the file cannot be written, or a number of the flow is not finite in the
  ///     precision
  /// @throws IllegalArgumentException if the name of a section is reserved, or one is not valid JSON
  public static void write(Path file, AlignedFlow flow, Map<String, String> sections, Precision precision) {
    ModelFile.write(file, KIND, flow, flow.spec(), sections, precision);
  }

  /// Reads an aligned flow, see [ModelFile#read].
  ///
  /// @throws dev.bijou.ModelFileException if the file cannot be read, is truncated, is damaged, is no aligned flow of
  ///     Bijou's or comes from a newer Bijou
  public static AlignedModel read(Path file) {
    return ModelFile.read(file, KIND, AlignedModel::new);
  }
}
