package dev.bijou.speech.voice;

import com.google.gson.FieldNamingPolicy;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import dev.bijou.speech.metric.SampleLikelihood;
import dev.bijou.speech.training.CorpusData;
import dev.bijou.speech.training.LearningCurve;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// Where a voice comes from, how it was learned, and how well it did.
///
/// @param data the recordings it was learned from
/// @param model the name of the architecture
/// @param options what the training was told, by the names of the command line's options
/// @param heldOut how likely it thinks recordings that it did not learn from
/// @param ended why the training ended: `COMPLETED`, `BUDGET`, `INTERRUPTED` or `DIVERGED`; `RUNNING` for a voice that
///     was saved on the way
/// @param steps steps taken
/// @param seconds time taken
/// @param trainedAt when the voice was made, ISO 8601 in UTC
/// @param kernels which kernels computed it, and why those
/// @param curve how it learned
public record VoiceProvenance(
    CorpusData data,
    String model,
    Map<String, String> options,
    HeldOut heldOut,
    String ended,
    long steps,
    double seconds,
    String trainedAt,
    String kernels,
    LearningCurve curve) {
  private static final Gson JSON =
      new GsonBuilder()
          .setFieldNamingPolicy(FieldNamingPolicy.LOWER_CASE_WITH_UNDERSCORES)
          .create();

  /// Copies the options.
  public VoiceProvenance {
    options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
  }

  /// How likely a voice thinks recordings that it did not learn from, although they chose which weights were kept.
  ///
  /// @param utterances how many there are
  /// @param seconds how much of them is judged by
  /// @param logDensity their mean log-density, in nats a sample
  public record HeldOut(int utterances, double seconds, double logDensity) {
    /// The same as bits that a 16-bit sample costs.
    public double bitsPerSample() {
      return SampleLikelihood.bitsPerSample(logDensity);
    }
  }

  /// The JSON form: an object with the components as members, their names with underscores, as in `held_out`.
  public JsonObject toJson() {
    return JSON.toJsonTree(this).getAsJsonObject();
  }

  /// The inverse of [#toJson()]; unknown members are ignored.
  ///
  /// @throws IllegalArgumentException if the JSON is no provenance
  public static VoiceProvenance fromJson(JsonObject json) {
    try {
      return JSON.fromJson(json, VoiceProvenance.class);
    } catch (RuntimeException malformed) { // Gson wraps what the constructors throw
      throw new IllegalArgumentException(
          "the provenance is malformed: " + malformed.getMessage(), malformed);
    }
  }
}
