package dev.bijou.speech.check;

import dev.bijou.speech.SpeechException;
import dev.bijou.speech.audio.AudioFile;
import dev.bijou.speech.audio.SampleStream;
import dev.bijou.speech.check.Finding.Kind;
import dev.bijou.speech.corpus.Utterance;
import dev.bijou.speech.mel.LogMel;
import dev.bijou.speech.speaker.Speaker;
import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Workers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Checks the recordings of a folder, and whether their texts are what is said in them, by the ear of a speaker.
///
/// Each recording is aligned with its own text and with those of the recordings whose texts have about as many symbols. Where
/// the own one does not fit much better, as those of most recordings do, something else is said. That holds for a voice
/// that the speaker does not know, as only texts of the same recording are compared.
public final class RecordingsCheck {
  /// Texts that the own one is compared with.
  private static final int OTHERS = 4;

  /// Of the usual advantage of the own text.
  private static final double LEAST_ADVANTAGE = 0.3;

  /// From so many recordings with texts on there is something usual.
  private static final int LEAST_RECORDINGS = 5;

  private static final double UNLIKE_DB = 10;

  private final Speaker speaker;
  private final Function<String, int[]> symbols;
  private final Workers workers;

  /// @param speaker who listens
  /// @param symbols the numbers of a text's symbols
  public RecordingsCheck(Speaker speaker, Function<String, int[]> symbols, Workers workers) {
    this.speaker = speaker;
    this.symbols = symbols;
    this.workers = workers;
  }

  /// What was heard of a recording.
  ///
  /// @param advantage of its own text, in nats a value; NaN where that cannot be said
  private record Heard(SoundCheck sound, double advantage) {}

  /// What is wrong with recordings, in their order.
  ///
  /// @param progress told how many have been heard
  public List<Finding> of(List<Utterance> utterances, IntConsumer progress) {
    int[][] texts = utterances.stream().map(each -> symbols.apply(each.text())).toArray(int[][]::new);
    List<List<int[]>> compared = compared(texts);
    @Nullable Heard[] heard = new @Nullable Heard[texts.length];
    @Nullable Finding[] unreadable = new @Nullable Finding[texts.length];
    int[] count = {0};
    workers.run(
        texts.length,
        (i, _) -> {
          try {
            heard[i] = heard(utterances.get(i), compared.get(i));
          } catch (SpeechException e) {
            unreadable[i] = unreadable(utterances.get(i), e);
          }
          synchronized (count) {
            progress.accept(++count[0]);
          }
        });
    double level = median(heard, each -> each.sound().speechDb());
    double advantage = median(heard, Heard::advantage);
    List<Finding> all = new ArrayList<>();
    for (int i = 0; i < heard.length; i++) {
      Heard each = heard[i];
      if (each == null) {
        all.add(Objects.requireNonNull(unreadable[i]));
      } else {
        all.addAll(findings(utterances.get(i).id(), each, texts[i].length, level, advantage));
      }
    }
    return List.copyOf(all);
  }

  private static Finding unreadable(Utterance utterance, SpeechException e) {
    String what = String.valueOf(e.getMessage()).replace(utterance.audio() + ": ", "");
    return new Finding(utterance.id(), Kind.UNUSABLE, "cannot be read: " + what, true);
  }

  private static List<Finding> findings(
      String id, Heard heard, int symbols, double level, double advantage) {
    List<Finding> all = new ArrayList<>(heard.sound().findings(id));
    if (all.stream().anyMatch(finding -> finding.kind() == Kind.UNUSABLE)) {
      return all;
    }
    double louder = heard.sound().speechDb() - level;
    if (Math.abs(louder) > UNLIKE_DB) {
      String what = "is %.0f dB %s than most".formatted(Math.abs(louder), louder < 0 ? "softer" : "louder");
      all.add(new Finding(id, Kind.LEVEL, what, false));
    }
    if (symbols == 0) {
      all.add(new Finding(id, Kind.TEXT, "has no text, or none with a sound", true));
    } else if (heard.advantage() < LEAST_ADVANTAGE * advantage) {
      String what =
          String.format(
              Locale.ROOT,
              "says something else than its text: that fits better than others by %.3f, usually %.3f",
              heard.advantage(),
              advantage);
      all.add(new Finding(id, Kind.TEXT, what, true));
    }
    return all;
  }

  /// For each text, itself and those of about as many symbols; nothing where there is no text or there are too few.
  private static List<List<int[]>> compared(int[][] texts) {
    int[] order =
        IntStream.range(0, texts.length)
            .filter(i -> texts[i].length > 0)
            .boxed()
            .sorted((a, b) -> Integer.compare(texts[a].length, texts[b].length))
            .mapToInt(i -> i)
            .toArray();
    List<List<int[]>> compared = new ArrayList<>();
    for (int[] _ : texts) {
      compared.add(List.of());
    }
    for (int place = 0; place < order.length && order.length >= LEAST_RECORDINGS; place++) {
      int[] own = texts[order[place]];
      int first = Math.clamp(place - OTHERS / 2, 0, order.length - OTHERS - 1);
      Stream<int[]> others =
          IntStream.rangeClosed(first, first + OTHERS)
              .mapToObj(other -> texts[order[other]])
              .filter(other -> !Arrays.equals(own, other));
      compared.set(order[place], Stream.concat(Stream.of(own), others).toList());
    }
    return compared;
  }

  private Heard heard(Utterance utterance, List<int[]> texts) {
    float[] sound;
    int rate;
    try (SampleStream stream = AudioFile.open(utterance.audio())) {
      rate = stream.sampleRateHz();
      sound = stream.readAll();
    }
    SoundCheck check = SoundCheck.of(sound, rate);
    if (texts.size() < 2) {
      return new Heard(check, Double.NaN);
    }
    SampleStream at = SampleStream.of(rate, sound).resampled(speaker.mel().sampleRateHz());
    Tensor mel = new LogMel(speaker.mel()).of(at.readAll());
    double[] fit = speaker.fit(texts, mel);
    double best = Arrays.stream(fit, 1, fit.length).max().orElseThrow();
    return new Heard(check, fit[0] - best);
  }

  private static double median(
      @Nullable Heard[] of, ToDoubleFunction<Heard> value) {
    double[] sorted =
        Stream.of(of)
            .filter(Objects::nonNull)
            .mapToDouble(value)
            .filter(Double::isFinite)
            .sorted()
            .toArray();
    return sorted.length == 0 ? Double.NaN : sorted[sorted.length / 2];
  }
}
