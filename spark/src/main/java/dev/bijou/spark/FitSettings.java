package dev.bijou.spark;

import dev.bijou.table.fit.TableFitOptions;
import dev.bijou.table.fit.Validation;
import dev.bijou.table.io.Missing;
import dev.bijou.table.io.TableSource;
import dev.bijou.train.FitOptions;
import dev.bijou.train.FlowName;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// The options of a fit as tasks get them.
///
/// @param given the columns to condition on
/// @param flow the architecture
/// @param members how many flows are averaged; 0 for as many as the size of the table affords
/// @param epochs passes over the rows; 0 for as many as their number asks for
/// @param validation the share of held-out rows; 0 for the usual one
/// @param seed of everything random
record FitSettings(
    List<String> given, FlowName flow, int members, int epochs, double validation, long seed)
    implements Serializable {

  /// The options of the fit of a table.
  TableFitOptions options() {
    Validation usual = TableFitOptions.standard().validation();
    return options(validation == 0 ? usual : new Validation.Fraction(validation));
  }

  /// The options of the fit of a sample.
  ///
  /// @param held its held-out rows
  TableFitOptions options(TableSource held) {
    return options(new Validation.Table(held));
  }

  private TableFitOptions options(Validation held) {
    FitOptions fit =
        new FitOptions(
            flow,
            members == 0 ? OptionalInt.empty() : OptionalInt.of(members),
            epochs == 0 ? OptionalInt.empty() : OptionalInt.of(epochs),
            Optional.empty(),
            seed);
    TableFitOptions standard = TableFitOptions.standard();
    return new TableFitOptions(
        fit,
        given,
        List.of(),
        Optional.empty(),
        Missing.KEEP,
        held,
        standard.contamination(),
        Optional.empty(),
        Long.MAX_VALUE / 8,
        Optional.empty());
  }
}
