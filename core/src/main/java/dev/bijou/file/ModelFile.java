package dev.bijou.file;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.Strictness;
import dev.bijou.ModelFileException;
import dev.bijou.OutputException;
import dev.bijou.distribution.Distribution;
import dev.bijou.file.KindProvider.ModelKind;
import dev.bijou.nn.Initial;
import dev.bijou.spec.Specification;
import dev.bijou.storage.Dtype;
import dev.bijou.storage.Quoted;
import dev.bijou.storage.SafeTensors;
import dev.bijou.storage.TensorEntry;
import dev.bijou.storage.Version;
import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Trainable;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/// A distribution, or a model of another kind, in one file: its architecture, its numbers, and sections of the
/// caller's.
///
/// The file is a safetensors file. Its metadata are `bijou.format` (the format number), `bijou.version` (the
/// library's), `bijou.spec` (the architecture, see [#architecture]; a key of its own for another [ModelKind]),
/// `bijou.sha256` (the checksum) and a `bijou.…` for every section of the caller's, all JSON but the first two and the
/// last. Its tensors are the parameters and states under their names in [Trainable#visit], F32 (or F16 or I8, see
/// [Precision]), with the shape [features, lanes]. Reading runs no code from the file.
public final class ModelFile {
  /// The number of the format that this library writes; it reads this one and all before it.
  public static final int FORMAT = 1;

  /// How many numbers an architecture may compute from its specification alone: two of the largest transforms, and more
  /// in a larger file.
  private static final int COMPUTED_FREELY = 1 << 23;

  private static final int COMPUTED_PER_NUMBER = 4;
  private static final float LARGEST_HALF = 65504;
  private static final String PREFIX = "bijou.";
  private static final String FORMAT_KEY = PREFIX + "format";
  private static final String VERSION_KEY = PREFIX + "version";
  private static final Set<String> RESERVED =
      Set.of(FORMAT_KEY, VERSION_KEY, SafeTensors.CHECKSUM_KEY);
  private static final Gson JSON =
      new GsonBuilder()
          .setStrictness(Strictness.STRICT)
          .serializeNulls()
          .disableHtmlEscaping()
          .create();

  /// The precision in which the numbers of a model are written. Only [#SINGLE] keeps all of it: of another one evaluate the model
  /// that is read back.
  public enum Precision {
    /// All numbers as they are.
    SINGLE(Dtype.F32),
    /// Matrices as F16, rounded to 11 bits, and columns (biases, scales, statistics) as they are: half the size.
    HALF(Dtype.F16),
    /// Matrices as I8, each row in steps of a 127th of its largest magnitude, and columns as they are: a quarter of the size.
    QUARTER(Dtype.I8);

    private final Dtype ofMatrices;

    Precision(Dtype ofMatrices) {
      this.ofMatrices = ofMatrices;
    }

    /// The element type of a tensor.
    Dtype of(Tensor tensor) {
      return tensor.lanes() > 1 ? ofMatrices : Dtype.F32;
    }
  }

  /// What a model file holds.
  ///
  /// @param model the distribution, or a model of another kind; ready to use
  /// @param sections what the writer added, such as the schema of a table and the provenance: JSON texts by name
  /// @param version the version of Bijou that wrote the file
  public record Content<M extends Trainable>(
      M model, Map<String, String> sections, String version) {
    /// Copies the sections.
    public Content {
      sections = Collections.unmodifiableMap(new LinkedHashMap<>(sections));
    }
  }

  private ModelFile() {}

  /// Writes a distribution; the file appears as a whole or not at all. Equal content gives equal bytes.
  ///
  /// @throws OutputException if the file cannot be written, or a number of the distribution is not finite
  /// @throws UnsupportedOperationException if the distribution has no specification (a user's own)
  /// @throws IllegalArgumentException if a kind of specification in it is not known
  public static void write(Path file, Distribution distribution) {
    write(file, distribution, Map.of());
  }

  /// Writes a distribution and sections of the caller's, for instance `table` and `provenance`.
  ///
  /// @param sections JSON texts by the names of the sections
  /// @throws OutputException if the file cannot be written, or a number of the distribution is not finite
  /// @throws UnsupportedOperationException if the distribution has no specification (a user's own)
  /// @throws IllegalArgumentException if a section is called `format`, `version`, `spec`, `…_spec` or `sha256`, or is not
  ///     valid JSON, or a kind of specification is not known
  public static void write(Path file, Distribution distribution, Map<String, String> sections) {
    write(file, distribution, sections, Precision.SINGLE);
  }

