// DEPS dev.bijou:bijou-tables:0.1.0-SNAPSHOT
// JAVA 25+
// RUNTIME_OPTIONS --add-modules=jdk.incubator.vector

package dev.bijou.example;

import dev.bijou.conditional.ConditionalSampler;
import dev.bijou.conditional.Where;
import dev.bijou.table.model.TableModel;
import dev.bijou.tensor.Workers;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Arrays;

/// Draws counties that are nearly all deer country, from the model that [Habitat] leaves behind. The model has learned all
/// columns together; conditions on any of them come later.
public final class DeerCounties {
  private DeerCounties() {}

  /// Takes the model of the counties, by default where [Habitat] puts it.
  public static void main(String[] arguments) {
    run(Path.of(arguments.length > 0 ? arguments[0] : "habitat.bijou"), System.out);
  }

  static void run(Path file, PrintStream out) {
    TableModel model = TableModel.load(file);
    // @start region="draw"
    try (Workers workers = new Workers(Runtime.getRuntime().availableProcessors())) {
      Where deer = Where.parse(model.schema(), "deer>0.9,robin<0.95");
      for (double[] county : new ConditionalSampler(model, 42, workers).rows(deer, 5)) { // seed 42
        out.println(Arrays.toString(county));
      }
    }
    // @end
  }
}
