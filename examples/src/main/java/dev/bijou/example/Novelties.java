// DEPS dev.bijou:bijou-tables:0.1.0-SNAPSHOT
// JAVA 25+
// RUNTIME_OPTIONS --add-modules=jdk.incubator.vector

package dev.bijou.example;

import dev.bijou.novelty.Detector;
import dev.bijou.novelty.Verdict;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;

/// Judges rows by the model that [Habitat] leaves behind: does a county like this belong to the others, and if not, why?
public final class Novelties {
  private Novelties() {}

  /// Takes the model of the counties, by default where [Habitat] puts it.
  public static void main(String[] arguments) {
    run(Path.of(arguments.length > 0 ? arguments[0] : "habitat.bijou"), System.out);
  }

  static void run(Path model, PrintStream out) {
    // @start region="judge"
    Detector detector =
        Detector.load(model).withAlpha(0.01); // of normal rows, one in a hundred is called novel
    Verdict verdict =
        detector.judge(
            Map.of("bullfrog", "0.9", "robin", "0.98", "gartersnake", "0.95", "deer", "0.2"));
    if (verdict.novel()) {
      out.println("p = " + verdict.pValue() + ", " + verdict.reason());
    }
    // @end
  }
}
