package dev.bijou.sequence.alignment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.Gson;
import dev.bijou.ModelFileException;
import dev.bijou.bijection.BijectionCatalogue;
import dev.bijou.distribution.StandardNormal;
import dev.bijou.file.ModelFile;
import dev.bijou.file.ModelFile.Precision;
import dev.bijou.sequence.spec.SequenceNetworkSpec;
import dev.bijou.storage.Version;
import dev.bijou.tensor.Tensor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Aligned flows are saved and loaded as distributions are.
class AlignedFileTest {
  static final int[] TEXT = {1, 4, 2};

  @TempDir private Path folder;

  static AlignedFlow trained() {
    return trained(OptionalInt.empty());
  }

  private static AlignedFlow trained(OptionalInt pitch) {
    AlignedFlow flow =
        AlignedFlows.glowTts(
                new AlignedFlows.Options(
                    5,
                    4,
                    8,
                    2,
                    8,
                    2,
                    new SequenceNetworkSpec.GatedConvolutions(8, 2, 3, 0.1f),
                    pitch,
                    OptionalDouble.empty()))
            .build(1);
    flow.initialize(List.of(x()));
    BijectionCatalogue.shake(flow, new Random(2), 0.1);
    return flow;
  }

  static Tensor x() {
    Random random = new Random(6);
    Tensor x = Tensor.zeros(4, 20);
    for (int i = 0; i < x.size(); i++) {
      x.data()[i] = (float) random.nextGaussian();
    }
    return x;
  }

  @Test
  void theLoadedFlowIsTheSavedOne() {
    AlignedFlow saved = trained();
    Path file = folder.resolve("flow");
    Map<String, String> sections = Map.of("note", "\"kept\"");
    AlignedModel.write(file, saved, sections, Precision.SINGLE);
    ModelFile.Content<AlignedFlow> loaded = AlignedModel.read(file);
    assertEquals(saved.spec(), loaded.model().spec());
    assertEquals(sections, loaded.sections());
    assertEquals(Version.current(), loaded.version());
    AlignedFlow.Fit expected = saved.fit(new Transcribed(TEXT, x()));
    AlignedFlow.Fit actual = loaded.model().fit(new Transcribed(TEXT, x()));
    assertArrayEquals(expected.normal().toArray(), actual.normal().toArray());
    assertArrayEquals(expected.volume().toArray(), actual.volume().toArray());
    assertArrayEquals(
        expected.encoded().logDurations().toArray(), actual.encoded().logDurations().toArray());
    Path half = folder.resolve("half");
    AlignedModel.write(half, saved, sections, Precision.HALF);
    assertEquals(
        expected.logProb(),
        AlignedModel.read(half).model().fit(new Transcribed(TEXT, x())).logProb(),
        1);
  }

  @Test
  void thePitchIsKeptWhereItIsACondition() throws IOException {
    AlignedFlow saved = trained(OptionalInt.of(6));
    Path file = folder.resolve("pitch");
    AlignedModel.write(file, saved, Map.of(), Precision.SINGLE);
    AlignedFlow loaded = AlignedModel.read(file).model();
    assertEquals(saved.spec(), loaded.spec());
    float[] pitch = {0.5f, -1, 2};
    assertArrayEquals(
        saved.encode(TEXT, _ -> pitch).mean().toArray(),
        loaded.encode(TEXT, _ -> pitch).mean().toArray());
    Path without = folder.resolve("without");
    AlignedModel.write(without, trained(), Map.of(), Precision.SINGLE);
    assertTrue(Files.readString(file, StandardCharsets.ISO_8859_1).contains("pitch"));
    assertFalse(Files.readString(without, StandardCharsets.ISO_8859_1).contains("pitch"));
  }

  @Test
  void theSizeBoundIsBelowTheSizeAndOfItsOrder() {
    for (AlignedFlows.Options options :
        List.of(AlignedFlows.Options.published(148, 80), AlignedFlows.Options.small(60, 80))) {
      AlignedFlow flow = AlignedFlows.glowTts(options).build(0);
      double bound = flow.spec().size();
      assertTrue(bound <= flow.parameterCount(), bound + " of " + flow.parameterCount());
      assertTrue(bound >= 0.9 * flow.parameterCount(), bound + " of " + flow.parameterCount());
    }
  }

  @Test
  void oneKindIsNotTheOther() {
    Path flow = folder.resolve("flow");
    AlignedModel.write(flow, trained(), Map.of(), Precision.SINGLE);
    ModelFileException noDistribution =
        assertThrows(ModelFileException.class, () -> ModelFile.read(flow));
    assertTrue(
        String.valueOf(noDistribution.getMessage()).contains("not a distribution"),
        noDistribution.getMessage());
    Path other = folder.resolve("other");
    ModelFile.write(other, new StandardNormal.Spec(2).build(0));
    ModelFileException noFlow =
        assertThrows(ModelFileException.class, () -> AlignedModel.read(other));
    assertTrue(
        String.valueOf(noFlow.getMessage()).contains("not a model of sequences"),
        noFlow.getMessage());
  }

  @Test
  void damageIsRefused() throws IOException {
    Path file = folder.resolve("flow");
    AlignedModel.write(file, trained(), Map.of(), Precision.SINGLE);
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length - 5));
    assertThrows(ModelFileException.class, () -> AlignedModel.read(file));
    bytes[bytes.length - 9] ^= 1;
    Files.write(file, bytes);
    assertThrows(ModelFileException.class, () -> AlignedModel.read(file));
  }

  /// The file of a released version loads for ever, and says what it said.
  @Test
  void theGoldenFileLoads() throws Exception {
    Path golden = Path.of(Objects.requireNonNull(getClass().getResource("golden/0.1")).toURI());
    AlignedFlow flow = AlignedModel.read(golden.resolve("aligned-flow.bijou")).model();
    GoldenAligned.Expected expected =
        new Gson()
            .fromJson(
                Files.readString(golden.resolve("aligned-flow.json")),
                GoldenAligned.Expected.class);
    Tensor x = Tensor.zeros(4, expected.x()[0].length);
    for (int f = 0; f < 4; f++) {
      x.rows(f, f + 1).set(Tensor.of(1, x.lanes(), expected.x()[f]));
    }
    AlignedFlow.Fit fit = flow.fit(new Transcribed(expected.symbols(), x));
    assertEquals(expected.logProb(), fit.logProb(), 1e-5 * Math.abs(expected.logProb()));
    assertArrayEquals(expected.logDurations(), fit.encoded().logDurations().toArray(), 1e-5f);
  }
}
