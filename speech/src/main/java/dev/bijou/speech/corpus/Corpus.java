package dev.bijou.speech.corpus;

import dev.bijou.speech.SpeechException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Utterances of one voice, divided into a training, a validation and a test set.
///
/// @param train the training set; not empty
/// @param valid the validation set, which is held out during training
/// @param test the test set
/// @param unlisted ids of recordings in the folder that no list names
public record Corpus(
    List<Utterance> train, List<Utterance> valid, List<Utterance> test, List<String> unlisted) {
  /// One of so many utterances goes to `valid`, and one to `test`, if a corpus is not divided.
  private static final int HOLD_OUT_EVERY = 50;

  public Corpus {
    train = List.copyOf(train);
    valid = List.copyOf(valid);
    test = List.copyOf(test);
    unlisted = List.copyOf(unlisted);
  }

  /// One line on recordings that no list names; empty where all are listed.
  public Optional<String> notice() {
    if (unlisted.isEmpty()) {
      return Optional.empty();
    }
    int count = unlisted.size();
    return Optional.of(
        "%d recording%s left out, since no list names %s: %s%s"
            .formatted(
                count,
                count == 1 ? " is" : "s are",
                count == 1 ? "it" : "them",
                String.join(", ", unlisted.subList(0, Math.min(3, count))),
                count > 3 ? " …" : ""));
  }

  /// All utterances: the training set, then the validation set, then the test set.
  public List<Utterance> all() {
    return Stream.of(train, valid, test).flatMap(List::stream).toList();
  }

  /// The same without some utterances.
  public Corpus without(Set<String> ids) {
    return new Corpus(without(train, ids), without(valid, ids), without(test, ids), unlisted);
  }

  private static List<Utterance> without(List<Utterance> utterances, Set<String> ids) {
    return utterances.stream().filter(utterance -> !ids.contains(utterance.id())).toList();
  }

  /// Reads a folder of one of these layouts. Audio is found by its id with the extension `.wav` or `.flac`, in a folder
  /// `wavs`, `wav` or `flac` or in the corpus's own.
  ///
  /// - `train.csv`, and beside it optionally `valid.csv` and `test.csv`: lines `id|text`.
  /// - LJSpeech: `metadata.csv` with lines `id|text` or `id|text|normalized text`; the last field counts. Of every
  ///   fifty utterances one goes to the validation set, and one to the test set.
  /// - Audio files alone, divided likewise; there are no texts.
  ///
  /// @throws SpeechException if the folder is none of these, a line is malformed, or a recording is missing
  public static Corpus open(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new SpeechException(
          folder
              + ": "
              + (Files.exists(folder) ? "is not a folder" : "no such folder")
              + "; give the folder of a corpus");
    }
    AudioIndex audio = AudioIndex.of(folder);
    Path train = folder.resolve("train.csv");
    Path metadata = folder.resolve("metadata.csv");
    if (Files.exists(train)) {
      List<List<Utterance>> parts =
          List.of(
              Metadata.read(train, audio),
              Metadata.readIfPresent(folder.resolve("valid.csv"), audio),
              Metadata.readIfPresent(folder.resolve("test.csv"), audio));
      return new Corpus(
          parts.get(0),
          parts.get(1),
          parts.get(2),
          audio.without(parts.stream().flatMap(List::stream).toList()));
    }
    if (Files.exists(metadata)) {
      List<Utterance> listed = Metadata.read(metadata, audio);
      return divide(listed, audio.without(listed));
    }
    if (audio.isEmpty()) {
      throw new SpeechException(
          folder
              + ": holds neither train.csv, nor metadata.csv, nor WAV or FLAC files; give the folder of a corpus");
    }
    return divide(audio.utterances(), List.of());
  }

  /// Holds out two of every fifty utterances, and at least two if there are three.
  private static Corpus divide(List<Utterance> all, List<String> unlisted) {
    int stride = Math.clamp(all.size(), 3, HOLD_OUT_EVERY);
    List<Utterance> train = new ArrayList<>();
    List<Utterance> valid = new ArrayList<>();
    List<Utterance> test = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      int place = i % stride;
      List<Utterance> part = place == stride / 2 ? valid : place == stride - 1 ? test : train;
      part.add(all.get(i));
    }
    return new Corpus(train, valid, test, unlisted);
  }
}
