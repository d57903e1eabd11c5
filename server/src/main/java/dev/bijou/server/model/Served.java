package dev.bijou.server.model;

import dev.bijou.conditional.cell.CellDensities;
import dev.bijou.novelty.Detector;
import dev.bijou.table.io.TableException;
import dev.bijou.table.model.TableModel;
import dev.bijou.table.schema.Column;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A model that answers calls, with what is made of it once for all of them.
///
/// @param name by which it is called
/// @param file the name of its file, without the folder
/// @param stamp that tells this content of the file from others
/// @param model the model
/// @param detector judges rows; empty if the model has no calibration
/// @param densities of cells given others; empty for models of rows in time
public record Served(
    String name,
    String file,
    Stamp stamp,
    TableModel model,
    Optional<Detector> detector,
    Optional<CellDensities> densities) {
  /// Tells contents of a file apart without reading them.
  ///
  /// @param bytes of the file
  /// @param modified when it was changed, in milliseconds
  /// @param key of the file in its file system
  public record Stamp(long bytes, long modified, String key) {
    /// Of a file that is not there.
    public static final Stamp GONE = new Stamp(-1, -1, "");
  }

  /// Prepares a model.
  static Served of(String name, String file, Stamp stamp, TableModel model) {
    Optional<Detector> detector =
        model.calibration().isPresent() ? detector(model) : Optional.empty();
    Optional<CellDensities> densities =
        model.schema().window().isPresent()
            ? Optional.empty()
            : Optional.of(CellDensities.of(model));
    return new Served(name, file, stamp, model, detector, densities);
  }

  private static Optional<Detector> detector(TableModel model) {
    try {
      return Optional.of(Detector.of(model));
    } catch (TableException _) {
      return Optional.empty(); // a calibration of another version
    }
  }

  /// Judges rows.
  ///
  /// Throws a [TableException] if the model has no calibration.
  public Detector requireDetector() {
    Detector.requireCalibration(model, "model \"" + name + "\"");
    return detector.orElseThrow();
  }

  /// The names of all columns that the model knows, those it needs first.
  public Set<String> known() {
    Set<String> names = new LinkedHashSet<>(model.schema().needed());
    model.watched().columns().forEach(column -> names.add(column.name()));
    names.addAll(model.provenance().data().droppedColumns());
    return names;
  }

  /// The names of the columns that the model needs.
  public Set<String> needed() {
    return new LinkedHashSet<>(model.schema().needed());
  }

  /// The columns of the density, in the order of the table.
  public List<Column> columns() {
    return model.schema().columns();
  }
}
