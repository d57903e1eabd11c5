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
    Sound sound = vocoding.sound();
    Elsewhere origin = Elsewhere.of(file, vocoding.name());
    TrainingProvenance provenance =
        new TrainingProvenance(
            new CorpusData(origin.file(), origin.sha256(), 0, 0),
            vocoding.name(),
            Map.of("imported", origin.file()),
            new HeldOut(0, 0, 0),
            "COMPLETED",
            0,
            0,
            Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
            "elsewhere",
            LearningCurve.empty());
    try {
      MelSettings mel =
          new MelSettings(
              sound.sampleRateHz(),
              Framing.aligned(sound.fftSize(), sound.windowSize(), sound.hop()),
              vocoding.distribution().contextFeatures(),
              sound.lowestHz(),
              sound.highestHz());
      new Voice(vocoding.distribution(), mel, provenance).save(output, Precision.SINGLE);
    } catch (IllegalArgumentException e) {
      throw new ModelFileException(file + ": its spectrograms do not fit: " + e.getMessage(), e);
    }
  }
}
