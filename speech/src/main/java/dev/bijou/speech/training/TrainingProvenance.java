package dev.bijou.speech.training;

import com.google.gson.FieldNamingPolicy;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a voice or a speaker was trained on, how, and how well it did.
///
/// @param data the recordings it was trained on
/// @param model the name of the architecture
/// @param options of the training, by the names of the command line's options; of a tuned voice also `after`, the
///     steps that it had learned before
/// @param heldOut its log-density of utterances that it was not trained on
/// @param ended why the training ended: `COMPLETED`, `BUDGET`, `INTERRUPTED` or `DIVERGED`; `RUNNING` for one that was
///     saved during the training
/// @param steps steps taken
/// @param seconds time taken
/// @param trainedAt when it was made, ISO 8601 in UTC
/// @param kernels which kernels computed it, and why those
/// @param curve how it learned
public record TrainingProvenance(
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
  private static final List<String> MEMBERS =
      List.of("data", "model", "options", "held_out", "ended", "trained_at", "kernels", "curve");

  private static final Gson JSON =
      new GsonBuilder()
          .setFieldNamingPolicy(FieldNamingPolicy.LOWER_CASE_WITH_UNDERSCORES)
          .create();

  /// Copies the options.
  public TrainingProvenance {
    options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
  }

  /// The log-density of held-out utterances, which were not trained on but chose which weights were kept.
  ///
  /// @param utterances how many there are
  /// @param seconds of them that are used
  /// @param logDensity their mean log-density, in nats a sample (voices) or for each value of the spectrogram
  ///     (speakers)
  public record HeldOut(int utterances, double seconds, double logDensity) {}

  /// The JSON form: an object with the components as members, their names with underscores, as in `held_out`.
  public JsonObject toJson() {
    return JSON.toJsonTree(this).getAsJsonObject();
  }

  /// The inverse of [#toJson()]; unknown members are ignored.
  ///
  /// @throws IllegalArgumentException if the JSON is no provenance
  public static TrainingProvenance fromJson(JsonObject json) {
    for (String member : MEMBERS) { // Gson would leave them null
      if (!json.has(member) || json.get(member).isJsonNull()) {
        throw new IllegalArgumentException("the provenance is malformed: it has no " + member);
      }
    }
    try {
      return JSON.fromJson(json, TrainingProvenance.class);
    } catch (RuntimeException malformed) { // Gson wraps what the constructors throw
      String said = String.valueOf(malformed.getMessage()).lines().findFirst().orElse("");
      throw new IllegalArgumentException("the provenance is malformed: " + said, malformed);
    }
  }
}
