package dev.bijou.cli.speech;

import dev.bijou.speech.metric.Periodicity;
import dev.bijou.speech.speaker.Narrator;
import dev.bijou.speech.speaker.Speaker;
import dev.bijou.speech.speaker.SpokenCorpus;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Texts of recordings as several systems say them: judged by the sound alone, as two readings of a text need not agree in
/// time, and written to a page to hear and see them beside each other.
final class SpokenTexts {
  private final Map<String, Saying> systems = new LinkedHashMap<>();
  private final Map<String, List<Periodicity>> heard = new LinkedHashMap<>();
  private final Map<String, Double> seconds = new LinkedHashMap<>();
  private final int sampleRateHz;
  private final @Nullable ListeningPage page;

  /// Says an utterance.
  @FunctionalInterface
  interface Saying {
    float[] say(SpokenCorpus.Utterance utterance);
  }

  /// @param page null for none
  SpokenTexts(int sampleRateHz, @Nullable ListeningPage page) {
    this.sampleRateHz = sampleRateHz;
    this.page = page;
  }

  /// Adds what says the texts.
  void add(String name, Saying system) {
    systems.put(name, system);
  }

  /// A speaker and what makes sound of its spectrograms, as `bijou speak` does.
  static Saying of(Speaker speaker, Narrator.Sound sound, long seed) {
    Speaker.Manner manner = new Speaker.Manner(Speak.TEMPERATURE, Speak.RHYTHM, 1, seed);
    return utterance -> sound.of(speaker.speak(utterance.symbols(), manner), seed).readAll();
  }

  /// Says an utterance by all systems.
  void hear(SpokenCorpus.Utterance utterance) {
    Map<String, float[]> sounds = new LinkedHashMap<>();
    systems.forEach((name, system) -> {
      float[] sound = system.say(utterance);
      sounds.put(name, sound);
      heard.computeIfAbsent(name, _ -> new ArrayList<>()).add(Periodicity.of(sound, sampleRateHz));
      seconds.merge(name, (double) sound.length / sampleRateHz, Double::sum);
    });
    if (page != null) {
      page.add(utterance.id(), utterance.text(), sounds);
    }
  }

  /// The means over what was heard, a line for each system.
  String figures() {
    StringBuilder text =
        new StringBuilder(
            String.format(
                Locale.ROOT,
                "%-18s%24s%11s%12s%25s%10s%n",
                "",
                "harmonics to noise, dB",
                "jitter, %",
                "shimmer, %",
                "pitch spread, semitones",
                "seconds"));
    heard.forEach((name, all) -> {
      Periodicity mean = Periodicity.mean(all);
      text.append(
          String.format(
              Locale.ROOT,
              "%-18s%24s%11s%12s%25s%10.1f%n",
              name,
              VoiceEvaluate.number(mean.harmonicsToNoiseDb(), 1),
              VoiceEvaluate.number(mean.jitterPercent(), 2),
              VoiceEvaluate.number(mean.shimmerPercent(), 1),
              VoiceEvaluate.number(mean.spreadSemitones(), 1),
              seconds.getOrDefault(name, 0.0)));
    });
    return text.toString();
  }
}
