package dev.bijou.table.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import dev.bijou.ModelFileException;
import dev.bijou.file.ModelFile;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CalibrationTest {
  private static final float[][] CENTRES = {{0.1f, -2}, {Float.NaN, 3}};

  @TempDir private Path folder;

  @Test
  void survivesTheModelFileBitForBit() {
    Path file = folder.resolve("m.bijou");
    TableModel model =
        Models.normal()
            .withCalibration(
                new Calibration(
                    "more.csv",
                    List.of("density", "base"),
                    new float[][] {{3, -1.1f, 1e-30f, -3e38f}, {1, 2, 3, 4}}));
    model.save(file);
    Calibration read = TableModel.load(file).calibration().orElseThrow();
    assertEquals("more.csv", read.source());
    assertEquals(List.of("density", "base"), read.names());
    assertArrayEquals(new float[] {3, -1.1f, 1e-30f, -3e38f}, read.sides()[0]);
    assertArrayEquals(new float[] {1e-30f, 3}, read.row(2));
    assertEquals(4, read.rows());
  }

  @Test
  void aModelOfAnOlderVersionHasNone() {
    Path file = folder.resolve("m.bijou");
    Map<String, String> sections = new HashMap<>();
    sections.put("table", Models.normal().schemaJson().toString());
    sections.put("provenance", Models.provenance().toJson().toString());
    ModelFile.write(file, Models.normal().distribution(), sections);
    assertTrue(TableModel.load(file).calibration().isEmpty());

    sections.put("calibration", "{}");
    ModelFile.write(file, Models.normal().distribution(), sections);
    String message =
        assertThrows(ModelFileException.class, () -> TableModel.load(file)).getMessage();
    assertTrue(message.contains("the calibration is malformed"), message);
  }

  @Test
  void refusesNoRowsAndNoNumbers() {
    List<String> one = List.of("density");
    List<String> two = List.of("density", "base");
    assertThrows(
        IllegalArgumentException.class, () -> new Calibration("t", one, new float[][] {{}}));
    assertThrows(
        IllegalArgumentException.class, () -> new Calibration("t", List.of(), new float[0][]));
    assertThrows(
        IllegalArgumentException.class,
        () -> new Calibration("t", one, new float[][] {{1, Float.NaN}}));
    assertThrows(
        IllegalArgumentException.class, () -> new Calibration("t", two, new float[][] {{1}}));
    assertThrows(
        IllegalArgumentException.class,
        () -> new Calibration("t", two, new float[][] {{1}, {1, 2}}));
  }

  @Test
  void countsOfBrokenConstantsAreKept() {
    Calibration held =
        new Calibration(
            "t.csv",
            List.of("density"),
            new float[][] {{1, 2, 3}},
            new int[] {2, 1},
            List.of(),
            new float[0][]);
    Calibration read = Calibration.fromJson(held.toJson(), 1, 1);
    assertEquals(2, read.breaking(1));
    assertEquals(1, read.breaking(2));
    assertEquals(0, read.breaking(3));
  }

  @Test
  void centresAreKept() {
    Calibration held =
        new Calibration(
            "t.csv", List.of("density"), new float[][] {{1}}, new int[0], List.of(), CENTRES);
    Calibration read = Calibration.fromJson(held.toJson(), 1, 2);
    assertArrayEquals(CENTRES, read.centres());
    assertArrayEquals(CENTRES, read.someCentres());
    assertThrows(IllegalArgumentException.class, () -> Calibration.fromJson(held.toJson(), 1, 3));
    assertEquals(0, inParts(List.of(1, 2), 101).centres().length);
  }

  private static Calibration inParts(List<Integer> members, int values) {
    double[][] percentiles = {IntStream.range(0, values).mapToDouble(i -> i / 7.0).toArray()};
    return new Calibration(
        "t.csv",
        List.of("density"),
        new float[][] {{1, 2, 3}},
        new int[0],
        List.of(
            new Calibration.Part(2, List.of(0), percentiles, new float[][] {{0.1f}}),
            new Calibration.Part(1, members, percentiles, new float[0][])),
        new float[0][]);
  }

  @Test
  void partsAreKept() {
    Calibration held = inParts(List.of(1, 2), 101);
    Calibration read = Calibration.fromJson(held.toJson(), 3, 1);
    assertEquals(2, read.parts().size());
    assertEquals(List.of(1, 2), read.parts().get(1).members());
    assertArrayEquals(
        held.parts().getFirst().percentiles()[0], read.parts().getFirst().percentiles()[0]);
    assertArrayEquals(new float[][] {{0.1f}}, read.parts().get(0).centres());
    assertArrayEquals(new float[][] {{0.1f}}, read.someCentres());
    List<Calibration> byParts = read.byParts();
    assertArrayEquals(new float[] {1, 2}, byParts.get(0).sides()[0]);
    assertArrayEquals(new float[] {3}, byParts.get(1).sides()[0]);
  }

  @Test
  void refusesPartsThatDoNotFit() {
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new Calibration(
                "t",
                List.of("density"),
                new float[][] {{1, 2}},
                new int[0],
                List.of(new Calibration.Part(1, List.of(0), new double[0][], new float[0][])),
                new float[0][]));
    JsonObject unknownFlow = inParts(List.of(3), 101).toJson();
    assertThrows(IllegalArgumentException.class, () -> Calibration.fromJson(unknownFlow, 3, 1));
    JsonObject fewPercentiles = inParts(List.of(1), 100).toJson();
    assertThrows(IllegalArgumentException.class, () -> Calibration.fromJson(fewPercentiles, 3, 1));
    JsonObject otherColumns = inParts(List.of(1), 101).toJson();
    assertThrows(IllegalArgumentException.class, () -> Calibration.fromJson(otherColumns, 3, 2));
  }
}
