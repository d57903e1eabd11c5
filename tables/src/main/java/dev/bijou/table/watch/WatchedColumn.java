package dev.bijou.table.watch;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import dev.bijou.table.text.JsonFields;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What is known of a column of keys or free text: the forms of its cells and how long they are, over all rows that the
/// model was learned from. Holds no cell.
///
/// @param name of the column
/// @param rows how many there were
/// @param level how closely forms are looked at
/// @param forms how many rows have a form, of the forms that several share, the most frequent first; a missing cell has
///     the empty form
/// @param pooled how many rows have another form
/// @param countsDigits whether the length counts every digit, rather than a run of them as one
/// @param lengths percentiles of the lengths, 101 of them, ascending; empty if forms tell the length
/// @param key whether no cell stands twice
public record WatchedColumn(
    String name,
    long rows,
    TextForm level,
    Map<String, Long> forms,
    long pooled,
    boolean countsDigits,
    List<Integer> lengths,
    boolean key) {
  /// The form of a missing cell.
  public static final String MISSING = "";

  /// The number of percentiles.
  public static final int PERCENTILES = 101;

  /// The greatest length; a longer text counts as this long.
  public static final int LONGEST = 10_000;

  /// Copies the collections.
  ///
  /// @throws IllegalArgumentException if the counts or the percentiles cannot be right
  public WatchedColumn {
    forms = Collections.unmodifiableMap(new LinkedHashMap<>(forms));
    lengths = List.copyOf(lengths);
    long all = pooled;
    for (long count : forms.values()) {
      all += count;
    }
    if (all != rows || rows < 1 || pooled < 0) {
      throw new IllegalArgumentException(
          "the forms of column \"%s\" are of %d rows, but there were %d"
              .formatted(name, all, rows));
    }
    if (!lengths.isEmpty() && lengths.size() != PERCENTILES) {
      throw new IllegalArgumentException(
          "column \"%s\" has %d percentiles of its length, but must have %d"
              .formatted(name, lengths.size(), PERCENTILES));
    }
    for (int i = 1; i < lengths.size(); i++) {
      if (lengths.get(i) < lengths.get(i - 1)) {
        throw new IllegalArgumentException(
            "the percentiles of the length of column \"%s\" do not ascend".formatted(name));
      }
    }
  }

  /// The form of a cell.
  public String form(String cell) {
    return cell.isEmpty() ? MISSING : level.of(cell);
  }

  /// How many rows have a form; of one that several do not share, all such rows.
  public long rowsOf(String form) {
    return forms.getOrDefault(form, pooled);
  }

  /// The p-value of a form: among the rows and the one that is judged, the share whose form is at most as frequent,
  ///
  /// ```
  /// p = (1 + #{rows whose form is at most as frequent}) / (rows + 1)
  /// ```
  public double ofForm(String form) {
    return ofCount(forms.getOrDefault(form, 0L));
  }

  /// The same of any form that several rows do not share.
  public double ofOtherForm() {
    return ofCount(0);
  }

  private double ofCount(long own) {
    long rarer = pooled;
    for (long count : forms.values()) {
      rarer += count <= own ? count : 0;
    }
    return (1.0 + rarer) / (rows + 1.0);
  }

  /// The length of a cell.
  public int length(String cell) {
    return Math.min(LONGEST, countsDigits ? cell.length() : TextForm.lengthWithoutDigits(cell));
  }

  /// The p-value of a length: twice the share of rows that are at least as long, or as short, whichever is less. 1 if
  /// lengths are not known.
  public double ofLength(int length) {
    if (lengths.isEmpty()) {
      return 1;
    }
    long upTo = lengths.stream().filter(one -> one <= length).count();
    long from = lengths.stream().filter(one -> one >= length).count();
    double share = (double) Math.min(upTo, from) / PERCENTILES;
    return Math.min(1, 2 * (share * rows + 1) / (rows + 1));
  }

  /// The p-value of a key that stands twice, where no row's does.
  public double ofCopy() {
    return 1.0 / (rows + 1);
  }

  /// How many p-values a cell has.
  public int statistics() {
    return 1 + (lengths.isEmpty() ? 0 : 1) + (key ? 1 : 0);
  }

  /// The JSON form.
  JsonObject toJson() {
    JsonObject json = new JsonObject();
    json.addProperty("name", name);
    json.addProperty("rows", rows);
    json.addProperty("level", level.name().toLowerCase(Locale.ROOT));
    JsonObject counts = new JsonObject();
    forms.forEach(counts::addProperty);
    json.add("forms", counts);
    json.addProperty("pooled", pooled);
    json.addProperty("counts_digits", countsDigits);
    JsonArray percentiles = new JsonArray();
    lengths.forEach(percentiles::add);
    json.add("lengths", percentiles);
    json.addProperty("key", key);
    return json;
  }

  /// The inverse of [#toJson()]; unknown members are ignored.
  ///
  /// Throws a [JsonParseException] or an [IllegalArgumentException] that says what is wrong.
  static WatchedColumn fromJson(JsonObject json) {
    Map<String, Long> forms = new LinkedHashMap<>();
    for (Map.Entry<String, JsonElement> form : JsonFields.object(json, "forms").entrySet()) {
      forms.put(form.getKey(), JsonFields.whole(form.getValue(), "forms", 1, 1L << 53));
    }
    List<Integer> lengths = new ArrayList<>();
    for (JsonElement length : JsonFields.array(json, "lengths")) {
      lengths.add((int) JsonFields.whole(length, "lengths", 0, LONGEST));
    }
    return new WatchedColumn(
        JsonFields.text(json, "name"),
        JsonFields.whole(json, "rows", 1, 1L << 53),
        level(JsonFields.text(json, "level")),
        forms,
        JsonFields.whole(json, "pooled", 0, 1L << 53),
        JsonFields.bool(json, "counts_digits"),
        lengths,
        JsonFields.bool(json, "key"));
  }

  private static TextForm level(String name) {
    for (TextForm level : TextForm.values()) {
      if (level.name().toLowerCase(Locale.ROOT).equals(name)) {
        return level;
      }
    }
    throw new JsonParseException("\"level\" is \"" + name + "\", which is none that is known");
  }
}
