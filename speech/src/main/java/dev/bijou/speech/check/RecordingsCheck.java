package dev.bijou.speech.check;

import dev.bijou.speech.SpeechException;
import dev.bijou.speech.audio.AudioFile;
import dev.bijou.speech.audio.SampleStream;
import dev.bijou.speech.check.Finding.Kind;
import dev.bijou.speech.corpus.Utterance;
import dev.bijou.speech.speaker.SpokenCorpus;
import dev.bijou.tensor.Workers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// Checks the recordings of a folder: their sound, and whether their texts are what is said in them.
public final class RecordingsCheck {
  private static final double UNLIKE_DB = 10;
  private static final double FAR_DB = 25;

  /// Of 30 recordings with another text this finds 30, of 30 with the first half of theirs 23, and of 240 that are right it
  /// names none.
  private static final double LEAST_FIT = 0.4;

  private RecordingsCheck() {}

  /// A recording, or what makes it unreadable.
  private record Heard(String id, Optional<SoundCheck> sound, Optional<Finding> unreadable) {}

  /// What is wrong with the sound of recordings, in their order.
  public static List<Finding> ofSound(List<Utterance> utterances, Workers workers) {
    Heard[] heard = new Heard[utterances.size()];
    workers.run(heard.length, (i, _) -> heard[i] = heard(utterances.get(i)));
    double[] levels =
        Stream.of(heard)
            .flatMap(each -> each.sound.stream())
            .mapToDouble(SoundCheck::speechDb)
            .sorted()
            .toArray();
    double usual = levels.length == 0 ? 0 : levels[levels.length / 2];
    List<Finding> all = new ArrayList<>();
    for (Heard each : heard) {
      each.unreadable.ifPresent(all::add);
      each.sound.ifPresent(sound -> all.addAll(sound.findings(each.id)));
      each.sound
          .filter(sound -> sound.isAudible() && Math.abs(sound.speechDb() - usual) > UNLIKE_DB)
          .ifPresent(sound -> all.add(unlike(each.id, sound.speechDb() - usual)));
    }
    return List.copyOf(all);
  }

  private static Heard heard(Utterance utterance) {
    try (SampleStream stream = AudioFile.open(utterance.audio())) {
      SoundCheck check = SoundCheck.of(stream.readAll(), stream.sampleRateHz());
      return new Heard(utterance.id(), Optional.of(check), Optional.empty());
    } catch (SpeechException e) {
      String what = String.valueOf(e.getMessage()).replace(utterance.audio() + ": ", "");
      return new Heard(
          utterance.id(),
          Optional.empty(),
          Optional.of(new Finding(utterance.id(), Kind.UNUSABLE, "cannot be read: " + what, true)));
    }
  }

  private static Finding unlike(String id, double louder) {
    return new Finding(
        id,
        Kind.LEVEL,
        "is %.0f dB %s than most".formatted(Math.abs(louder), louder < 0 ? "softer" : "louder"),
        Math.abs(louder) > FAR_DB);
  }

  /// Which texts are not what is said.
  public static List<Finding> ofTexts(SpokenCorpus corpus, Workers workers) {
    List<Finding> all = new ArrayList<>();
    corpus
        .textFits(workers)
        .forEach((id, fit) -> {
          if (fit < LEAST_FIT) {
            String what =
                String.format(
                    Locale.ROOT,
                    "does not say its text, or not all of it: a fit of %.2f, where 1 is usual",
                    fit);
            all.add(new Finding(id, Kind.TEXT, what, true));
          }
        });
    return List.copyOf(all);
  }
}
