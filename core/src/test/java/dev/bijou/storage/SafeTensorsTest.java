package dev.bijou.storage;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bijou.ModelFileException;
import dev.bijou.OutputException;
import dev.bijou.tensor.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SafeTensorsTest {
  @TempDir Path folder;

  @Test
  void whatIsWrittenIsReadBitForBit() {
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put("zebra", "\"\\\n\t\u0001\u2028é😀</script>");
    metadata.put("ant", "");
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put("b", Tensor.of(2, 3, 1, -0f, Float.MIN_VALUE, Float.MAX_VALUE, 1e-30f, -7.25f));
    tensors.put("a.ü", Tensor.of(1, 1, 0.1f));
    tensors.put("empty", Tensor.zeros(4, 0));
    tensors.put("part", Tensor.of(3, 2, 1, 2, 3, 4, 5, 6).rows(1, 2));
    Path file = folder.resolve("t.safetensors");
    new Archive(metadata, tensors).write(file);

    Archive read = Archive.read(file);
    assertEquals(List.copyOf(metadata.entrySet()), List.copyOf(read.metadata().entrySet()));
    assertEquals(tensors.keySet(), read.tensors().keySet());
    tensors.forEach((name, tensor) -> {
      assertEquals(tensor.shape(), read.tensors().get(name).shape());
      assertArrayEquals(tensor.toArray(), read.tensors().get(name).toArray());
    });
  }

  @Test
  void aTensorLargerThanTheBufferIsReadBitForBit() {
    Tensor tensor = Tensor.zeros(3, 100_001);
    for (int i = 0; i < tensor.size(); i++) {
      tensor.data()[i] = Float.intBitsToFloat(i * 7919 & 0x7f7fffff);
    }
    Path file = folder.resolve("large.safetensors");
    new Archive(Map.of(), Map.of("t", tensor)).write(file);
    assertArrayEquals(tensor.data(), Archive.read(file).tensors().get("t").data());
  }

  @Test
  void theBytesAreThoseOfTheFormat() throws IOException {
    Path file = folder.resolve("t.safetensors");
    SafeTensors.write(file, Map.of("k", "v"), Map.of("w", Tensor.of(1, 2, 1, -2)));
    byte[] bytes = Files.readAllBytes(file);
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int length = (int) buffer.getLong();
    assertEquals(0, length % 8);
    String header = new String(bytes, 8, length, StandardCharsets.UTF_8);
    String digits = header.substring(33, 97);
    assertEquals(
        "{\"__metadata__\":{\"bijou.sha256\":\""
            + digits
            + "\",\"k\":\"v\"},"
            + "\"w\":{\"dtype\":\"F32\",\"shape\":[1,2],\"data_offsets\":[0,8]}}",
        header.stripTrailing());
    assertArrayEquals(
        HexFormat.of().parseHex("0000803f000000c0"),
        Arrays.copyOfRange(bytes, 8 + length, bytes.length));
  }

  @Test
  void theChecksumIsTheDigestOfTheFileWithItsDigitsBlanked() throws Exception {
    Path file = folder.resolve("t.safetensors");
    SafeTensors.write(file, Map.of("k", "v"), Map.of("w", Tensor.of(1, 2, 1, -2)));
    byte[] bytes = Files.readAllBytes(file);
    String digits = new String(bytes, 8 + 33, 64, StandardCharsets.US_ASCII);
    Arrays.fill(bytes, 8 + 33, 8 + 33 + 64, (byte) '0');
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
    assertEquals(HexFormat.of().formatHex(digest), digits);
  }

  @Test
  void equalContentGivesEqualBytes() throws IOException {
    Path a = folder.resolve("a");
    Path b = folder.resolve("b");
    for (Path file : List.of(a, b)) {
      SafeTensors.write(file, Map.of("k", "v"), Map.of("w", Tensor.of(1, 2, 1, -2)));
    }
    assertEquals(-1, Files.mismatch(a, b));
  }

  @ParameterizedTest
  @CsvSource({
    "F16, 003c00c0ff7b0100, 1, -2, 65504, 5.9604645e-8",
    "BF16, 803f00c07f7f0080, 1, -2, 3.3895314e38, -0.0",
    "F32, 0000803f000000c0ffff7f7f01000000, 1, -2, 3.4028235e38, 1.4e-45",
    "F64, 000000000000f03f00000000000000c09a9999999999b93f0000000000000080, 1, -2, 0.1, -0.0"
  })
  void everyFloatTypeIsRead(String dtype, String hex, float a, float b, float c, float d)
      throws IOException {
    byte[] data = HexFormat.of().parseHex(hex);
    Path file =
        file(
            "{\"t\":{\"dtype\":\"%s\",\"shape\":[2,2],\"data_offsets\":[0,%d]}}"
                .formatted(dtype, data.length),
            data);
    try (SafeTensors tensors = SafeTensors.open(file)) {
      assertFalse(tensors.checksummed());
      assertArrayEquals(new float[] {a, b, c, d}, tensors.read("t").toArray());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[] | 1 | 1",
        "[6] | 6 | 1",
        "[2,3] | 2 | 3",
        "[1,2,3] | 1 | 6",
        "[3,1,2,1] | 3 | 2",
        "[0,4] | 0 | 4"
      })
  void theFirstExtentAreFeaturesTheOthersLanes(String shape, int features, int lanes)
      throws IOException {
    int bytes = 4 * features * lanes;
    String header =
        "{\"t\":{\"dtype\":\"F32\",\"shape\":%s,\"data_offsets\":[0,%d]}}".formatted(shape, bytes);
    try (SafeTensors tensors = SafeTensors.open(file(header, new byte[bytes]))) {
      assertEquals(Tensor.zeros(features, lanes).shape(), tensors.read("t").shape());
    }
  }

  @Test
  void aFileWithoutTensorsOrMetadataIsRead() throws IOException {
    try (SafeTensors tensors = SafeTensors.open(file("{}   ", new byte[0]))) {
      assertTrue(tensors.tensors().isEmpty());
      assertTrue(tensors.metadata().isEmpty());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`` | damaged, or no safetensors file: the header does not start with {",
        "` {}` | damaged, or no safetensors file: the header does not start with {",
        "{ | damaged, or no safetensors file: the header is no valid JSON of its kind",
        "{}{} | damaged, or no safetensors file: the header is no valid JSON of its kind",
        "{'a':1} | damaged, or no safetensors file: the header is no valid JSON of its kind",
        "{\"t\":[]} | damaged, or no safetensors file: the header is no valid JSON of its kind",
        "{\"__metadata__\":{\"k\":1}} | metadata \"k\" is no text",
        "{\"__metadata__\":{\"k\":\"1\",\"k\":\"2\"}} | the metadata hold \"k\" twice",
        "{\"__metadata__\":{},\"__metadata__\":{}} | the header names \"__metadata__\" twice",
        "{\"t\":{}} | tensor \"t\" needs a dtype, a shape and two data_offsets",
        "{\"t\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0]}}"
            + " | tensor \"t\" needs a dtype, a shape and two data_offsets",
        "{\"t\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4,8]}}"
            + " | tensor \"t\" has a field \"data_offsets\" that holds no whole numbers, or too many",
        "{\"t\":{\"dtype\":\"F32\",\"shape\":[-1],\"data_offsets\":[0,4]}}"
            + " | tensor \"t\" has a field \"shape\" that holds no whole numbers, or too many",
        "{\"t\":{\"dtype\":\"F32\",\"shape\":[1.0],\"data_offsets\":[0,4]}}"
            + " | tensor \"t\" has a field \"shape\" that holds no whole numbers, or too many",
        "{\"t\":{\"dtype\":\"F32\",\"shape\":[99999999999999999999],\"data_offsets\":[0,4]}}"
            + " | tensor \"t\" has a field \"shape\" that holds no whole numbers, or too many",
        "{\"t\":{\"dtype\":\"F32\",\"shape\":[65536,65536],\"data_offsets\":[0,4]}}"
            + " | tensor \"t\" has shape [65536, 65536], which is too large",
        "{\"t\":{\"dtype\":\"F32\",\"shape\":[0,65536,65536],\"data_offsets\":[0,0]}}"
            + " | tensor \"t\" has shape [0, 65536, 65536], which is too large",
        "{\"t\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,4]}}"
            + " | tensor \"t\" has shape [2] of F32, which take 8 bytes, but 4 bytes of data",
        "{\"t\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,0]}}"
            + " | tensor \"t\" ends at byte 0 of the data, before its start at 4",
        "{\"t\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}"
            + " | tensor \"t\" starts at byte 4 of the data, but what lies before it ends at byte 0",
        "{\"t\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},"
            + "\"u\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[2,6]}}"
            + " | tensor \"u\" starts at byte 2 of the data, but what lies before it ends at byte 4",
        "{\"t\":{\"dtype\":\"C64\",\"shape\":[1],\"data_offsets\":[0,8]}}"
            + " | tensor \"t\" has dtype \"C64\", but F32, F64, F16, BF16 and whole numbers are read",
        "{\"t\":{\"dtype\":7,\"shape\":[1],\"data_offsets\":[0,8]}} | tensor \"t\" has a dtype that is no text",
        "{\"t\":{\"type\":\"F32\"}} | tensor \"t\" has an unknown field \"type\"",
        "{\"t\":{\"dtype\":\"F32\",\"dtype\":\"F32\"}} | tensor \"t\" has two fields \"dtype\"",
        "{\"t\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[0,12]}}"
            + " | truncated: tensor \"t\" ends at byte 75, but the file has 71 bytes",
        "{\"t\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}"
            + " | damaged: 4 bytes follow the last tensor",
      })
  void badHeadersAreRefused(String header, String message) throws IOException {
    Path file = file(header, new byte[8]);
    assertEquals(file + ": " + message, refusal(file));
  }

  @Test
  void malformedTextIsRefused() throws IOException {
    byte[] header = "{\"__metadata__\":{\"k\":\"v\"}}".getBytes(StandardCharsets.UTF_8);
    header[header.length - 4] = (byte) 0xff;
    Path file = folder.resolve("f");
    Files.write(file, concat(length(header.length), header));
    assertEquals(
        file + ": damaged, or no safetensors file: the header is no valid JSON of its kind",
        refusal(file));
  }

  @Test
  void deepNestingIsRefused() throws IOException {
    Path file = file("{\"t\":{\"shape\":" + "[".repeat(1_000_000), new byte[0]);
    assertEquals(
        file + ": tensor \"t\" has a field \"shape\" that holds no whole numbers, or too many",
        refusal(file));
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, Long.MIN_VALUE, Long.MAX_VALUE, 100_000_001, 0x6563_7473_6574_6164L})
  void impossibleHeaderLengthsAreRefused(long length) throws IOException {
    Path file = folder.resolve("f");
    Files.write(file, concat(length(length), new byte[100]));
    assertEquals(
        file
            + ": damaged, or no model file: it does not start with the length of a header of at most 100 MB",
        refusal(file));
  }

  @Test
  void aHeaderLongerThanTheFileIsRefusedBeforeItIsAllocated() throws IOException {
    Path file = folder.resolve("f");
    Files.write(file, concat(length(100_000_000), new byte[100]));
    assertEquals(
        file + ": truncated: the header ends at byte 100000008, but the file has 108 bytes",
        refusal(file));
  }

  @Test
  void missingFilesAndFoldersAreNamed() {
    Path missing = folder.resolve("missing");
    assertEquals("cannot read " + missing + ": no such file or folder", refusal(missing));
    assertEquals("cannot read " + folder + ": it is a folder", refusal(folder));
  }

  @Test
  void aFileOfAnotherKindIsNoModel() throws IOException {
    Path empty = Files.createFile(folder.resolve("empty"));
    assertEquals(empty + ": no model file: it has only 0 bytes", refusal(empty));
    Path table = Files.writeString(folder.resolve("table.csv"), "alcohol,pH\n12.5,3.2\n");
    assertEquals(
        table
            + ": damaged, or no model file: it does not start with the length of a header of at most 100 MB",
        refusal(table));
  }

  @Test
  void anArchiveNeedsItsChecksum() throws IOException {
    Path file = file("{}", new byte[0]);
    var refusal = assertThrows(ModelFileException.class, () -> Archive.read(file));
    assertEquals(
        file + ": no file of Bijou's, or damaged: its metadata hold no bijou.sha256",
        refusal.getMessage());
  }

  @Test
  void aMissingOrOtherTensorIsNamed() {
    Path file = folder.resolve("f");
    SafeTensors.write(file, Map.of(), Map.of("w", Tensor.zeros(2, 3)));
    try (SafeTensors tensors = SafeTensors.open(file)) {
      var missing = assertThrows(ModelFileException.class, () -> tensors.read("v"));
      assertEquals(file + ": tensor \"v\" is missing", missing.getMessage());
      var other =
          assertThrows(ModelFileException.class, () -> tensors.read("w", Tensor.zeros(3, 2)));
      assertEquals(
          file + ": tensor \"w\" has shape [2 × 3], but [3 × 2] is needed", other.getMessage());
    }
  }

  @Test
  void whatCannotBeWrittenLeavesTheTargetAndNothingElse() throws IOException {
    Path file = Files.writeString(folder.resolve("f"), "precious");
    try (AtomicFile open = AtomicFile.create(file.toString())) {
      open.stream().write(new byte[100_000]);
    }
    assertEquals("precious", Files.readString(file));
    try (Stream<Path> all = Files.list(folder)) {
      assertEquals(List.of(file), all.toList());
    }
  }

  @Test
  void whereNothingCanBeWrittenIsNamed() {
    Path missing = folder.resolve("missing").resolve("f");
    assertEquals(
        "cannot write " + missing + ": there is no folder " + missing.getParent(),
        refusalToWrite(missing));
    assertEquals(
        "cannot write " + folder + ": it is a folder; give the name of a file",
        refusalToWrite(folder));
  }

  @Test
  void writingReplacesWhatALinkPointsTo() throws IOException {
    Path file = Files.writeString(folder.resolve("f"), "old");
    Path link = Files.createSymbolicLink(folder.resolve("link"), file);
    SafeTensors.write(link, Map.of("k", "v"), Map.of());
    assertTrue(Files.isSymbolicLink(link));
    assertEquals(Map.of("k", "v"), Archive.read(file).metadata());
  }

  @Test
  void anInterruptedThreadStillSaves() {
    Path file = folder.resolve("f");
    Thread.currentThread().interrupt();
    try {
      SafeTensors.write(file, Map.of("k", "v"), Map.of("w", Tensor.of(1, 1, 5)));
    } finally {
      assertTrue(Thread.interrupted());
    }
    assertEquals(5, Archive.read(file).tensors().get("w").get(0, 0));
  }

  @Test
  void reservedNamesAreRefused() {
    Path file = folder.resolve("f");
    assertThrows(
        IllegalArgumentException.class,
        () -> SafeTensors.write(file, Map.of("bijou.sha256", ""), Map.of()));
    assertThrows(
        IllegalArgumentException.class,
        () -> SafeTensors.write(file, Map.of(), Map.of("__metadata__", Tensor.zeros(1, 1))));
    assertFalse(Files.exists(file));
  }

  private static String refusal(Path file) {
    return assertThrows(ModelFileException.class, () -> SafeTensors.open(file)).getMessage();
  }

  private static String refusalToWrite(Path file) {
    return assertThrows(OutputException.class, () -> SafeTensors.write(file, Map.of(), Map.of()))
        .getMessage();
  }

  private Path file(String header, byte[] data) throws IOException {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    return Files.write(folder.resolve("f"), concat(length(json.length), json, data));
  }

  private static byte[] length(long length) {
    return ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(length).array();
  }

  private static byte[] concat(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }
}
