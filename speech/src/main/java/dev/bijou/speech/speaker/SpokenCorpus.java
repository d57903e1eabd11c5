package dev.bijou.speech.speaker;

import dev.bijou.sequence.alignment.Transcribed;
import dev.bijou.speech.SpeechException;
import dev.bijou.speech.corpus.Corpus;
import dev.bijou.speech.corpus.Recording;
import dev.bijou.speech.mel.LogMel;
import dev.bijou.speech.mel.MelSettings;
import dev.bijou.speech.text.Inventory;
import dev.bijou.speech.training.TrainingProvenance.CorpusData;
import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Workers;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

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
    List<Utterance> train,
    List<Utterance> valid,
    List<Utterance> test,
    String sha256) {
  private static final int SQUEEZE = 2;

  /// Copies the lists.
  public SpokenCorpus {
    train = List.copyOf(train);
    valid = List.copyOf(valid);
    test = List.copyOf(test);
  }

  /// Reads a folder of audio files with `train.csv` (and `valid.csv`, `test.csv`) of lines `id|text`, or with the
  /// `metadata.csv` of LJSpeech. Utterances without symbols, with more than [Speaker#MOST_SYMBOLS] or with more symbols
  /// than frames are left out, with a note.
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
    return read(folder, Set.of(), inventory, symbols, mel, notes, workers);
  }

  /// As [#read(Path, Inventory, Function, MelSettings, Consumer, Workers)], without some recordings.
  ///
  /// @param without the ids of those that are left out
  public static SpokenCorpus read(
      Path folder,
      Set<String> without,
      Inventory inventory,
      Function<String, int[]> symbols,
      MelSettings mel,
      Consumer<String> notes,
      Workers workers) {
    Corpus whole = Corpus.open(folder);
    whole.notice().ifPresent(notes);
    Corpus corpus = whole.without(without);
    if (corpus.train().stream().allMatch(utterance -> utterance.text().isBlank())) {
      throw new SpeechException(folder + ": has no utterance with a text to learn from");
    }
    Reader reader = new Reader(inventory, symbols, new LogMel(mel), notes, workers);
    List<Recording> recordings = Recording.read(corpus.train(), mel.sampleRateHz());
    List<Utterance> train = reader.read(corpus.train(), recordings);
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

  /// The same without some utterances. Its seconds are those of whole frames.
  ///
  /// @throws SpeechException if no utterance to learn from is left
  public SpokenCorpus without(Set<String> ids) {
    if (ids.isEmpty()) {
      return this;
    }
    List<Utterance> left = without(train, ids);
    if (left.isEmpty()) {
      throw new SpeechException(data.corpus() + ": has no utterance with a text to learn from");
    }
    long frames = left.stream().mapToLong(utterance -> utterance.mel.lanes()).sum();
    return new SpokenCorpus(
        new CorpusData(
            data.corpus(),
            data.sha256(),
            left.size(),
            (double) frames * mel.framing().hop() / mel.sampleRateHz()),
        inventory,
        mel,
        left,
        without(valid, ids),
        without(test, ids),
        hash(left));
  }

  private static List<Utterance> without(List<Utterance> utterances, Set<String> ids) {
    return utterances.stream().filter(utterance -> !ids.contains(utterance.id)).toList();
  }

  /// How well the text of each utterance fits its sound, beside those of other utterances, by the utterance's id: 1 for half of
  /// them or more, about 0 where something else is said, and between where half of it is. Empty where there are too few to say.
  public Map<String, Double> textFits(Workers workers) {
    return TextFit.of(
        Stream.of(train, valid, test).flatMap(List::stream).toList(), inventory.size(), workers);
  }

  private static String hash(List<Utterance> utterances) {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
    for (Utterance utterance : utterances) {
      int[] symbols = utterance.symbols();
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

    List<Utterance> read(
        List<dev.bijou.speech.corpus.Utterance> utterances, List<Recording> recordings) {
      Utterance[] all = new Utterance[utterances.size()];
      int[][] texts = new int[all.length][];
      for (int i = 0; i < all.length; i++) {
        texts[i] = symbols(utterances.get(i));
      }
      workers.run(
          all.length,
          (i, _) ->
              all[i] =
                  Utterance.of(
                      utterances.get(i), texts[i], recordings.get(i), frontEnd, SQUEEZE, 0));
      List<Utterance> fitting = Stream.of(all).filter(Utterance::fits).toList();
      List<Utterance> silent = Stream.of(all).filter(each -> each.symbols().length == 0).toList();
      for (Utterance utterance : all) {
        if (!utterance.fits() && (silent.size() <= 1 || utterance.symbols().length > 0)) {
          leaveOut(utterance);
        }
      }
      if (silent.size() > 1) {
        notes.accept(
            "%s and %,d more are left out: they have no text, or none with a sound"
                .formatted(silent.getFirst().id(), silent.size() - 1));
      }
      return fitting;
    }

    private void leaveOut(Utterance utterance) {
      notes.accept(
          "%s is left out: %d symbols in %d frames"
              .formatted(utterance.id(), utterance.symbols().length, utterance.mel().lanes()));
    }

    private int[] symbols(dev.bijou.speech.corpus.Utterance utterance) {
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

  /// An utterance as a speaker is trained on it.
  ///
  /// @param id of the utterance
  /// @param text its transcript
  /// @param symbols the numbers of its symbols; not copied, and must not change
  /// @param mel its log-mel spectrogram, bands × frames, whose frames are a multiple of the flow's squeeze
  /// @param melody the pitch of each frame, see [Melody]; not copied, and must not change
  public record Utterance(String id, String text, int[] symbols, Tensor mel, float[] melody) {

    /// Makes the spectrogram of a recording. Noise as wide as a 16-bit step is added to the sound, as Glow-TTS does, so
    /// that digital silence is not infinitely likely; it depends on the utterance and the seed alone.
    static Utterance of(
        dev.bijou.speech.corpus.Utterance utterance,
        int[] symbols,
        Recording recording,
        LogMel frontEnd,
        int squeeze,
        long seed) {
      SplittableRandom random = new SplittableRandom(seed * 31 + utterance.id().hashCode());
      float[] sound = recording.sound();
      for (int t = 0; t < sound.length; t++) {
        sound[t] += Recording.STEP * (float) (random.nextDouble() - 0.5);
      }
      Tensor mel = frontEnd.of(sound);
      Transcribed whole = new Transcribed(symbols, mel).whole(squeeze);
      float[] melody =
          Melody.of(
              sound,
              frontEnd.settings().sampleRateHz(),
              frontEnd.settings().framing().hop(),
              whole.x().lanes());
      return new Utterance(utterance.id(), utterance.text(), whole.symbols(), whole.x(), melody);
    }

    /// Its symbols and spectrogram, to be aligned.
    Transcribed transcribed() {
      return new Transcribed(symbols, mel);
    }

    /// Whether each symbol can have a frame.
    boolean fits() {
      return symbols.length > 0
          && symbols.length <= Speaker.MOST_SYMBOLS
          && symbols.length <= mel.lanes();
    }
  }
}
