package dev.bijou.speech.json;

import com.google.gson.FieldNamingPolicy;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import dev.bijou.speech.training.TrainingProvenance;
import java.util.List;

/// The provenance of voices and speakers as model files hold it.
public final class ProvenanceJson {
  private static final List<String> MEMBERS =
      List.of("data", "model", "options", "held_out", "ended", "trained_at", "kernels", "curve");

  private static final Gson JSON =
      new GsonBuilder()
          .setFieldNamingPolicy(FieldNamingPolicy.LOWER_CASE_WITH_UNDERSCORES)
          .create();

  private ProvenanceJson() {}

  /// The JSON form: an object with the components as members, their names with underscores, as in `held_out`.
  public static JsonObject write(TrainingProvenance provenance) {
    return JSON.toJsonTree(provenance).getAsJsonObject();
  }

  /// The inverse of [#write]; unknown members are ignored.
  ///
  /// @throws IllegalArgumentException if the JSON is no provenance
  public static TrainingProvenance read(JsonObject json) {
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
