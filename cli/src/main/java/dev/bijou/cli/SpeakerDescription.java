package dev.bijou.cli;

import com.google.gson.JsonObject;
import dev.bijou.alignment.AlignedFlowSpec;
import dev.bijou.file.SpecJson;
import dev.bijou.kernel.KernelChoice;
import dev.bijou.speech.speaker.Speaker;
import dev.bijou.speech.speaker.SpeakerProvenance;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What `bijou inspect` says about a speaker.
final class SpeakerDescription {
  private SpeakerDescription() {}

  static JsonObject json(Speaker speaker) {
    JsonObject provenance = speaker.provenance().toJson();
    JsonObject json = new JsonObject();
    json.addProperty("version", speaker.version());
    json.addProperty("parameters", speaker.flow().parameterCount());
    json.addProperty("language", speaker.inventory().language());
    json.add("architecture", SpecJson.write(AlignedFlowSpec.class, speaker.flow().spec()));
    json.add("held_out", provenance.remove("held_out"));
    json.add("provenance", provenance);
    json.addProperty("kernels", KernelChoice.chosen().reason());
    return json;
  }

  static List<String> lines(Speaker speaker) {
    SpeakerProvenance provenance = speaker.provenance();
    SpeakerProvenance.HeldOut heldOut = provenance.heldOut();
    AlignedFlowSpec spec = speaker.flow().spec();
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
            "held out    %.4f nats a value; %d recordings, %s",
            heldOut.logDensity(), heldOut.utterances(), Times.text(heldOut.seconds())));
    lines.add(
        format(
            "speaks      %s, %d symbols, to %d mel bands at %,d Hz",
            speaker.inventory().language(),
            speaker.inventory().size(),
            speaker.mel().bands(),
            speaker.mel().sampleRateHz()));
    lines.add(format("parameters  %,d", speaker.flow().parameterCount()));
    lines.addAll(LearningDescription.kernels(provenance.kernels()));
    lines.add("");
    lines.add(
        format(
            "text encoder of %d layers of %d, %d heads, window %d",
            spec.encoder().layers(),
            spec.encoder().channels(),
            spec.encoder().heads(),
            spec.encoder().window()));
    lines.add(format("durations by a network of %d channels", spec.durations().channels()));
    lines.add(format("flow of %d frames at a time:", spec.squeeze()));
    Architecture.lines(spec.decoder()).forEach(line -> lines.add("  " + line));
    return lines;
  }

  private static String format(String form, Object... values) {
    return String.format(Locale.ROOT, form, values);
  }
}