  /// [#write(Path, Distribution, Map)] in another precision.
  ///
  /// @throws OutputException if the file cannot be written, or a number of the distribution is not finite in it
  /// @throws UnsupportedOperationException if the distribution has no specification (a user's own)
  /// @throws IllegalArgumentException if a section is called `format`, `version`, `spec`, `…_spec` or `sha256`, or is not
  ///     valid JSON, or a kind of specification is not known
  public static void write(
      Path file, Distribution distribution, Map<String, String> sections, Precision precision) {
    write(file, ModelKind.DISTRIBUTION, distribution, distribution.spec(), sections, precision);
  }

  /// Writes a model of another kind and the caller's sections, as a distribution is written.
  ///
  /// @param spec the architecture of the model
  /// @throws OutputException if the file cannot be written, or a number of the model is not finite in the precision
  /// @throws IllegalArgumentException if the name of a section is reserved, or one is not valid JSON, or a kind of
  ///     specification is not known
  public static <M extends Trainable> void write(
      Path file,
      ModelKind<M> kind,
      M model,
      Specification<M> spec,
      Map<String, String> sections,
      Precision precision) {
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put(FORMAT_KEY, Integer.toString(FORMAT));
    metadata.put(VERSION_KEY, Version.current());
    metadata.put(PREFIX + kind.key(), JSON.toJson(json(kind.specification(), spec)));
    sections.forEach((name, json) -> {
      String key = PREFIX + name;
      if (isReserved(key)) {
        throw new IllegalArgumentException(name + " is no name for a section: it is reserved");
      }
      metadata.put(key, normalized(name, json));
    });
    Map<String, Tensor> tensors = ModelTensors.of(model);
    tensors.forEach((name, tensor) -> {
      if (!ModelTensors.isFinite(tensor)) {
        throw new OutputException(
            file.toString(),
            "tensor %s of the model holds NaN or infinity".formatted(Quoted.of(name)));
      }
      if (precision.of(tensor) == Dtype.F16 && ModelTensors.largest(tensor) > LARGEST_HALF) {
        throw new OutputException(
            file.toString(),
            "tensor %s of the model holds %s, too large for half precision"
                .formatted(Quoted.of(name), ModelTensors.largest(tensor)));
      }
    });
    if (precision == Precision.QUARTER) {
      RowScales.write(file, metadata, tensors);
    } else {
      SafeTensors.write(file, metadata, tensors, precision::of);
    }
  }

  /// Reads a distribution; its densities are those of the written one, bit for bit on the same kernels.
  ///
  /// @throws ModelFileException if the file cannot be read, is truncated, is damaged, is no model of Bijou's or comes
  ///     from a newer Bijou
  public static Content<Distribution> read(Path file) {
    return read(file, ModelKind.DISTRIBUTION);
  }

  /// Reads a model of another kind, as [#read(Path)] reads a distribution.
  ///
  /// @throws ModelFileException if the file cannot be read, is truncated, is damaged, is no model of this kind or comes from
  ///     a newer Bijou
  public static <M extends Trainable> Content<M> read(Path file, ModelKind<M> kind) {
    try (SafeTensors tensors = SafeTensors.open(file)) {
      requireModel(tensors);
      requireKind(tensors, kind);
      Specification<M> spec = spec(tensors, PREFIX + kind.key(), kind.specification());
      return new Content<>(build(spec, tensors), sections(tensors), version(tensors));
    }
  }

  /// An architecture as a model file has it, a JSON object.
  ///
  /// @throws IllegalArgumentException if a kind of specification in it is not known
  public static String architecture(Specification<?> spec) {
    for (ModelKind<?> kind : Kinds.models()) {
      if (kind.specification().isInstance(spec)) {
        return JSON.toJson(json(kind.specification(), spec));
      }
    }
    throw new IllegalArgumentException(
        Specification.kind(spec.getClass()) + " is not the architecture of a whole model");
  }

  private static void requireKind(SafeTensors content, ModelKind<?> wanted) {
    Set<String> keys = content.metadata().keySet();
    if (keys.contains(PREFIX + wanted.key())) {
      return;
    }
    for (ModelKind<?> other : Kinds.models()) {
      if (keys.contains(PREFIX + other.key())) {
        throw content.problem(other.noun() + ", and not " + wanted.noun());
      }
    }
  }

