package dev.bijou.cli.inspect;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import dev.bijou.file.ModelFile;
import dev.bijou.speech.evaluation.VoiceEvaluation;
import dev.bijou.speech.mel.MelSettings;
import dev.bijou.speech.training.TrainingProvenance;
import dev.bijou.speech.voice.Voice;
import dev.bijou.table.text.NumberText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What `bijou inspect` says about a voice.
final class VoiceDescription {
  private VoiceDescription() {}

  static JsonObject json(Voice voice) {
    Map<String, JsonElement> own = new LinkedHashMap<>();
    own.put("sample_rate_hz", new JsonPrimitive(voice.sampleRateHz()));
    own.put(
        "architecture",
        JsonParser.parseString(ModelFile.architecture(voice.distribution().spec())));
    return LearningDescription.json(
        voice.provenance(), voice.version(), voice.distribution().parameterCount(), own);
  }

  static List<String> lines(Voice voice) {
    TrainingProvenance provenance = voice.provenance();
    TrainingProvenance.HeldOut heldOut = provenance.heldOut();
    MelSettings mel = voice.mel();
    List<String> lines = new ArrayList<>();
    lines.addAll(LearningDescription.lines(provenance));
    lines.add(
        format(
            "held out    %.4f nats, %.3f bits a sample; %d recordings, %s",
            heldOut.logDensity(),
            VoiceEvaluation.bitsPerSample(heldOut.logDensity()),
            heldOut.utterances(),
            NumberText.duration(heldOut.seconds())));
    lines.add(
        format(
            "sound       %,d Hz, %d mel bands of %.0f to %.0f Hz, a frame for %d samples",
            voice.sampleRateHz(),
            mel.bands(),
            mel.lowestHz(),
            mel.highestHz(),
            mel.framing().hop()));
    lines.add(format("parameters  %,d", voice.distribution().parameterCount()));
    lines.addAll(LearningDescription.kernels(provenance));
    lines.add("");
    lines.addAll(voice.distribution().spec().description());
    return lines;
  }

  private static String format(String form, Object... values) {
    return String.format(Locale.ROOT, form, values);
  }
}
