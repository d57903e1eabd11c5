package dev.bijou.storage;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import dev.bijou.ModelFileException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// The JSON header of a safetensors file: `{"__metadata__": {key: text, …}, name: {"dtype", "shape", "data_offsets"},
/// …}`.
///
/// @param metadata the `__metadata__`, in the file's order
/// @param tensors the tensors in the order of their bytes, without gap or overlap
record SafeTensorsHeader(Map<String, String> metadata, List<TensorEntry> tensors) {
  static final String METADATA = "__metadata__";

  private static final Pattern WHOLE_NUMBER = Pattern.compile("[0-9]{1,18}");
  private static final int MOST_EXTENTS = 16;
  private static final long LONGEST_ARRAY = Integer.MAX_VALUE - 8;

  /// Where the digits of the checksum start in what [#toJson] returns.
  static final int CHECKSUM_AT = "{\"%s\":{\"%s\":\"".formatted(METADATA, Checksum.KEY).length();

  /// The number of bytes of all tensors.
  long dataBytes() {
    return tensors.isEmpty() ? 0 : tensors.getLast().end();
  }

  /// The header as JSON, its metadata led by a blank checksum, padded with spaces so that the data that follow the
  /// header and its length start at a multiple of 8 bytes.
  byte[] toJson() {
    StringWriter text = new StringWriter();
    try (JsonWriter json = new JsonWriter(text)) {
      json.setStrictness(Strictness.STRICT);
      json.setHtmlSafe(false);
      json.beginObject();
      json.name(METADATA).beginObject();
      json.name(Checksum.KEY).value(Checksum.BLANK);
      for (Map.Entry<String, String> entry : metadata.entrySet()) {
        json.name(entry.getKey()).value(entry.getValue());
      }
      json.endObject();
      for (TensorEntry tensor : tensors) {
        json.name(tensor.name()).beginObject();
        json.name("dtype").value(tensor.dtype().name());
        json.name("shape").beginArray();
        for (int extent : tensor.shape()) {
          json.value(extent);
        }
        json.endArray();
        json.name("data_offsets").beginArray().value(tensor.begin()).value(tensor.end()).endArray();
        json.endObject();
      }
      json.endObject();
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory cannot fail", e);
    }
    text.write(" ".repeat(-text.toString().getBytes(StandardCharsets.UTF_8).length & 7));
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  /// Reads a header and checks all that can be checked without the data.
  ///
  /// @throws ModelFileException if it is no JSON of this form, or its tensors do not fit each other
  static SafeTensorsHeader parse(byte[] bytes) {
    if (bytes.length == 0 || bytes[0] != '{') {
      throw new ModelFileException(
          "damaged, or no safetensors file: the header does not start with {");
    }
    // A decoder of its own reports malformed UTF-8, where the charset's name would replace it.
    var text =
        new InputStreamReader(new ByteArrayInputStream(bytes), StandardCharsets.UTF_8.newDecoder());
    try (JsonReader json = new JsonReader(text)) {
      json.setStrictness(Strictness.STRICT);
      SafeTensorsHeader header = parse(json);
      if (json.peek() != JsonToken.END_DOCUMENT) {
        throw new IllegalStateException("text after the header");
      }
      return header;
    } catch (IOException | IllegalStateException e) {
      throw new ModelFileException(
          "damaged, or no safetensors file: the header is no valid JSON of its kind", e);
    }
  }

  private static SafeTensorsHeader parse(JsonReader json) throws IOException {
    Map<String, String> metadata = new LinkedHashMap<>();
    List<TensorEntry> tensors = new ArrayList<>();
    Set<String> names = new HashSet<>();
    json.beginObject();
    while (json.hasNext()) {
      String name = json.nextName();
      if (!names.add(name)) {
        throw new ModelFileException("the header names " + Quoted.of(name) + " twice");
      }
      if (name.equals(METADATA)) {
        parseMetadata(json, metadata);
      } else {
        tensors.add(parseTensor(name, json));
      }
    }
    json.endObject();
    tensors.sort((a, b) ->
        a.begin() == b.begin()
            ? Long.compare(a.end(), b.end())
            : Long.compare(a.begin(), b.begin()));
    requireContiguous(tensors);
    return new SafeTensorsHeader(metadata, tensors);
  }

  private static void parseMetadata(JsonReader json, Map<String, String> metadata)
      throws IOException {
    json.beginObject();
    while (json.hasNext()) {
      String key = json.nextName();
      if (json.peek() != JsonToken.STRING) {
        throw new ModelFileException("metadata " + Quoted.of(key) + " is no text");
      }
      if (metadata.put(key, json.nextString()) != null) {
        throw new ModelFileException("the metadata hold " + Quoted.of(key) + " twice");
      }
    }
    json.endObject();
  }

  private static TensorEntry parseTensor(String name, JsonReader json) throws IOException {
    String dtype = null;
    List<Long> shape = null;
    List<Long> offsets = null;
    json.beginObject();
    while (json.hasNext()) {
      String key = json.nextName();
      boolean twice =
          switch (key) {
            case "dtype" -> dtype != null;
            case "shape" -> shape != null;
            case "data_offsets" -> offsets != null;
            default -> throw damaged(name, "has an unknown field " + Quoted.of(key));
          };
      if (twice) {
        throw damaged(name, "has two fields " + Quoted.of(key));
      }
      switch (key) {
        case "dtype" -> dtype = text(name, json);
        case "shape" -> shape = wholeNumbers(name, key, MOST_EXTENTS, json);
        default -> offsets = wholeNumbers(name, key, 2, json);
      }
    }
    json.endObject();
    if (dtype == null || shape == null || offsets == null || offsets.size() != 2) {
      throw damaged(name, "needs a dtype, a shape and two data_offsets");
    }
    return entry(name, dtype(name, dtype), shape, offsets.getFirst(), offsets.getLast());
  }

  private static TensorEntry entry(
      String name, Dtype dtype, List<Long> shape, long begin, long end) {
    if (end < begin) {
      throw damaged(
          name, "ends at byte %d of the data, before its start at %d".formatted(end, begin));
    }
    List<Integer> extents = new ArrayList<>();
    long size = 1;
    long span = 1; // the size, were no extent 0
    for (long extent : shape) {
      if (extent > LONGEST_ARRAY || span * Math.max(extent, 1) > LONGEST_ARRAY) {
        throw damaged(name, "has shape %s, which is too large".formatted(shape));
      }
      size *= extent;
      span *= Math.max(extent, 1);
      extents.add((int) extent);
    }
    if (size * dtype.bytes() != end - begin) {
      throw damaged(
          name,
          "has shape %s of %s, which take %d bytes, but %d bytes of data"
              .formatted(shape, dtype, size * dtype.bytes(), end - begin));
    }
    return new TensorEntry(name, dtype, extents, begin, end);
  }

  private static void requireContiguous(List<TensorEntry> tensors) {
    long end = 0;
    for (TensorEntry tensor : tensors) {
      if (tensor.begin() != end) {
        throw damaged(
            tensor.name(),
            "starts at byte %d of the data, but what lies before it ends at byte %d"
                .formatted(tensor.begin(), end));
      }
      end = tensor.end();
    }
  }

  private static Dtype dtype(String tensor, String name) {
    for (Dtype dtype : Dtype.values()) {
      if (dtype.name().equals(name)) {
        return dtype;
      }
    }
    throw damaged(
        tensor,
        "has dtype %s, but F32, F64, F16, BF16 and whole numbers are read"
            .formatted(Quoted.of(name)));
  }

  private static String text(String tensor, JsonReader json) throws IOException {
    if (json.peek() != JsonToken.STRING) {
      throw damaged(tensor, "has a dtype that is no text");
    }
    return json.nextString();
  }

  private static List<Long> wholeNumbers(String tensor, String key, int most, JsonReader json)
      throws IOException {
    List<Long> numbers = new ArrayList<>();
    json.beginArray();
    while (json.hasNext()) {
      String number = json.peek() == JsonToken.NUMBER ? json.nextString() : "";
      if (!WHOLE_NUMBER.matcher(number).matches() || numbers.size() == most) {
        throw damaged(
            tensor,
            "has a field %s that holds no whole numbers, or too many".formatted(Quoted.of(key)));
      }
      numbers.add(Long.parseLong(number));
    }
    json.endArray();
    return numbers;
  }

  private static ModelFileException damaged(String tensor, String what) {
    return new ModelFileException("tensor " + Quoted.of(tensor) + " " + what);
  }
}
