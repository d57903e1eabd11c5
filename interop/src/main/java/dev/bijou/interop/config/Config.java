package dev.bijou.interop.config;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.bijou.ModelFileException;
import dev.bijou.storage.Quoted;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What a file of weights does not say of its flow: the library, the class with its arguments or all modules with their
/// plain attributes, and a normalization of the data before the flow.
///
/// ```json
/// {"library": "zuko", "class": "NSF", "arguments": {"features": 6, "hidden_features": [128, 128]}}
/// {"library": "nflows", "modules": {"_transform._transforms.0": {"class": "ReversePermutation"}, …}}
/// ```
///
/// @param root the JSON object
/// @param source where it comes from, for messages
public record Config(JsonObject root, String source) {

  /// Reads a configuration.
  ///
  /// @throws ModelFileException if it is no JSON object
  public static Config parse(String json, String source) {
    try {
      if (JsonParser.parseString(json) instanceof JsonObject root) {
        return new Config(root, source);
      }
    } catch (JsonParseException e) {
      throw new ModelFileException(source + ": no valid JSON", e);
    }
    throw new ModelFileException(source + ": not a JSON object");
  }

  /// The name of the library, in lower case; empty if it is not said.
  public String library() {
    return top().text("library", "").toLowerCase(Locale.ROOT);
  }

  /// The object itself.
  public Fields top() {
    return new Fields(root, source, "");
  }

  /// The arguments of the class; none if there are none.
  public Fields arguments() {
    return top().object("arguments").orElse(new Fields(new JsonObject(), source, "arguments"));
  }

  /// The attributes of a module; empty if the configuration has no modules, or not this one.
  ///
  /// @param path as `named_modules()` names it
  public Optional<Fields> module(String path) {
    return top().object("modules").flatMap(modules -> modules.object(path));
  }

  /// Whether it lists modules.
  public boolean hasModules() {
    return root.get("modules") instanceof JsonObject;
  }

  /// The fields of an object.
  ///
  /// @param object the object
  /// @param source where it comes from
  /// @param path its place there
  public record Fields(JsonObject object, String source, String path) {

    /// A field that is an object.
    public Optional<Fields> object(String name) {
      return object.get(name) instanceof JsonObject inner
          ? Optional.of(new Fields(inner, source, path.isEmpty() ? name : path + "." + name))
          : Optional.empty();
    }

    /// A list of objects; empty if there is none.
    public List<Fields> objects(String name) {
      List<Fields> all = new ArrayList<>();
      if (has(name)) {
        if (!(object.get(name) instanceof JsonArray array)) {
          throw wrong(name, "must be a list");
        }
        for (int i = 0; i < array.size(); i++) {
          String place = "%s%s.%d".formatted(path.isEmpty() ? "" : path + ".", name, i);
          if (!(array.get(i) instanceof JsonObject inner)) {
            throw new ModelFileException("%s: %s must be an object".formatted(source, place));
          }
          all.add(new Fields(inner, source, place));
        }
      }
      return all;
    }

    /// These fields with another text in one of them.
    public Fields with(String name, String text) {
      JsonObject other = object.deepCopy();
      other.addProperty(name, text);
      return new Fields(other, source, path);
    }

    /// Whether there is a field that is not null.
    public boolean has(String name) {
      return object.has(name) && !object.get(name).isJsonNull();
    }

    /// A text, or `otherwise` if there is none.
    public String text(String name, String otherwise) {
      if (!has(name)) {
        return otherwise;
      }
      JsonElement value = object.get(name);
      if (!value.isJsonPrimitive()) {
        throw wrong(name, "must be a text");
      }
      return value.getAsString();
    }

    /// A number, or `otherwise` if there is none.
    public double number(String name, double otherwise) {
      if (!has(name)) {
        return otherwise;
      }
      try {
        double value = object.get(name).getAsDouble();
        if (Double.isFinite(value)) {
          return value;
        }
      } catch (RuntimeException notNumber) {
        throw wrong(name, "must be a number");
      }
      throw wrong(name, "must be a finite number");
    }

    /// Whether a field is true; `otherwise` if there is none.
    public boolean flag(String name, boolean otherwise) {
      return has(name) ? text(name, "").equals("true") : otherwise;
    }

    /// A list of numbers; a number is a list of one. Empty if there is none.
    public double[] numbers(String name) {
      if (!has(name)) {
        return new double[0];
      }
      JsonElement value = object.get(name);
      try {
        return value.isJsonArray()
            ? value.getAsJsonArray().asList().stream()
                .mapToDouble(JsonElement::getAsDouble)
                .toArray()
            : new double[] {value.getAsDouble()};
      } catch (RuntimeException notNumbers) {
        throw wrong(name, "must be a list of numbers");
      }
    }

    /// A list of texts; empty if there is none.
    public List<String> texts(String name) {
      List<String> texts = new ArrayList<>();
      if (has(name)) {
        if (!(object.get(name) instanceof JsonArray array)) {
          throw wrong(name, "must be a list of texts");
        }
        for (JsonElement text : array) {
          if (!text.isJsonPrimitive()) {
            throw wrong(name, "must be a list of texts");
          }
          texts.add(text.getAsString());
        }
      }
      return texts;
    }

    /// An exception about a field.
    public ModelFileException wrong(String name, String what) {
      return new ModelFileException(
          "%s: %s %s"
              .formatted(
                  source,
                  Quoted.of(path.isEmpty() ? name : path + "." + name),
                  what.replaceAll("\\p{Cntrl}", "?")));
    }
  }
}
