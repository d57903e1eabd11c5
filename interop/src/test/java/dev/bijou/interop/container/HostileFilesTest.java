package dev.bijou.interop.container;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bijou.InputException;
import dev.bijou.interop.Fixtures;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Files that were made to do harm, or are damaged: one line, and nothing is run.
class HostileFilesTest {
  @TempDir Path folder;

  /// A pickle in the old text protocol, which is easy to write: `\n` stands for the end of a line.
  private Path torch(String pickle, Map<String, byte[]> storages) throws IOException {
    return torch(pickle.getBytes(StandardCharsets.ISO_8859_1), storages);
  }

  private Path torch(byte[] pickle, Map<String, byte[]> storages) throws IOException {
    Path file = folder.resolve("file.pt");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      store(zip, "archive/data.pkl", pickle);
      for (Map.Entry<String, byte[]> storage : storages.entrySet()) {
        store(zip, "archive/data/" + storage.getKey(), storage.getValue());
      }
    }
    return file;
  }

  private static void store(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    CRC32 crc = new CRC32();
    crc.update(bytes);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(bytes.length);
    entry.setCrc(crc.getValue());
    zip.putNextEntry(entry);
    zip.write(bytes);
    zip.closeEntry();
  }

  /// `{"t": tensor of a storage of `count` floats}` with what follows the storage in its call.
  private static String tensor(String type, int count, String rest) {
    return "(dS't'\n".replace("S't'", "Vt")
        + "ctorch._utils\n_rebuild_tensor_v2\n((Vstorage\nctorch\n%s\nV0\nVcpu\nI%d\ntQ%sI00\nNtRs."
            .formatted(type, count, rest);
  }

  private static String refusal(Path file) {
    InputException refused =
        assertThrows(
            InputException.class,
            () -> {
              try (Weights weights = WeightFile.open(file)) {
                for (String name : weights.names()) {
                  weights.get(name);
                }
              }
            });
    assertEquals(1, refused.getMessage().lines().count(), refused.getMessage());
    assertTrue(refused.getMessage().startsWith(file.toString()), refused.getMessage());
    return refused.getMessage().substring(file.toString().length() + 2);
  }

  @Test
  void aCallOfTheShellIsOnlyNoted() throws IOException {
    Path victim = folder.resolve("victim");
    Path file = torch("cos\nsystem\n(Vtouch " + victim + "\ntR.", Map.of());
    assertEquals(
        "it holds a call of os.system, and no tensors; save what model.state_dict() returns",
        refusal(file));
    assertFalse(Files.exists(victim));
  }

  @ParameterizedTest
  @CsvSource({
    "builtins,eval", "builtins,exec", "posix,system", "subprocess,Popen", "runpy,run_path",
    "torch,load", "torch.hub,load", "numpy,load", "webbrowser,open", "importlib,import_module",
    "torch._utils,_rebuild_wrapper_subclass", "torch.jit,load", "operator,attrgetter"
  })
  void otherCallsAreOnlyNotedToo(String module, String name) throws IOException {
    String call = "c%s\n%s\n(Vtouch x\ntR".formatted(module, name);
    assertTrue(refusal(torch(call + ".", Map.of())).contains("a call of " + module + "." + name));
    // Within a state dictionary it is no tensor, and so ignored.
    String both =
        "(dVevil\n" + call + "s" + tensor("FloatStorage", 1, "I0\n(I1\nt(I1\nt").substring(2);
    try (Weights weights = WeightFile.open(torch(both, Map.of("0", new byte[4])))) {
      assertEquals("[t]", weights.names().toString());
      assertArrayEquals(new float[] {0}, weights.get("t").values());
    }
  }

  @Test
  void dictionariesThatHoldThemselvesAreRefused() throws IOException {
    assertEquals(
        "damaged, or hostile: what it holds is nested too deeply, or holds itself",
        refusal(torch("(dp0\nVa\ng0\ns.", Map.of())));
  }

  @Test
  void dictionariesThatDoubleAgainAndAgainAreRefused() throws IOException {
    StringBuilder pickle = new StringBuilder("(dp0\n0");
    for (int i = 1; i < 60; i++) {
      pickle.append("(dp%d\nVa\ng%d\nsVb\ng%d\ns0".formatted(i, i - 1, i - 1));
    }
    assertEquals(
        "damaged, or hostile: what it holds is nested too deeply, or holds itself",
        refusal(torch(pickle + "g59\n.", Map.of())));
  }

  @Test
  void listsThatHoldThemselvesAreNoShape() throws IOException {
    String own = tensor("FloatStorage", 4, "I0\n(lp7\ng7\nag7\n");
    assertEquals("damaged: a tensor of shape (?)", refusal(torch(own, Map.of("0", new byte[16]))));
  }

  @Test
  void tooManyStepsAreRefused() throws IOException {
    byte[] pickle = new byte[2_000_000];
    Arrays.fill(pickle, (byte) ']');
    assertEquals(
        "a pickle of more than 500,000 steps, too many for weights",
        refusal(torch(pickle, Map.of())));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "I0\\n(I5\\nt(I1\\nt | damaged: a tensor reaches to element 4 of its storage, which has 4",
        "I3\\n(I2\\nt(I1\\nt | damaged: a tensor reaches to element 4 of its storage, which has 4",
        "I-1\\n(I2\\nt(I1\\nt | damaged: a tensor reaches to element 0 of its storage, which has 4",
        "I0\\n(I-2\\nt(I1\\nt | damaged: a tensor of shape (-2)",
        "I0\\n(I2\\nt(I-1\\nt | damaged: a tensor of shape (2)",
        "I0\\n(I9999999999\\nt(I1\\nt | damaged: a tensor of shape (9999999999)",
        "I0\\n(I2\\nI2\\nt(I1\\nt | damaged: a tensor without storage, offset, size or stride",
      })
  void tensorsOutsideOfTheirStoragesAreRefused(String rest, String message) throws IOException {
    String pickle = tensor("FloatStorage", 4, rest.replace("\\n", "\n"));
    assertEquals(message, refusal(torch(pickle, Map.of("0", new byte[16]))));
  }

  @Test
  void oneNumberIsNotRepeatedWithoutEnd() throws IOException {
    String pickle = tensor("FloatStorage", 1, "I0\n(I30000\nI30000\nt(I0\nI0\nt");
    assertEquals(
        "\"t\" of shape [30000 × 30000] has more numbers than the file can hold",
        refusal(torch(pickle, Map.of("0", new byte[4]))));
  }

  @Test
  void storagesThatLackOrAreTooShortAreRefused() throws IOException {
    String pickle = tensor("FloatStorage", 4, "I0\n(I4\nt(I1\nt");
    Path file = torch(pickle, Map.of());
    assertTrue(refusal(file).endsWith("cannot read \"t\": the file has no \"archive/data/0\""));
    Path shorter = torch(pickle, Map.of("0", new byte[12]));
    assertTrue(refusal(shorter).endsWith("cannot read \"t\": it ends too early"));
  }

  @Test
  void otherTypesOfNumbersAreRefused() throws IOException {
    String pickle = tensor("ComplexFloatStorage", 4, "I0\n(I4\nt(I1\nt");
    assertTrue(
        refusal(torch(pickle, Map.of())).startsWith("a tensor of torch.ComplexFloatStorage"));
  }

  @Test
  void numbersThatAreNotFiniteAreRefused() throws IOException {
    String pickle = tensor("FloatStorage", 1, "I0\n(I1\nt(I1\nt");
    byte[] nan = {0, 0, (byte) 0xc0, 0x7f};
    assertEquals("\"t\" holds NaN", refusal(torch(pickle, Map.of("0", nan))));
  }

  @Test
  void bombsAreRefused() throws IOException {
    Path file = folder.resolve("bomb.npz");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      zip.putNextEntry(new ZipEntry("bomb.npy"));
      zip.write(npy("'<f4'", "(268435456,)"));
      zeros(zip, 64 << 20);
      zip.closeEntry();
    }
    assertTrue(Files.size(file) < 1 << 20);
    assertEquals(
        "\"bomb\" of shape [268435456] has more numbers than the file can hold", refusal(file));
    Path torch = folder.resolve("bomb.pt");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(torch))) {
      zip.putNextEntry(new ZipEntry("archive/data.pkl"));
      zeros(zip, 64 << 20);
      zip.closeEntry();
    }
    assertEquals(
        "its \"archive/data.pkl\" has more than 16 MB, too many for weights", refusal(torch));
  }

  private static void zeros(OutputStream out, int count) throws IOException {
    byte[] some = new byte[1 << 16];
    for (int i = 0; i < count; i += some.length) {
      out.write(some);
    }
  }

  private static byte[] npy(String type, String shape) {
    String header = "{'descr': %s, 'fortran_order': False, 'shape': %s, }".formatted(type, shape);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0});
    bytes.write(header.length());
    bytes.write(header.length() >> 8);
    bytes.writeBytes(header.getBytes(StandardCharsets.US_ASCII));
    return bytes.toByteArray();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "'|O' ; (2,) ; an array of Python objects, which are not read",
        "'>f4' ; (2,) ; an array of type >f4, but little-endian floats, whole numbers and booleans are read",
        "'<f4' ; (99999999999,) ; damaged: an array of shape (99999999999,)",
        "'<f4' ; (65536, 65536) ; damaged: an array of shape (65536, 65536)",
        "'<f4' ; (3,) ; truncated: array 0 ends at byte 76, but the file has 72 bytes",
      })
  void badArraysAreRefused(String type, String shape, String message) throws IOException {
    byte[] header = npy(type, shape);
    Path file = folder.resolve("leaves.eqx");
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(header);
    all.writeBytes(new byte[8]);
    Files.write(file, all.toByteArray());
    String said = refusal(file);
    assertEquals(message.replaceAll("byte 76.*", ""), said.replaceAll("byte \\d+.*", ""));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "PK\\3\\4 | damaged, or truncated: no whole zip file",
        "hello, world | neither PyTorch's weights nor safetensors, .npz or .eqx",
        "'' | neither PyTorch's weights nor safetensors, .npz or .eqx",
      })
  void otherFilesAreRefused(String content, String message) throws IOException {
    Path file = folder.resolve("other");
    Files.writeString(file, content.replace("\\3", "\3").replace("\\4", "\4"));
    assertEquals(message, refusal(file));
  }

  @Test
  void foldersAndMissingFilesAreRefused() {
    for (Path path : new Path[] {folder, folder.resolve("missing")}) {
      InputException refused = assertThrows(InputException.class, () -> WeightFile.open(path));
      assertTrue(refused.getMessage().startsWith("cannot read " + path), refused.getMessage());
    }
  }

  @Test
  void leavesOfEquinoxAreNumbered() {
    try (Weights weights = WeightFile.open(Fixtures.file("container/leaves.eqx"))) {
      assertEquals(22, weights.names().size());
      assertTrue(weights.has("0") && weights.has("21"));
    }
  }
}
