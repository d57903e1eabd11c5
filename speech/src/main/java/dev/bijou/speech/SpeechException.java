package dev.bijou.speech;

import dev.bijou.BijouException;
import dev.bijou.InputException;
import java.io.IOException;
import java.io.Serial;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;

/// Sound, a mel spectrogram or a corpus that cannot be read or that does not hold what was asked of it.
///
/// The message is one complete line that says what is wrong, where, and what to do, for instance
/// `voice.wav: the file is empty; record or copy it again`.
public final class SpeechException extends InputException {
  @Serial private static final long serialVersionUID = 1L;

  /// @param message the complete line, without the name of the program
  public SpeechException(String message) {
    super(message);
  }

  /// @param message the complete line, without the name of the program
  /// @param cause what the reading library or the operating system said
  public SpeechException(String message, Throwable cause) {
    super(message, cause);
  }

  /// A file or folder that the operating system would not let be read.
  ///
  /// @param name what messages call it
  public static SpeechException unreadable(String name, IOException cause) {
    String reason = BijouException.reason(cause);
    String line =
        switch (cause) {
          case NoSuchFileException _ -> reason + "; check the path";
          case AccessDeniedException _ -> reason + "; allow it to be read";
          default -> "cannot be read: " + reason;
        };
    return new SpeechException(name + ": " + line, cause);
  }
}
