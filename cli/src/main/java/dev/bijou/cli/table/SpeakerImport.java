package dev.bijou.cli.table;

import dev.bijou.ModelFileException;
import dev.bijou.file.ModelFile.Precision;
import dev.bijou.interop.ForeignSpeakers.Speaking;
import dev.bijou.sequence.alignment.AlignedModel;
import dev.bijou.speech.json.SpeakerJson;
import dev.bijou.speech.text.Inventory;
import dev.bijou.speech.text.Inventory.Spelling;
import dev.bijou.speech.text.UsEnglish;
import java.nio.file.Path;

/// Makes a speaker of a Glow-TTS that another program has learned.
final class SpeakerImport {
  /// What the architecture is called.
  static final String NAME = "Glow-TTS";

  private SpeakerImport() {}

  /// The symbols that it is to know: those of English.
  static Inventory inventory() {
    return UsEnglish.bundled().inventory();
  }

  /// Writes the speaker.
  ///
  /// @throws ModelFileException if its spectrograms are of a kind that no speaker makes
  static void save(Speaking speaking, Path file, Path output) {
    try {
      SpeakerJson more =
          new SpeakerJson(
              inventory(),
              speaking.blanks() ? Spelling.BLANKS : Spelling.SPACED,
              VoiceImport.mel(speaking.sound(), speaking.flow().features()),
              VoiceImport.provenance(file, NAME));
      AlignedModel.write(output, speaking.flow(), more.sections(), Precision.SINGLE);
    } catch (IllegalArgumentException e) {
      throw new ModelFileException(file + ": its spectrograms do not fit: " + e.getMessage(), e);
    }
  }
}
