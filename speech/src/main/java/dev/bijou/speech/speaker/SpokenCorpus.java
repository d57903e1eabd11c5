package dev.bijou.speech.speaker;

import dev.bijou.speech.SpeechException;
import dev.bijou.speech.corpus.Corpus;
import dev.bijou.speech.corpus.Recording;
import dev.bijou.speech.corpus.Utterance;
import dev.bijou.speech.mel.LogMel;
import dev.bijou.speech.mel.MelSettings;
import dev.bijou.speech.text.Inventory;
import dev.bijou.speech.training.CorpusData;
import dev.bijou.tensor.Workers;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/// A transcribed corpus as a speaker is trained on it: symbols and spectrograms in memory.
///
/// @param data the training recordings
/// @param inventory what the numbers of symbols mean
/// @param mel the settings of the spectrograms
/// @param train the training set
/// @param valid the validation set; may be empty
/// @param test the test set; may be empty
/// @param sha256 of all symbols of the training set, in lower-case hexadecimal digits
public record SpokenCorpus(
    CorpusData data,
    Inventory inventory,
    MelSettings mel,
    List<SpokenUtterance> train,
    List<SpokenUtterance> valid,
    List<SpokenUtterance> test,
    String sha256) {
  private static final int SQUEEZE = 2;

  /// Copies the lists.
  public SpokenCorpus {
    train = List.copyOf(train);
    valid = List.copyOf(valid);
    test = List.copyOf(test);
  }

  /// Reads a corpus, in the layouts of [Corpus]. Utterances without symbols, with more than [Speaker#MOST_SYMBOLS] or
  /// with more symbols than frames are left out, with a note.
  ///
  /// @param symbols the numbers of the symbols of a transcript, as the front end of the language makes them
  /// @param notes told of utterances that are left out, one line
  /// @param workers the threads to use
  /// @throws SpeechException if it cannot be used: the folder is no corpus, a recording cannot be read, or no utterance
  ///     to learn from is left
  public static SpokenCorpus read(
      Path folder,
      Inventory inventory,
      Function<String, int[]> symbols,
      MelSettings mel,
      Consumer<String> notes,
      Workers workers) {
    Corpus corpus = Corpus.open(folder);
    Reader reader = new Reader(inventory, symbols, new LogMel(mel), notes, workers);
    List<Recording> recordings = Recording.read(corpus.train(), mel.sampleRateHz());
    List<SpokenUtterance> train = reader.read(corpus.train(), recordings);
    if (train.isEmpty()) {
      throw new SpeechException(folder + ": has no utterance with a text to learn from");
    }
    Path name = folder.toAbsolutePath().normalize().getFileName();
    return new SpokenCorpus(
        new CorpusData(
            String.valueOf(name),
            Recording.sha256(recordings),
            recordings.size(),
            (double) Recording.samples(recordings) / mel.sampleRateHz()),
        inventory,
        mel,
        train,
        reader.read(corpus.valid(), Recording.read(corpus.valid(), mel.sampleRateHz())),
        reader.read(corpus.test(), Recording.read(corpus.test(), mel.sampleRateHz())),
        hash(train));
  }

  private static String hash(List<SpokenUtterance> utterances) {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
    for (SpokenUtterance utterance : utterances) {
      int[] symbols = utterance.transcribed().symbols();
      ByteBuffer bytes = ByteBuffer.allocate(4 * symbols.length + 4);
      bytes.putInt(symbols.length).asIntBuffer().put(symbols);
      digest.update(bytes.array());
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private record Reader(
      Inventory inventory,
      Function<String, int[]> symbols,
      LogMel frontEnd,
      Consumer<String> notes,
      Workers workers) {

    List<SpokenUtterance> read(List<Utterance> utterances, List<Recording> recordings) {
      SpokenUtterance[] all = new SpokenUtterance[utterances.size()];
      int[][] texts = new int[all.length][];
      for (int i = 0; i < all.length; i++) {
        texts[i] = symbols(utterances.get(i));
      }
      workers.run(
          all.length,
          (i, _) ->
              all[i] =
                  SpokenUtterance.of(
                      utterances.get(i), texts[i], recordings.get(i), frontEnd, SQUEEZE, 0));
      List<SpokenUtterance> fitting = new ArrayList<>();
      for (SpokenUtterance utterance : all) {
        if (utterance.fits()) {
          fitting.add(utterance);
        } else {
          notes.accept(
              "%s is left out: %d symbols in %d frames"
                  .formatted(
                      utterance.id(),
                      utterance.transcribed().symbols().length,
                      utterance.transcribed().x().lanes()));
        }
      }
      return fitting;
    }

    private int[] symbols(Utterance utterance) {
      int[] numbers = symbols.apply(utterance.text());
      for (int number : numbers) {
        if (number < 0 || number >= inventory.size()) {
          throw new IllegalArgumentException(
              "%s: symbol number %d, but the inventory has %d"
                  .formatted(utterance.id(), number, inventory.size()));
        }
      }
      return numbers;
    }
  }
}
