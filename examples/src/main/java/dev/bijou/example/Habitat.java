// DEPS dev.bijou:bijou-tables:0.1.0-SNAPSHOT
// JAVA 25+
// RUNTIME_OPTIONS --add-modules=jdk.incubator.vector

package dev.bijou.example;

import dev.bijou.table.Tables;
import dev.bijou.table.fit.TableFitOptions;
import dev.bijou.table.model.TableModel;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Arrays;

/// Learns how the habitats of four animals go together in the counties of the United States, saves the density, scores
/// the counties and draws new ones.
public final class Habitat {
  private Habitat() {}

  /// Takes the table and the file for the model, by default as seen from the root of the project.
  public static void main(String[] arguments) {
    Path table = Path.of(arguments.length > 0 ? arguments[0] : "examples/habitat.csv");
    Path model = Path.of(arguments.length > 1 ? arguments[1] : "habitat.bijou");
    run(table, model, TableFitOptions.standard(), System.out);
  }

  static void run(Path table, Path file, TableFitOptions options, PrintStream out) {
    // @start region="table"
    Tables.fit(table, options).save(file);

    TableModel model = Tables.load(file);
    float[] logDensity = Tables.score(model, table); // one for each row, nats
    double[][] counties = Tables.sample(model, 3, 42); // rows that might be, seed 42
    // @end

    var heldOut = model.provenance().heldOut();
    out.printf(
        "held-out log-density %.3f nats, Gaussian %.3f%n",
        heldOut.logDensity(), heldOut.gaussian());
    Arrays.sort(logDensity);
    out.printf(
        "least expected county %.3f nats, median %.3f%n",
        logDensity[0], logDensity[logDensity.length / 2]);
    out.println("three counties that might be, " + model.order());
    for (double[] county : counties) {
      out.println(Arrays.toString(county));
    }
  }
}
