package dev.bijou.cli.table;

import dev.bijou.ModelFileException;
import dev.bijou.file.ModelFile.Precision;
import dev.bijou.interop.ForeignVoices.Sound;
import dev.bijou.interop.ForeignVoices.Vocoding;
import dev.bijou.speech.audio.Framing;
import dev.bijou.speech.mel.MelSettings;
import dev.bijou.speech.training.TrainingProvenance;
import dev.bijou.speech.training.TrainingProvenance.CorpusData;
import dev.bijou.speech.training.TrainingProvenance.HeldOut;
import dev.bijou.speech.training.TrainingProvenance.LearningCurve;
import dev.bijou.speech.voice.Voice;
import dev.bijou.table.fit.TableFit.Elsewhere;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/// Makes a voice of a vocoder that another program has learned.
final class VoiceImport {
  private VoiceImport() {}

  /// Writes the voice.
  ///
  /// @throws ModelFileException if its spectrograms are of a kind that no voice has
  static void save(Vocoding vocoding, Path file, Path output) {
    try {
      MelSettings mel = mel(vocoding.sound(), vocoding.distribution().contextFeatures());
      new Voice(vocoding.distribution(), mel, provenance(file, vocoding.name()))
          .save(output, Precision.SINGLE);
    } catch (IllegalArgumentException e) {
      throw new ModelFileException(file + ": its spectrograms do not fit: " + e.getMessage(), e);
    }
  }

  /// Spectrograms whose frames belong to groups of samples, as voices have them.
  ///
  /// @throws IllegalArgumentException if there are none of this kind
  static MelSettings mel(Sound sound, int bands) {
    return new MelSettings(
        sound.sampleRateHz(),
        Framing.aligned(sound.fftSize(), sound.windowSize(), sound.hop()),
        bands,
        sound.lowestHz(),
        sound.highestHz());
  }

  /// Where a model of a file comes from.
  static TrainingProvenance provenance(Path file, String name) {
    Elsewhere origin = Elsewhere.of(file, name);
    return new TrainingProvenance(
        new CorpusData(origin.file(), origin.sha256(), 0, 0),
        name,
        Map.of("imported", origin.file()),
        new HeldOut(0, 0, 0),
        "COMPLETED",
        0,
        0,
        Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
        "elsewhere",
        LearningCurve.empty());
  }
}
