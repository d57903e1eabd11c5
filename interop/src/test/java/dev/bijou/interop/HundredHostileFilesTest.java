package dev.bijou.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.bijou.InputException;
import dev.bijou.interop.container.WeightFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A hundred files that were made to do harm. None runs anything, and none makes the reader allocate more than twice the file
/// and 64 MB, all told; each is refused in one line. With `-Dinterop.hostile=true` a table is printed.
class HundredHostileFilesTest {
  private static final long FREE_BYTES = 64L << 20;

  private final Map<String, Case> cases = new LinkedHashMap<>();
  @TempDir Path folder;

  private record Case(String family, byte[] bytes, String config) {}

  private void add(String family, String name, byte[] bytes, String config) {
    assertEquals(null, cases.put(name, new Case(family, bytes, config)), name);
  }

  private void add(String family, String name, byte[] bytes) {
    boolean flow = family.matches("(flows|voices|speakers).*");
    add(family, name, bytes, flow ? "{\"class\": \"NSF\"}" : "");
  }

  @Test
  void noneDoesHarm() throws IOException {
    calls();
    machine();
    tensors();
    zips();
    safeTensors();
    arrays();
    flows();
    leaves();
    voices();
    speakers();
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    read(Fixtures.file("flows/zuko-nsf.pt"), "{\"class\": \"NSF\"}"); // loads what readers need
    Map<String, int[]> families = new TreeMap<>();
    Map<String, Long> most = new TreeMap<>();
    Path file = folder.resolve("hostile");
    for (Map.Entry<String, Case> named : cases.entrySet()) {
      Case each = named.getValue();
      Files.write(file, each.bytes());
      long before = threads.getCurrentThreadAllocatedBytes();
      String refusal = read(file, each.config());
      long allocated = threads.getCurrentThreadAllocatedBytes() - before;
      assertTrue(
          allocated <= 2L * each.bytes().length + FREE_BYTES, named.getKey() + ": " + allocated);
      assertFalse(refusal.isEmpty(), named.getKey() + " is read");
      assertEquals(1, refusal.lines().count(), named.getKey() + ": " + refusal);
      assertFalse(Files.exists(folder.resolve("victim")), named.getKey());
      families.computeIfAbsent(each.family(), _ -> new int[1])[0]++;
      most.merge(each.family(), allocated, Math::max);
      if (Boolean.getBoolean("interop.hostile")) {
        System.out.printf("%-34s %7.2f MB  %s%n", named.getKey(), allocated / 1e6, refusal);
      }
    }
    assertTrue(cases.size() >= 100, cases.size() + " files");
    if (Boolean.getBoolean("interop.hostile")) {
      families.forEach((family, count) ->
          System.out.printf("| %s | %d | %.1f MB |%n", family, count[0], most.get(family) / 1e6));
    }
  }

  /// What is said of a file, as a flow and as a voice, or of its arrays if there is no configuration; empty if it is read.
  private static String read(Path file, String config) {
    try {
      if (config.isEmpty()) {
        try (var weights = WeightFile.open(file)) {
          weights.names().forEach(weights::get);
        }
        return "";
      }
      List<String> symbols = List.of("_", " ", "AA0");
      if (ForeignVoices.read(file, config, "config").isPresent()
          || ForeignSpeakers.read(file, config, "config", symbols).isPresent()) {
        return "";
      }
      ForeignFlows.read(file, config, "config", "");
      return "";
    } catch (InputException e) {
      return String.valueOf(e.getMessage());
    }
  }

  // Pickles

  private static byte[] latin(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static byte[] torch(String pickle) throws IOException {
    return torch(latin(pickle), Map.of("0", new byte[16]));
  }

  private static byte[] torch(byte[] pickle, Map<String, byte[]> storages) throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    entries.put("a/data.pkl", pickle);
    storages.forEach((name, bytes) -> entries.put("a/data/" + name, bytes));
    return zip(entries);
  }

