package dev.bijou.speech.speaker;

import dev.bijou.ModelFileException;
import dev.bijou.file.ModelFile;
import dev.bijou.file.ModelFile.Precision;
import dev.bijou.operation.GatherLanes;
import dev.bijou.sequence.alignment.AlignedFlow;
import dev.bijou.sequence.alignment.AlignedModel;
import dev.bijou.sequence.alignment.Alignment;
import dev.bijou.sequence.alignment.Transcribed;
import dev.bijou.spec.Specification;
import dev.bijou.speech.json.SpeakerJson;
import dev.bijou.speech.mel.MelSettings;
import dev.bijou.speech.text.Inventory;
import dev.bijou.speech.text.Inventory.Spelling;
import dev.bijou.speech.training.TrainingProvenance;
import dev.bijou.storage.Version;
import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Workspace;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/// A speaker: the density of log-mel spectrograms given the symbols of a text, and how long each symbol lasts.
///
/// {@snippet class="dev.bijou.speech.speaker.SpeakerTest" region="speak"}
public final class Speaker {
  /// Symbols that can be spoken at once, as attention takes time and memory that grow with their square; a longer text
  /// is spoken in parts.
  public static final int MOST_SYMBOLS = 1000;

  /// Sets the noise of durations apart from that of spectrograms.
  private static final long RHYTHM = 0x524859544844L;

  private final AlignedFlow flow;
  private final Inventory inventory;
  private final Spelling spelling;
  private final MelSettings mel;
  private final TrainingProvenance provenance;
  private final String version;

  private Speaker(AlignedFlow flow, SpeakerJson more, String version) {
    this.flow = flow;
    this.inventory = more.inventory();
    this.spelling = more.spelling();
    this.mel = more.mel();
    this.provenance = more.provenance();
    this.version = version;
    if (flow.features() != mel.bands() || flow.symbols() != inventory.size()) {
      throw new IllegalArgumentException(
          "the flow has %d symbols and %d features, but the inventory %d symbols and the front end %d bands"
              .formatted(flow.symbols(), flow.features(), inventory.size(), mel.bands()));
    }
  }

  /// A speaker of this version.
  Speaker(AlignedFlow flow, SpeakerJson more) {
    this(flow, more, Version.current());
  }

  /// The density of spectrograms, bands × frames.
  AlignedFlow flow() {
    return flow;
  }

  /// The architecture of its flow.
  public Specification<?> spec() {
    return flow.spec();
  }

  /// How many numbers it has learned.
  public long parameterCount() {
    return flow.parameterCount();
  }

  /// What the numbers of symbols mean.
  public Inventory inventory() {
    return inventory;
  }

  /// The settings of spectrograms.
  public MelSettings mel() {
    return mel;
  }

  /// Where the speaker comes from.
  public TrainingProvenance provenance() {
    return provenance;
  }

  /// The version of Bijou that trained it.
  public String version() {
    return version;
  }

  /// How text is spoken.
  ///
  /// @param temperature standard deviation of the noise: 0 for the same each time, 1 for draws from the density, 0.25
  ///     usually
  /// @param rhythm how far durations differ from one reading to another: 0 for the expected ones, 1 for draws from their density;
  ///     without effect if the speaker has not learned how far they spread
  /// @param stretch how long speech lasts: 1 as in training, 2 twice as long; above 4/3 with pauses between words
  /// @param seed of the noise
  public record Manner(float temperature, float rhythm, float stretch, long seed) {
    /// @throws IllegalArgumentException if a number is out of range
    public Manner {
      if (!(temperature >= 0 && temperature <= 100)) {
        throw new IllegalArgumentException(
            "temperature is " + temperature + ", but must lie in 0 … 100");
      }
      if (!(rhythm >= 0 && rhythm <= 10)) {
        throw new IllegalArgumentException("rhythm is " + rhythm + ", but must lie in 0 … 10");
      }
      if (!(stretch >= 0.01f && stretch <= 100)) {
        throw new IllegalArgumentException(
            "stretch is " + stretch + ", but must lie in 0.01 … 100");
      }
    }

    /// Temperature 0.25 and expected durations, at the speed of the training recordings.
    public static Manner usual() {
      return new Manner(0.25f, 0, 1, 0);
    }
  }

