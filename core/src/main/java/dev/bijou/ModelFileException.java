package dev.bijou;

import java.io.IOException;
import java.io.Serial;
import java.nio.file.Path;

/// A model file or checkpoint that cannot be read, is damaged, or is in use.
///
/// The message is one complete line that says what is wrong and where, for instance
/// `model.bijou: truncated: tensor "layers.0.weight" ends at byte 123456, but the file has 100000 bytes`.
public final class ModelFileException extends InputException {
  @Serial private static final long serialVersionUID = 1L;

  /// @param message the complete line, without the name of the program
  public ModelFileException(String message) {
    super(message);
  }

  /// @param message the complete line, without the name of the program
  /// @param cause what the operating system or the JSON reader said
  public ModelFileException(String message, Throwable cause) {
    super(message, cause);
  }

  /// A file that cannot be read, and what the operating system says of it.
  public static ModelFileException cannotRead(Path file, IOException cause) {
    return new ModelFileException("cannot read " + file + ": " + reason(cause), cause);
  }

  /// A file that cannot be claimed, and what the operating system says of it.
  public static ModelFileException cannotLock(Path file, IOException cause) {
    return new ModelFileException("cannot lock " + file + ": " + reason(cause), cause);
  }

  /// This exception as seen by the reader of a whole file: the same line, led by the file's name.
  public ModelFileException in(Path file) {
    return new ModelFileException(file + ": " + getMessage(), this);
  }
}
