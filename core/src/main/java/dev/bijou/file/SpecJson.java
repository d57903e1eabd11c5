package dev.bijou.file;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.bijou.ModelFileException;
import dev.bijou.spec.Specification;
import dev.bijou.storage.Quoted;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// Specifications (public records, alone or under an interface of which there are several kinds) as JSON and back.
///
/// A record is an object with a field for each component; where an interface is declared, `"type"` with the name of the
/// kind leads (see [dev.bijou.spec.Specification#kind]): `{"type": "LuLinear", "features": 6}`. Components are int,
/// long, float, double, boolean, String, enums (by name), lists, records and interfaces, sealed ones or those whose
/// kinds a [KindProvider] adds to. Every field must be there and no other: a file never means less than it says. Only
/// an OptionalDouble or OptionalInt that is empty has no field, so that files older than the component mean the same.
final class SpecJson {
  private static final String TYPE = "type";

  /// What a field that is not there means.
  private static final Map<Type, Object> EMPTY =
      Map.of(OptionalDouble.class, OptionalDouble.empty(), OptionalInt.class, OptionalInt.empty());

  private static final ClassValue<Shape> SHAPES =
      new ClassValue<>() {
        @Override
        protected Shape computeValue(Class<?> type) {
          return Shape.of(type);
        }
      };

  /// What reflection says of a record, cached as it is slow.
  private record Shape(List<String> names, List<Type> types, Constructor<?> constructor) {
    static Shape of(Class<?> type) {
      RecordComponent[] components = type.getRecordComponents();
      Class<?>[] raw = new Class<?>[components.length];
      List<String> names = new ArrayList<>();
      List<Type> types = new ArrayList<>();
      for (int i = 0; i < raw.length; i++) {
        raw[i] = components[i].getType();
        names.add(components[i].getName());
        types.add(components[i].getGenericType());
      }
      try {
        return new Shape(names, types, type.getDeclaredConstructor(raw));
      } catch (NoSuchMethodException e) {
        throw new AssertionError("every record has its canonical constructor", e);
      }
    }
  }

  private SpecJson() {}

  /// The records that may stand where an interface is declared: those of this module and of all [KindProvider]s.
  static Collection<Class<?>> kinds(Class<?> declared) {
    return Kinds.of(declared).values();
  }

  /// The JSON of a specification. `type` is the declared type; if it is an interface, the JSON names the kind.
  ///
  /// @throws IllegalArgumentException if a component has no JSON form, NaN and infinity included, or its kind is not known
  static <T> JsonObject write(Class<T> type, T value) {
    return toJson(type, value).getAsJsonObject();
  }

  /// The specification of a JSON text that [#write] wrote.
  ///
  /// @throws ModelFileException if a type is unknown, a field is missing, unknown or of another kind, or a record
  ///     refuses its values; the message leads with the path, e.g. `bijection.layers[2].transformer: …`
  static <T> T read(Class<T> type, JsonElement json) {
    return type.cast(fromJson(type, json, ""));
  }

  private static JsonElement toJson(Type declared, Object value) {
    return switch (value) {
      case Float f when !Float.isFinite(f) ->
          throw new IllegalArgumentException(f + " has no JSON form");
      case Double d when !Double.isFinite(d) ->
          throw new IllegalArgumentException(d + " has no JSON form");
      case Integer number -> new JsonPrimitive(number);
      case Long number -> new JsonPrimitive(number);
      case OptionalDouble number -> toJson(double.class, number.getAsDouble());
      case OptionalInt number -> toJson(int.class, number.getAsInt());
      case Float number -> new JsonPrimitive(number);
      case Double number -> new JsonPrimitive(number);
      case Boolean flag -> new JsonPrimitive(flag);
      case String text -> new JsonPrimitive(text);
      case Enum<?> constant -> new JsonPrimitive(constant.name());
      case List<?> list -> {
        JsonArray array = new JsonArray(list.size());
        list.forEach(element -> array.add(toJson(elementType(declared), element)));
        yield array;
      }
      case Record record -> toJson(declared, record);
      default ->
          throw new IllegalArgumentException(value.getClass().getName() + " has no JSON form");
    };
  }

  private static JsonObject toJson(Type declared, Record record) {
    JsonObject object = new JsonObject();
    if (declared instanceof Class<?> type && type.isInterface()) {
      object.addProperty(TYPE, known(type, record.getClass()));
    }
    for (RecordComponent component : record.getClass().getRecordComponents()) {
      Object value = valueOf(component, record);
      if (!value.equals(EMPTY.get(value.getClass()))) {
        object.add(component.getName(), toJson(component.getGenericType(), value));
      }
    }
    return object;
  }

  private static Object valueOf(RecordComponent component, Record record) {
    try {
      return component.getAccessor().invoke(record);
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException(
          record.getClass().getName() + " cannot be read: it must be public", e);
    }
  }