  private static byte[] zip(Map<String, byte[]> entries) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        ZipEntry header = new ZipEntry(entry.getKey());
        if (entry.getValue().length == 16
            || entry.getValue().length == 12) { // as PyTorch stores its storages
          CRC32 crc = new CRC32();
          crc.update(entry.getValue());
          header.setMethod(ZipEntry.STORED);
          header.setSize(entry.getValue().length);
          header.setCrc(crc.getValue());
        }
        zip.putNextEntry(header);
        zip.write(entry.getValue());
        zip.closeEntry();
      }
    }
    return bytes.toByteArray();
  }

  private void calls() throws IOException {
    String argument = "(Vtouch " + folder.resolve("victim") + "\nt";
    for (String name :
        List.of(
            "os system",
            "posix system",
            "nt system",
            "subprocess Popen",
            "subprocess call",
            "builtins eval",
            "builtins exec",
            "builtins compile",
            "builtins __import__",
            "builtins getattr",
            "__builtin__ eval",
            "runpy run_path",
            "importlib import_module",
            "webbrowser open",
            "socket socket",
            "ctypes CDLL",
            "shutil rmtree",
            "pty spawn",
            "torch load",
            "torch.hub load",
            "torch.jit load",
            "numpy load",
            "pickle loads",
            "marshal loads",
            "operator attrgetter",
            "functools partial",
            "torch._utils _rebuild_wrapper_subclass")) {
      add(
          "pickles that call something",
          name,
          torch("c" + name.replace(' ', '\n') + "\n" + argument + "R."));
    }
    add("pickles that call something", "NEWOBJ", torch("cos\nsystem\n" + argument + "\u0081."));
    add(
        "pickles that call something",
        "STACK_GLOBAL",
        torch("Vos\nVsystem\n\u0093" + argument + "R."));
    add("pickles that call something", "INST", torch("(Vtouch x\nios\nsystem\n."));
    add("pickles that call something", "OBJ", torch("(cos\nsystem\nVtouch x\no."));
    add("pickles that call something", "EXT1", torch("\u0082\u0001."));
    add("pickles that call something", "BUILD of os.system", torch("cos\nsystem\n(dVa\nVb\nsb."));
    add(
        "pickles that call something",
        "a call as function of a call",
        torch("cos\ngetattr\n)R" + argument + "R."));
    add(
        "pickles that call something",
        "a call as a shape",
        torch(tensor("I0\ncos\nsystem\n" + argument + "R(I1\nt")));
    add(
        "pickles that call something",
        "a call as a storage",
        torch("cos\nsystem\n" + argument + "RQ."));
  }

  /// A tensor of a storage of four floats; `rest` is offset, size and stride.
  private static String tensor(String rest) {
    return "(dVt\nctorch._utils\n_rebuild_tensor_v2\n((Vstorage\nctorch\nFloatStorage\nV0\nVcpu\nI4\ntQ"
        + rest
        + "I00\nNtRs.";
  }

  private void machine() throws IOException {
    String family = "pickles that loop, nest or lie about lengths";
    add(family, "a dictionary that holds itself", torch("(dp0\nVa\ng0\ns."));
    add(family, "a list that holds itself", torch("(lp0\ng0\na."));
    StringBuilder doubling = new StringBuilder("(dp0\n0");
    for (int i = 1; i < 60; i++) {
      doubling.append("(dp%d\nVa\ng%d\nsVb\ng%d\ns0".formatted(i, i - 1, i - 1));
    }
    add(family, "sixty doublings", torch(doubling + "g59\n."));
    add(
        family,
        "dictionaries 100,000 deep",
        torch("(d" + "Va\n(d".repeat(100_000) + "s".repeat(100_000) + "."));
    add(family, "tuples 100,000 deep", torch(")" + "\u0085".repeat(100_000) + "."));
    add(family, "a million lists", torch("]".repeat(1_000_000)));
    add(
        family,
        "memo number 4,294,967,295",
        torch("]r\u00ff\u00ff\u00ff\u00ffj\u00ff\u00ff\u00ff\u007f."));
    add(family, "something not remembered", torch("g7\n."));
    add(family, "a text of 2 GB", torch("X\u00ff\u00ff\u00ff\u007fabc."));
    add(family, "a text of −1 bytes", torch("X\u00ff\u00ff\u00ff\u00ffabc."));
    add(
        family,
        "a text of 2⁶³ bytes",
        torch("\u008d\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0080."));
    add(family, "bytes of 8 EB", torch("\u008e\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u007f."));
    add(family, "a number of 2 GB", torch("\u008b\u00ff\u00ff\u00ff\u007f."));
    add(family, "no end", torch("(lI1\na"));
    add(family, "an empty pickle", torch(""));
    add(family, "an unknown step", torch("\u00f0."));
    add(family, "an empty stack", torch("0."));
    add(family, "a mark that is missing", torch("t."));
    add(family, "a number that is none", torch("Iabc\n."));
    add(family, "an old file of 16 MB of marks", latin("\u0080\u0002" + "(".repeat(1 << 20)));
    add(
        family,
        "an old file that is no model",
        latin(
            "\u0080\u0002K\u0001.\u0080\u0002M\u00e9\u0003.\u0080\u0002}.\u0080\u0002}.\u0080\u0002]."));
  }

  private void tensors() throws IOException {
    String family = "tensors that lie";
    Map<String, String> rests = new LinkedHashMap<>();
    rests.put("beyond its storage", "I0\n(I5\nt(I1\nt");
    rests.put("beyond its storage by its offset", "I3\n(I2\nt(I1\nt");
    rests.put("of negative offset", "I-1\n(I2\nt(I1\nt");
    rests.put("of negative extent", "I0\n(I-2\nt(I1\nt");
    rests.put("of negative stride", "I0\n(I2\nt(I-1\nt");
    rests.put("of an extent beyond 2³¹", "I0\n(I9999999999\nt(I0\nt");
    rests.put("of one number 900 million times", "I0\n(I30000\nI30000\nt(I0\nI0\nt");
    rests.put(
        "of 16 overflowing extents",
        "I0\n(" + "I65536\n".repeat(16) + "t(" + "I0\n".repeat(16) + "t");
    rests.put("of 17 extents", "I0\n(" + "I1\n".repeat(17) + "t(" + "I1\n".repeat(17) + "t");
    rests.put("of more extents than strides", "I0\n(I2\nI2\nt(I1\nt");
    rests.put("of a list in its shape", "I0\n(lp7\ng7\nag7\n");
    for (Map.Entry<String, String> rest : rests.entrySet()) {
      add(family, rest.getKey(), torch(tensor(rest.getValue())));
    }
    String whole = tensor("I0\n(I4\nt(I1\nt");
    add(family, "of a storage that is missing", torch(latin(whole), Map.of()));
    add(family, "of a storage that is too short", torch(latin(whole), Map.of("0", new byte[12])));
    add(family, "of complex numbers", torch(whole.replace("Float", "ComplexFloat")));
    add(family, "of quantized numbers", torch(whole.replace("Float", "QInt8")));
    add(
        family,
        "of NaN",
        torch(
            latin(whole),
            Map.of("0", new byte[] {0, 0, (byte) 0xc0, 0x7f, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0})));
    add(
        family,
        "of a storage of 2⁶² numbers",
        torch(whole.replace("I4\ntQ", "I4611686018427387904\ntQ").replace("(I4\nt", "(I5\nt")));
    add(
        family,
        "of a storage above its folder",
        torch(whole.replace("V0\nVcpu", "V../../etc/passwd\nVcpu")));
  }

  // Other containers

  private void zips() throws IOException {
    String family = "zips that are no files of weights, or bombs";
    add(family, "a pickle of 64 MB of zeros", zip(Map.of("a/data.pkl", new byte[64 << 20])));
    add(
        family,
        "an array of 64 MB of zeros",
        zip(Map.of("bomb.npy", npy("<f4", "(16000000,)", 64 << 20))));
    add(
        family,
        "a storage of 64 MB of zeros",
        torch(
            latin(tensor("I0\n(I16000000\nt(I1\nt").replace("I4\ntQ", "I16000000\ntQ")),
            Map.of("0", new byte[64 << 20])));
    Map<String, byte[]> many = new LinkedHashMap<>();
    for (int i = 0; i < 100_001; i++) {
      many.put("%x.npy".formatted(i), new byte[0]);
    }
    add(family, "100,001 arrays", zip(many));
    add(family, "a zip of something else", zip(Map.of("hello.txt", latin("hello"))));
    add(
        family,
        "TorchScript",
        zip(Map.of("a/data.pkl", latin("N."), "a/constants.pkl", latin("N."))));
    add(
        family,
        "big-endian numbers",
        zip(Map.of("a/data.pkl", latin("N."), "a/byteorder", latin("big"))));
    byte[] whole = torch(tensor("I0\n(I4\nt(I1\nt"));
    add(family, "a zip cut in the middle", Arrays.copyOf(whole, whole.length / 2));
    add(family, "a zip without entries", zip(Map.of()));
  }

  private static byte[] npy(String type, String shape, int bytes) {
    String header = "{'descr': '%s', 'fortran_order': False, 'shape': %s, }".formatted(type, shape);
    ByteBuffer buffer = ByteBuffer.allocate(10 + header.length() + bytes);
    buffer.put(latin("\u0093NUMPY\u0001\u0000")).order(ByteOrder.LITTLE_ENDIAN);
    buffer.putShort((short) header.length()).put(latin(header));
    return buffer.array();
  }

  private static byte[] safe(String header, int bytes) {
    byte[] text = header.getBytes(StandardCharsets.UTF_8);
    ByteBuffer buffer = ByteBuffer.allocate(8 + text.length + bytes).order(ByteOrder.LITTLE_ENDIAN);
    return buffer.putLong(text.length).put(text).array();
  }

  private void safeTensors() {
    String family = "safetensors that lie";
    String tensor = "{\"a\": {\"dtype\": \"%s\", \"shape\": %s, \"data_offsets\": %s}}";
    add(family, "beyond the file", safe(tensor.formatted("F32", "[4]", "[0, 16]"), 8));
    add(family, "of offsets that run backwards", safe(tensor.formatted("F32", "[1]", "[8, 4]"), 8));
    add(family, "of negative offsets", safe(tensor.formatted("F32", "[1]", "[-4, 0]"), 8));
    add(
        family,
        "of overflowing extents",
        safe(tensor.formatted("F32", "[4294967296, 4294967296]", "[0, 8]"), 8));
    add(family, "of an unknown type", safe(tensor.formatted("F12", "[1]", "[0, 4]"), 4));
    add(family, "lists 100,000 deep", safe("{\"a\": " + "[".repeat(100_000), 0));
    ByteBuffer huge = ByteBuffer.allocate(32).order(ByteOrder.LITTLE_ENDIAN);
    add(family, "a header of 2⁶² bytes", huge.putLong(1L << 62).put((byte) '{').array());
  }

  private void arrays() {
    String family = "arrays that lie";
    add(family, "of Python objects", npy("|O", "(2,)", 16));
    add(family, "big-endian", npy(">f4", "(2,)", 8));
    add(family, "of 10¹¹ numbers", npy("<f4", "(99999999999,)", 8));
    add(family, "of 2³² numbers", npy("<f4", "(65536, 65536)", 8));
    add(family, "longer than the file", npy("<f4", "(3,)", 8));
    add(family, "without a header's end", Arrays.copyOf(npy("<f4", "(3,)", 8), 30));
  }

  // Flows that are none

  /// The weights of a fixture as safetensors, changed.
  private static byte[] changed(String fixture, String name, String shape, float... values) {
    try (var weights = WeightFile.open(Fixtures.file(fixture))) {
      Map<String, float[]> numbers = new LinkedHashMap<>();
      Map<String, String> shapes = new LinkedHashMap<>();
      for (String each : weights.names()) {
        shapes.put(each, Arrays.toString(weights.shape(each)));
        numbers.put(each, weights.get(each).values());
      }
      if (shape.isEmpty()) {
        numbers.remove(name);
      } else {
        shapes.put(name, shape.equals("same") ? shapes.get(name) : shape);
        numbers.put(name, shape.equals("same") ? filled(numbers.get(name).length, values) : values);
      }
      List<String> headers = new ArrayList<>();
      ByteArrayOutputStream data = new ByteArrayOutputStream();
      numbers.forEach((key, all) -> {
        int start = data.size();
        ByteBuffer bytes = ByteBuffer.allocate(4 * all.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(all);
        data.writeBytes(bytes.array());
        headers.add(
            "\"%s\": {\"dtype\": \"F32\", \"shape\": %s, \"data_offsets\": [%d, %d]}"
                .formatted(key, shapes.get(key), start, data.size()));
      });
      byte[] head = safe("{" + String.join(", ", headers) + "}", 0);
      byte[] all = Arrays.copyOf(head, head.length + data.size());
      System.arraycopy(data.toByteArray(), 0, all, head.length, data.size());
      return all;
    }
  }

  private static float[] filled(int count, float... values) {
    float[] all = new float[count];
    for (int i = 0; i < count; i++) {
      all[i] = values[i % values.length];
    }
    return all;
  }

  private void flows() {
    String family = "flows with keys missing, too many or wrong";
    String zuko = "flows/zuko-nsf.pt";
    String first = "transform.transforms.0.";
    add(family, "a weight missing", changed(zuko, first + "hyper.2.weight", ""));
    add(family, "a base missing", changed(zuko, "base.loc", ""));
    add(family, "a key too many", changed(zuko, "transform.transforms.0.extra", "[1]", 1));
    add(family, "weights that are NaN", changed(zuko, first + "hyper.0.weight", "same", Float.NaN));
    add(
        family,
        "weights that are infinite",
        changed(zuko, first + "hyper.0.bias", "same", Float.POSITIVE_INFINITY));
    add(family, "masks that see everything", changed(zuko, first + "hyper.4.mask", "same", 1));
    add(family, "a negative scale of the base", changed(zuko, "base.scale", "same", -1));
    add(family, "a bias of another length", changed(zuko, first + "hyper.0.bias", "[2]", 1, 1));
    add(
        family,
        "a weight that is a vector",
        changed(zuko, first + "hyper.0.weight", "[6]", 1, 1, 1, 1, 1, 1));
    String nflows = "flows/nflows-nsf.pt";
    String json = Fixtures.text(Fixtures.file("flows/nflows-nsf.json"));
    add(
        family,
        "a permutation that is none",
        changed(nflows, "_transform._transforms.0._permutation", "same", 1),
        json);
    add(
        family,
        "a diagonal that is none",
        changed(nflows, "_transform._transforms.1.unconstrained_upper_diag", "same", 1e30f),
        json);
    add(family, "a flow that is unknown", changed(zuko, "a", "[1]", 1), "{\"class\": \"CNF\"}");
    add(
        family,
        "a library that is unknown",
        changed(zuko, "a", "[1]", 1),
        "{\"library\": \"pyro\"}");
    add(
        family,
        "a configuration 100,000 deep",
        changed(zuko, "a", "[1]", 1),
        "{\"a\": " + "[".repeat(100_000));
    add(
        family,
        "a spline of a million bins",
        changed(nflows, "a", "[1]", 1),
        json.replace("\"num_bins\": 4", "\"num_bins\": 1000000"));
  }

  private void leaves() throws IOException {
    String family = "leaves of equinox that are none of the flow";
    byte[] flow = Files.readAllBytes(Fixtures.file("flows/flowjax-maf.eqx"));
    String maf = "{\"library\": \"flowjax\", \"class\": \"masked_autoregressive_flow\"%s}";
    add(family, "without a configuration", flow, "{}");
    add(family, "of a flow that is unknown", flow, "{\"class\": \"planar_flow\"}");
    add(
        family,
        "of a billion layers",
        flow,
        maf.formatted(", \"arguments\": {\"nn_depth\": 1000000000}"));
    add(family, "of too many layers", flow, maf.formatted(", \"arguments\": {\"nn_depth\": 3}"));
    add(
        family,
        "of another transformer",
        flow,
        maf.formatted(
            ", \"arguments\": {\"transformer\": {\"class\": \"RationalQuadraticSpline\", \"arguments\": {\"knots\": 5, \"interval\": 3}}}"));
    add(
        family,
        "of a transformer that is unknown",
        flow,
        maf.formatted(", \"arguments\": {\"transformer\": {\"class\": \"Exp\"}}"));
    add(
        family,
        "of a spline of no width",
        flow,
        maf.formatted(
            ", \"arguments\": {\"transformer\": {\"class\": \"RationalQuadraticSpline\", \"arguments\": {\"knots\": 5, \"interval\": 0}}}"));
    add(family, "of a coupling", flow, "{\"class\": \"coupling_flow\"}");
    add(family, "half of them", Arrays.copyOf(flow, flow.length / 2), maf.formatted(""));
    add(
        family,
        "one of them too many",
        concatenated(flow, npy("<f4", "(1,)", 4)),
        maf.formatted(""));
    add(family, "of −1 features", concatenated(npy8(-1), flow), maf.formatted(""));
    add(
        family,
        "of a billion features",
        concatenated(npy8(1_000_000_000), flow),
        maf.formatted(""));
  }

  private static byte[] npy8(long value) {
    byte[] bytes = npy("<i8", "()", 8);
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(bytes.length - 8, value);
    return bytes;
  }

  private static byte[] concatenated(byte[] one, byte[] other) {
    byte[] both = Arrays.copyOf(one, one.length + other.length);
    System.arraycopy(other, 0, both, one.length, other.length);
    return both;
  }

  private void voices() {
    String family = "voices that are none";
    String glow = "voices/waveglow-tiny-folded.pt";
    add(
        family,
        "a matrix that is not square",
        changed(glow, "convinv.0.conv.weight", "[2, 4, 1]", new float[8]));
    add(family, "a matrix of NaN", changed(glow, "convinv.1.conv.weight", "same", Float.NaN));
    add(
        family,
        "matrices that grow",
        changed(glow, "convinv.2.conv.weight", "[10, 10, 1]", new float[100]));
    add(family, "a layer missing", changed(glow, "WN.1.in_layers.1.weight", ""));
    add(family, "an end of another size", changed(glow, "WN.1.end.bias", "[1]", 1));
    add(family, "a key too many of a voice", changed(glow, "WN.9.start.bias", "[1]", 1));
    add(
        family,
        "a kernel of even length",
        changed(glow, "WN.0.in_layers.0.weight", "[12, 6, 2]", new float[144]));
    add(
        family,
        "a hop that does not fit",
        changed(glow, "a", "[1]", 1),
        "{\"data_config\": {\"hop_length\": 100}}");
    add(
        family,
        "a variance below zero",
        changed("voices/squeezewave-tiny-folded.pt", "WN.0.in_layers.0.0.running_var", "same", -1));
  }

  private void speakers() {
    String family = "speakers that are none";
    String tts = "speakers/glow-tts-tiny.pth";
    String own = "{\"symbols\": %s}".formatted(symbols());
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("several speakers", changed(tts, "emb_g.weight", "[2, 4]", new float[8]));
    files.put(
        "scales of symbols", changed(tts, "encoder.proj_s.weight", "[12, 8, 1]", new float[96]));
    files.put("fewer symbols", changed(tts, "encoder.emb.weight", "[3, 8]", new float[24]));
    files.put(
        "a gain of NaN", changed(tts, "encoder.encoder.norm_layers_1.0.gamma", "same", Float.NaN));
    files.put(
        "a gain of another length",
        changed(tts, "encoder.pre.norm_layers.1.gamma", "[7]", new float[7]));
    files.put(
        "positions of another width",
        changed(tts, "encoder.encoder.attn_layers.1.emb_rel_k", "[1, 9, 3]", new float[27]));
    files.put(
        "a window of even length",
        changed(tts, "encoder.encoder.attn_layers.0.emb_rel_k", "[1, 8, 4]", new float[32]));
    files.put("groups of three", changed(tts, "decoder.flows.1.weight", "[3, 3]", new float[9]));
    files.put(
        "features that are no frames",
        changed(tts, "decoder.flows.0.logs", "[1, 25, 1]", new float[25]));
    files.put("a block without its end", changed(tts, "decoder.flows.5.end.bias", ""));
    files.put(
        "a third block of one layer",
        changed(tts, "decoder.flows.6.logs", "[1, 24, 1]", new float[24]));
    files.forEach((name, bytes) -> add(family, name, bytes, own));
  }

  /// As many as the speakers of the tests have.
  private static String symbols() {
    return IntStream.range(0, 148)
        .mapToObj(i ->
            switch (i) {
              case 0 -> "_";
              case 1 -> " ";
              case 2 -> "@AA0";
              default -> "s" + i;
            })
        .collect(Collectors.joining("\", \"", "[\"", "\"]"));
  }
}
