package dev.bijou.cli;

import com.google.gson.JsonObject;
import dev.bijou.distribution.DistributionSpec;
import dev.bijou.file.SpecJson;
import dev.bijou.kernel.KernelChoice;
import dev.bijou.speech.spectrum.MelSettings;
import dev.bijou.speech.voice.Voice;
import dev.bijou.speech.voice.VoiceProvenance;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What `bijou inspect` says about a voice.
final class VoiceDescription {
  private VoiceDescription() {}

  static JsonObject json(Voice voice) {
    JsonObject provenance = voice.provenance().toJson();
    JsonObject json = new JsonObject();
    json.addProperty("version", voice.version());
    json.addProperty("parameters", voice.distribution().parameterCount());
    json.addProperty("sample_rate_hz", voice.sampleRateHz());
    json.add("architecture", SpecJson.write(DistributionSpec.class, voice.distribution().spec()));
    json.add("held_out", provenance.remove("held_out"));
    json.add("provenance", provenance);
    json.addProperty("kernels", KernelChoice.chosen().reason());
    return json;
  }

  static List<String> lines(Voice voice) {
    VoiceProvenance provenance = voice.provenance();
    VoiceProvenance.HeldOut heldOut = provenance.heldOut();
    MelSettings mel = voice.mel();
    List<String> lines = new ArrayList<>();
    lines.addAll(
        LearningDescription.lines(
            provenance.data(),
            provenance.trainedAt(),
            provenance.steps(),
            provenance.seconds(),
            provenance.ended(),
            provenance.options()));
    lines.add(
        format(
            "held out    %.4f nats, %.3f bits a sample; %d recordings, %s",
            heldOut.logDensity(),
            heldOut.bitsPerSample(),
            heldOut.utterances(),
            Times.text(heldOut.seconds())));
    lines.add(
        format(
            "sound       %,d Hz, %d mel bands of %.0f to %.0f Hz, a frame for %d samples",
            voice.sampleRateHz(),
            mel.bands(),
            mel.lowestHz(),
            mel.highestHz(),
            mel.framing().hop()));
    lines.add(format("parameters  %,d", voice.distribution().parameterCount()));
    lines.addAll(LearningDescription.kernels(provenance.kernels()));
    lines.add("");
    lines.addAll(Architecture.lines(voice.distribution().spec()));
    return lines;
  }

  private static String format(String form, Object... values) {
    return String.format(Locale.ROOT, form, values);
  }
}