  /// Speaks symbols, at least one and at most [#MOST_SYMBOLS].
  ///
  /// @throws IllegalArgumentException if there are none or too many, or a number is not that of a symbol
  public Spoken speak(int[] symbols, Manner manner) {
    if (symbols.length > MOST_SYMBOLS) {
      throw new IllegalArgumentException(
          "%d symbols are too many to speak at once, at most %d; speak them in parts"
              .formatted(symbols.length, MOST_SYMBOLS));
    }
    int[][] spelled = inventory.spelled(spelling, symbols);
    int[] written = joined(spelled);
    Workspace workspace = Workspace.reusing();
    return workspace.run(() -> {
      AlignedFlow.Encoded encoded = flow.encode(written);
      Tensor logDurations =
          flow.drawnDurations(encoded, manner.rhythm(), random(manner.seed() ^ RHYTHM));
      int boundary = inventory.id(Inventory.BOUNDARY);
      float drawnOut = Pauses.drawnOut(written, boundary, manner.stretch());
      Pauses pauses =
          Pauses.of(
              written,
              boundary,
              flow.durations(logDurations, drawnOut),
              manner.stretch() / drawnOut,
              flow.squeeze());
      Tensor base =
          flow.sampleBase(
              GatherLanes.apply(1, pauses.places(), encoded.mean()),
              pauses.said(),
              manner.temperature(),
              random(manner.seed()));
      Alignment whole = new Alignment(merged(spelled, pauses.whole().durations()));
      return new Spoken(flow, base.copy(), whole, workspace);
    });
  }

  private static RandomGenerator random(long seed) {
    return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
  }

  /// Whether it has learned how far durations spread.
  public boolean drawsDurations() {
    return flow.drawsDurations();
  }

  /// Symbols as the flow reads them.
  int[] written(int... symbols) {
    return joined(inventory.spelled(spelling, symbols));
  }

  /// How symbols are written for the flow.
  Spelling spelling() {
    return spelling;
  }

  private static int[] joined(int[][] spelled) {
    return Arrays.stream(spelled).flatMapToInt(Arrays::stream).toArray();
  }

  /// The durations of symbols from those of what is written for them.
  private static int[] merged(int[][] spelled, int[] durations) {
    int[] merged = new int[spelled.length];
    int next = 0;
    for (int i = 0; i < merged.length; i++) {
      for (int j = 0; j < spelled[i].length; j++) {
        merged[i] += durations[next++];
      }
    }
    return merged;
  }

  /// How many frames of a recorded spectrogram belong to each symbol, most likely. A last odd frame is left out.
  ///
  /// @param recorded bands × frames
  /// @throws IllegalArgumentException if a shape does not fit, or there are fewer frames than symbols
  public int[] align(int[] symbols, Tensor recorded) {
    int[][] spelled = inventory.spelled(spelling, symbols);
    Transcribed whole = new Transcribed(joined(spelled), recorded).whole(flow.squeeze());
    return Workspace.reusing().run(() -> merged(spelled, flow.fit(whole).alignment().durations()));
  }

  /// A recorded spectrogram as this speaker would make it, with less of the variation that its symbols do not explain.
  /// It has the frames of the recording; at a temperature of 1 it is the recording's own.
  ///
  /// @param recorded bands × frames, an even number
  /// @param temperature how much of the noise is kept, see [Manner]
  /// @throws IllegalArgumentException if a shape does not fit, or there are fewer frames than symbols
  public Tensor remade(int[] symbols, Tensor recorded, float temperature) {
    int[] written = written(symbols);
    return Workspace.reusing()
        .run(() -> {
          AlignedFlow.Encoded encoded = flow.encode(written);
          Tensor base = flow.toBase(recorded).value();
          Alignment alignment = Alignment.best(AlignedFlow.logLikelihoods(encoded.mean(), base));
          Tensor mean = GatherLanes.apply(1, alignment.symbolOfFrame(), encoded.mean());
          for (int f = 0; f < base.features(); f++) {
            for (int n = 0; n < base.lanes(); n++) {
              float noise = base.get(f, n) - mean.get(f, n);
              mean.data()[mean.at(f) + n] += temperature * noise;
            }
          }
          return flow.toData(mean).value().copy();
        });
  }

  /// Reads a speaker.
  ///
  /// @throws ModelFileException if the file cannot be read, is damaged, or holds a model that is not a speaker
  public static Speaker load(Path file) {
    ModelFile.Content<AlignedFlow> model = AlignedModel.read(file);
    try {
      return new Speaker(model.model(), SpeakerJson.read(model.sections()), model.version());
    } catch (IllegalArgumentException e) {
      throw new ModelFileException(file + ": " + e.getMessage(), e);
    }
  }

  /// Writes the speaker to a file, which appears whole or not at all.
  ///
  /// @throws dev.bijou.OutputException if it cannot be written
  public void save(Path file, Precision precision) {
    AlignedModel.write(
        file, flow, new SpeakerJson(inventory, spelling, mel, provenance).sections(), precision);
  }
}