  private static Object fromJson(Type declared, JsonElement json, String path) {
    if (declared instanceof ParameterizedType) {
      return list(elementType(declared), json, path);
    }
    Class<?> type = (Class<?>) declared;
    if (type.isEnum()) {
      return constant(type, json, path);
    }
    if (type.isInterface()) {
      JsonObject fields = object(json, path);
      return record(kind(type, fields.get(TYPE), path), fields, TYPE, path);
    }
    if (type.isRecord()) {
      return record(type, object(json, path), "", path);
    }
    return switch (type.getSimpleName()) {
      case "int", "Integer" ->
          Math.toIntExact(wholeNumber(json, path, Integer.MIN_VALUE, Integer.MAX_VALUE));
      case "long", "Long" -> wholeNumber(json, path, Long.MIN_VALUE, Long.MAX_VALUE);
      case "float", "Float" -> finite(Float.parseFloat(number(json, path)), path);
      case "double", "Double" -> finite(Double.parseDouble(number(json, path)), path);
      case "OptionalDouble" ->
          OptionalDouble.of(finite(Double.parseDouble(number(json, path)), path));
      case "OptionalInt" ->
          OptionalInt.of(
              Math.toIntExact(wholeNumber(json, path, Integer.MIN_VALUE, Integer.MAX_VALUE)));
      case "boolean", "Boolean" -> {
        require(json instanceof JsonPrimitive p && p.isBoolean(), path, "must be true or false");
        yield json.getAsBoolean();
      }
      case "String" -> text(json, path);
      default -> throw new IllegalArgumentException(type.getName() + " has no JSON form");
    };
  }

  /// @param tag a field that is no component, or ""
  private static Object record(Class<?> type, JsonObject object, String tag, String path) {
    Shape shape = SHAPES.get(type);
    for (String field : object.keySet()) {
      if (!shape.names.contains(field) && !field.equals(tag)) {
        throw wrong(path, "unknown field " + Quoted.of(field) + "; this file needs a newer Bijou");
      }
    }
    Object[] values = new Object[shape.names.size()];
    for (int i = 0; i < values.length; i++) {
      String name = shape.names.get(i);
      JsonElement value = object.get(name);
      Type component = shape.types.get(i);
      if (value != null) {
        values[i] = fromJson(component, value, path.isEmpty() ? name : path + "." + name);
      } else if (EMPTY.containsKey(component)) {
        values[i] = EMPTY.get(component);
      } else {
        throw wrong(path, "field " + Quoted.of(name) + " is missing");
      }
    }
    try {
      return shape.constructor.newInstance(values);
    } catch (InvocationTargetException e) {
      throw new ModelFileException(
          at(path, String.valueOf(e.getTargetException().getMessage())), e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException(type.getName() + " cannot be made: it must be public", e);
    }
  }

  /// The name of a kind, which a reader must know too.
  private static String known(Class<?> declared, Class<?> kind) {
    String name = Specification.kind(kind);
    if (Kinds.of(declared).get(name) != kind) {
      throw new IllegalArgumentException(
          kind.getName() + " is no kind that a model file knows: no KindProvider names it");
    }
    return name;
  }

  private static Class<?> kind(Class<?> declared, @Nullable JsonElement name, String path) {
    if (name == null) {
      throw wrong(path, "field " + Quoted.of(TYPE) + " is missing");
    }
    String sought = text(name, path.isEmpty() ? TYPE : path + "." + TYPE);
    Class<?> type = Kinds.of(declared).get(sought);
    if (type == null) {
      throw wrong(path, "unknown type " + Quoted.of(sought) + "; this file needs a newer Bijou");
    }
    return type;
  }

  private static Object constant(Class<?> type, JsonElement json, String path) {
    String name = text(json, path);
    for (Object constant : type.getEnumConstants()) {
      if (((Enum<?>) constant).name().equals(name)) {
        return constant;
      }
    }
    throw wrong(path, "unknown value " + Quoted.of(name) + "; this file needs a newer Bijou");
  }

  private static List<Object> list(Type elements, JsonElement json, String path) {
    require(json.isJsonArray(), path, "must be a list");
    List<Object> values = new ArrayList<>();
    for (JsonElement element : json.getAsJsonArray()) {
      values.add(fromJson(elements, element, path + "[" + values.size() + "]"));
    }
    return values;
  }

  private static Type elementType(Type declared) {
    if (declared instanceof ParameterizedType list && list.getRawType() == List.class) {
      return list.getActualTypeArguments()[0];
    }
    throw new IllegalArgumentException(declared + " has no JSON form");
  }

  private static JsonObject object(JsonElement json, String path) {
    require(json.isJsonObject(), path, "must be an object");
    return json.getAsJsonObject();
  }

  private static String text(JsonElement json, String path) {
    require(json instanceof JsonPrimitive p && p.isString(), path, "must be a text");
    return json.getAsString();
  }

  private static String number(JsonElement json, String path) {
    require(json instanceof JsonPrimitive p && p.isNumber(), path, "must be a number");
    return json.getAsString();
  }

  private static long wholeNumber(JsonElement json, String path, long least, long most) {
    String digits = number(json, path);
    try {
      long value = Long.parseLong(digits);
      if (value < least || value > most) {
        throw wrong(path, "must lie in %d … %d".formatted(least, most));
      }
      return value;
    } catch (NumberFormatException e) {
      throw new ModelFileException(at(path, "must be a whole number, not " + Quoted.of(digits)), e);
    }
  }

  private static float finite(float value, String path) {
    require(Float.isFinite(value), path, "must be a number that fits a float");
    return value;
  }

  private static double finite(double value, String path) {
    require(Double.isFinite(value), path, "must be a number that fits a double");
    return value;
  }

  private static void require(boolean condition, String path, String otherwise) {
    if (!condition) {
      throw wrong(path, otherwise);
    }
  }

  private static ModelFileException wrong(String path, String what) {
    return new ModelFileException(at(path, what));
  }

  private static String at(String path, String what) {
    return path.isEmpty() ? what : path + ": " + what;
  }
}
