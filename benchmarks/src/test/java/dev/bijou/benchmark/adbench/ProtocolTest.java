package dev.bijou.benchmark.adbench;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.bijou.table.io.TableException;
import dev.bijou.tensor.Workers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProtocolTest {
  @TempDir Path folder;

  @Test
  void learnsTheFirstHalfOfTheNormalRowsAndJudgesTheRest() throws IOException {
    Path file = folder.resolve("12_some-set.csv");
    Files.writeString(file, "a,label,b\n1,0,5\n9,1,9\n3,0,5\n4,0,6\n5,0,7\n8,1,8\n");
    AnomalySet set = AnomalySet.read(file);
    assertEquals("some-set", set.name());
    assertEquals(List.of("a", "b"), set.columns());
    assertArrayEquals(new double[][] {{1, 5}, {3, 5}}, set.training());
    assertArrayEquals(new double[][] {{4, 6}, {5, 7}, {9, 9}, {8, 8}}, set.test());
    assertArrayEquals(new boolean[] {false, false, true, true}, set.anomaly());
    AnomalySet scaled = set.standardized();
    assertArrayEquals(new double[][] {{-1, 0}, {1, 0}}, scaled.training());
    assertArrayEquals(new double[] {2, 1}, scaled.test()[0]);
  }

  @Test
  void refusesASetWithoutAnomalies() throws IOException {
    Path file = folder.resolve("set.csv");
    Files.writeString(file, "a,label\n1,0\n2,0\n");
    assertThrows(TableException.class, () -> AnomalySet.read(file));
  }

  /// The two baselines on two sets give what was published (5 neighbours; a Gaussian with full covariance).
  @Test
  void agreesWithWhatWasPublished() {
    Path sets = Path.of("../../shared/data/adbench");
    assumeTrue(Files.isDirectory(sets), sets + " is not here");
    Published published = Published.read(sets.resolve(Published.FILE));
    int neighbours = published.detectors().indexOf("KNN");
    int gaussian = published.detectors().indexOf("full_covariance_gaussian");
    try (Workers workers = new Workers(2)) {
      for (String name : List.of("47_yeast", "38_thyroid")) {
        AnomalySet set = AnomalySet.read(sets.resolve(name + ".csv.gz"));
        assertEquals(
            published.auroc(neighbours, set.name()).orElseThrow(),
            percent(Novelties.nearestNeighbours(set, workers), set),
            0.006);
        assertEquals(
            published.auroc(gaussian, set.name()).orElseThrow(),
            percent(Novelties.gaussian(set), set),
            0.006);
      }
    }
  }

  private static double percent(double[] scores, AnomalySet set) {
    return 100 * Ranking.of(scores, set.anomaly()).auroc();
  }
}
