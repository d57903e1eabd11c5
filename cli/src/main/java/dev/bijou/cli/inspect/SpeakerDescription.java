package dev.bijou.cli.inspect;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import dev.bijou.file.ModelFile;
import dev.bijou.speech.speaker.Speaker;
import dev.bijou.speech.training.TrainingProvenance;
import dev.bijou.table.text.NumberText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What `bijou inspect` says about a speaker.
final class SpeakerDescription {
  private SpeakerDescription() {}

  static JsonObject json(Speaker speaker) {
    Map<String, JsonElement> own = new LinkedHashMap<>();
    own.put("language", new JsonPrimitive(speaker.inventory().language()));
    own.put("architecture", JsonParser.parseString(ModelFile.architecture(speaker.spec())));
    return LearningDescription.json(
        speaker.provenance(), speaker.version(), speaker.parameterCount(), own);
  }

  static List<String> lines(Speaker speaker) {
    TrainingProvenance provenance = speaker.provenance();
    TrainingProvenance.HeldOut heldOut = provenance.heldOut();
    List<String> lines = new ArrayList<>();
    lines.addAll(LearningDescription.lines(provenance));
    lines.add(
        format(
            "held out    %.4f nats a value; %d recordings, %s",
            heldOut.logDensity(), heldOut.utterances(), NumberText.duration(heldOut.seconds())));
    lines.add(
        format(
            "speaks      %s, %d symbols, to %d mel bands at %,d Hz",
            speaker.inventory().language(),
            speaker.inventory().size(),
            speaker.mel().bands(),
            speaker.mel().sampleRateHz()));
    lines.add(format("parameters  %,d", speaker.parameterCount()));
    lines.addAll(LearningDescription.kernels(provenance));
    lines.add("");
    lines.addAll(speaker.spec().description());
    return lines;
  }

  private static String format(String form, Object... values) {
    return String.format(Locale.ROOT, form, values);
  }
}
