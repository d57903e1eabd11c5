package dev.bijou.cli.inspect;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.bijou.speech.json.ProvenanceJson;
import dev.bijou.speech.training.TrainingProvenance;
import dev.bijou.speech.training.TrainingProvenance.CorpusData;
import dev.bijou.table.text.NumberText;
import dev.bijou.tensor.Workers;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// What `bijou inspect` says about how something was learned from recordings.
final class LearningDescription {
  private LearningDescription() {}

  static List<String> lines(TrainingProvenance provenance) {
    CorpusData data = provenance.data();
    return List.of(
        format(
            "learned     from %,d recordings of %s, %s (SHA-256 %s…)",
            data.utterances(),
            data.corpus(),
            NumberText.duration(data.seconds()),
            data.sha256().substring(0, 12)),
        format(
            "            on %s, %,d steps in %s (%s)",
            provenance.trainedAt(),
            provenance.steps(),
            NumberText.duration(provenance.seconds()),
            provenance.ended().toLowerCase(Locale.ROOT)),
        "options     "
            + provenance.options().entrySet().stream()
                .map(option -> "--" + option.getKey() + " " + option.getValue())
                .collect(Collectors.joining(" ")));
  }

  static List<String> kernels(TrainingProvenance provenance) {
    return List.of(
        "kernels     " + Workers.kernels() + " in this program",
        "            " + provenance.kernels() + " in the training");
  }

  /// The JSON form: the members that are said of any model, and those of `own`.
  static JsonObject json(
      TrainingProvenance provenance,
      String version,
      long parameters,
      Map<String, JsonElement> own) {
    JsonObject origin = ProvenanceJson.write(provenance);
    JsonObject json = new JsonObject();
    json.addProperty("version", version);
    json.addProperty("parameters", parameters);
    own.forEach(json::add);
    json.add("held_out", origin.remove("held_out"));
    json.add("provenance", origin);
    json.addProperty("kernels", Workers.kernels());
    return json;
  }

  private static String format(String form, Object... values) {
    return String.format(Locale.ROOT, form, values);
  }
}
