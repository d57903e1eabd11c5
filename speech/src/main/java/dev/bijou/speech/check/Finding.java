package dev.bijou.speech.check;

/// Something that is wrong with a recording.
///
/// @param id of the recording
/// @param what is wrong, to be read after its id
/// @param serious whether nothing should be learned from it
public record Finding(String id, Kind kind, String what, boolean serious) {
  /// What may be wrong.
  public enum Kind {
    /// It cannot be read, is silent, or is too short.
    UNUSABLE,
    /// It is cut off at a level.
    CLIPPED,
    /// It is much louder or softer than the others, or soft altogether.
    LEVEL,
    /// There is noise between the words.
    NOISE,
    /// It has fewer samples a second than half of the voice's.
    RATE,
    /// It has no text, or another one.
    TEXT
  }
}
