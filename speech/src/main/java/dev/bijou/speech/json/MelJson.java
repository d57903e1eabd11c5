package dev.bijou.speech.json;

import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.bijou.speech.audio.Framing;
import dev.bijou.speech.mel.MelSettings;

/// Settings of spectrograms as model files hold them.
public final class MelJson {
  private MelJson() {}

  /// The JSON form.
  public static JsonObject write(MelSettings mel) {
    JsonObject json = new JsonObject();
    json.addProperty("sample_rate_hz", mel.sampleRateHz());
    json.addProperty("fft_size", mel.framing().fftSize());
    json.addProperty("window_size", mel.framing().windowSize());
    json.addProperty("hop", mel.framing().hop());
    json.addProperty("padding", mel.framing().padding());
    json.addProperty("bands", mel.bands());
    json.addProperty("lowest_hz", mel.lowestHz());
    json.addProperty("highest_hz", mel.highestHz());
    return json;
  }

  /// The inverse of [#write].
  ///
  /// @throws IllegalArgumentException if a number is missing or out of range
  public static MelSettings read(JsonObject json) {
    return new MelSettings(
        number(json, "sample_rate_hz").getAsInt(),
        new Framing(
            number(json, "fft_size").getAsInt(),
            number(json, "window_size").getAsInt(),
            number(json, "hop").getAsInt(),
            number(json, "padding").getAsInt()),
        number(json, "bands").getAsInt(),
        number(json, "lowest_hz").getAsDouble(),
        number(json, "highest_hz").getAsDouble());
  }

  private static JsonPrimitive number(JsonObject json, String name) {
    if (json.get(name) instanceof JsonPrimitive value && value.isNumber()) {
      return value;
    }
    throw new IllegalArgumentException("the mel settings are malformed: no number " + name);
  }
}
