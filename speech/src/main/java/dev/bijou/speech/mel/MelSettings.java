package dev.bijou.speech.mel;

import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.bijou.speech.audio.Framing;

/// The settings of a log-mel spectrogram. Two programs that exchange spectrograms must agree on all of it.
///
/// @param sampleRateHz of the sound
/// @param framing how it is cut
/// @param bands of the mel spectrogram
/// @param lowestHz where the first band begins
/// @param highestHz where the last band ends, at most half the sample rate
public record MelSettings(
    int sampleRateHz, Framing framing, int bands, double lowestHz, double highestHz) {
  public MelSettings {
    if (sampleRateHz < 1) {
      throw new IllegalArgumentException("sampleRateHz must be positive, got " + sampleRateHz);
    }
    if (bands < 1) {
      throw new IllegalArgumentException("bands must be positive, got " + bands);
    }
    if (!(lowestHz >= 0 && lowestHz < highestHz && highestHz <= sampleRateHz / 2.0)) {
      throw new IllegalArgumentException(
          "bands must lie within 0 … %s Hz, got %s … %s Hz"
              .formatted(sampleRateHz / 2.0, lowestHz, highestHz));
    }
  }

  /// The usual settings of neural vocoders, with every frame aligned to a group of 256 samples: windows of 1,024
  /// samples, 80 bands from 0 to 8 kHz (or to half the sample rate).
  public static MelSettings aligned(int sampleRateHz) {
    return usual(sampleRateHz, Framing.aligned(1024, 1024, 256));
  }

  /// The settings of Tacotron 2 and WaveGlow (at 22,050 Hz): as [#aligned], but frame i is centred at sample 256·i.
  public static MelSettings centred(int sampleRateHz) {
    return usual(sampleRateHz, Framing.centred(1024, 1024, 256));
  }

  private static MelSettings usual(int sampleRateHz, Framing framing) {
    return new MelSettings(sampleRateHz, framing, 80, 0, Math.min(8000, sampleRateHz / 2.0));
  }

  /// Where a frequency lies between the bottom of the bands, 0, and their top, 1: the middle of band b is at
  /// (b + ½) / bands.
  public double place(double hz) {
    double low = MelScale.mel(lowestHz);
    double high = MelScale.mel(highestHz);
    double edge = (MelScale.mel(hz) - low) / (high - low) * (bands + 1);
    return (edge - 0.5) / bands;
  }

  /// The JSON form, as model files hold it.
  public JsonObject toJson() {
    JsonObject json = new JsonObject();
    json.addProperty("sample_rate_hz", sampleRateHz);
    json.addProperty("fft_size", framing.fftSize());
    json.addProperty("window_size", framing.windowSize());
    json.addProperty("hop", framing.hop());
    json.addProperty("padding", framing.padding());
    json.addProperty("bands", bands);
    json.addProperty("lowest_hz", lowestHz);
    json.addProperty("highest_hz", highestHz);
    return json;
  }

  /// The inverse of [#toJson()].
  ///
  /// @throws IllegalArgumentException if a number is missing or out of range
  public static MelSettings fromJson(JsonObject json) {
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