  private static boolean isReserved(String key) {
    return RESERVED.contains(key) || ModelKind.isKey(key.substring(PREFIX.length()));
  }

  private static <S> JsonObject json(Class<S> declared, Object spec) {
    return SpecJson.write(declared, declared.cast(spec));
  }

  private static void requireModel(SafeTensors content) {
    Map<String, String> metadata = content.metadata();
    if (!metadata.containsKey(FORMAT_KEY)) {
      throw content.problem(
          "a safetensors file, but no model of Bijou's: its metadata hold no " + FORMAT_KEY);
    }
    content.requireChecksum();
    for (TensorEntry tensor : content.tensors().values()) {
      if (!tensor.dtype().isFloating() && !RowScales.has(content, tensor)) {
        throw content.problem(
            "tensor %s has dtype %s, but models have F32, F64, F16, BF16, and I8 with scales"
                .formatted(Quoted.of(tensor.name()), tensor.dtype()));
      }
    }
    requireKnownFormat(content, metadata.getOrDefault(FORMAT_KEY, ""), version(content));
  }

  private static String version(SafeTensors content) {
    return content.metadata().getOrDefault(VERSION_KEY, "");
  }

  private static Map<String, String> sections(SafeTensors content) {
    Map<String, String> sections = new LinkedHashMap<>();
    for (String key : content.metadata().keySet()) {
      if (key.startsWith(PREFIX) && !isReserved(key)) {
        sections.put(key.substring(PREFIX.length()), JSON.toJson(json(content, key)));
      }
    }
    return sections;
  }

  /// A section as the file has it.
  private static String normalized(String name, String json) {
    try {
      JsonElement element = JSON.fromJson(json, JsonElement.class);
      if (element != null) {
        return JSON.toJson(element);
      }
    } catch (JsonParseException e) {
      throw new IllegalArgumentException("section " + name + " is no valid JSON", e);
    }
    throw new IllegalArgumentException("section " + name + " is empty");
  }

  private static void requireKnownFormat(SafeTensors content, String format, String version) {
    if (!format.matches("[1-9][0-9]{0,8}")) {
      throw content.problem(
          FORMAT_KEY + " is " + Quoted.of(format) + ", which is no number of a format");
    }
    if (Integer.parseInt(format) > FORMAT) {
      throw content.problem(
          "format %s of Bijou %s, but this is Bijou %s, which reads formats up to %d; use a newer one"
              .formatted(format, version, Version.current(), FORMAT));
    }
  }

  private static JsonElement json(SafeTensors content, String key) {
    String text = content.metadata().get(key);
    if (text == null) {
      throw content.problem("its metadata hold no " + key);
    }
    try {
      JsonElement json = JSON.fromJson(text, JsonElement.class);
      if (json != null) {
        return json;
      }
    } catch (JsonParseException e) {
      throw content.problem(
          new ModelFileException("metadata " + Quoted.of(key) + " are no valid JSON", e));
    }
    throw content.problem("metadata " + Quoted.of(key) + " are empty");
  }

  private static <S> S spec(SafeTensors content, String key, Class<S> type) {
    JsonElement json = json(content, key);
    try {
      return SpecJson.read(type, json);
    } catch (ModelFileException e) {
      throw content.problem(e);
    }
  }

  private static <M extends Trainable> M build(Specification<M> spec, SafeTensors content) {
    // Keeps a small file from asking for a huge model.
    if (spec.size() > content.size()) {
      throw content.problem(
          "its architecture has at least %d numbers, but the file holds %d"
              .formatted((long) spec.size(), content.size()));
    }
    if (spec.computed() > COMPUTED_FREELY + (double) COMPUTED_PER_NUMBER * content.size()) {
      throw content.problem(
          "its architecture computes %d numbers of its own, which is too much for a file that holds %d"
              .formatted((long) spec.computed(), content.size()));
    }
    M model;
    try {
      model = spec.build(Initial.unset());
    } catch (IllegalArgumentException e) {
      throw content.problem(
          new ModelFileException("its architecture cannot be built: " + e.getMessage(), e));
    }
    ModelTensors.fill(model, content);
    return model;
  }
}
