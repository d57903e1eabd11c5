package dev.bijou.file;

import java.io.IOException;
import java.io.Serial;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// A model file or checkpoint that cannot be read or written.
///
/// The message is one complete line that says what is wrong and where, for instance
/// `model.bijou: truncated: tensor "layers.0.weight" ends at byte 123456, but the file has 100000 bytes`.
public final class ModelFileException extends RuntimeException {
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

  static ModelFileException cannotRead(Path file, IOException cause) {
    return new ModelFileException("cannot read " + file + ": " + reason(cause), cause);
  }

  static ModelFileException cannotWrite(Path file, IOException cause) {
    return new ModelFileException("cannot write " + file + ": " + reason(cause), cause);
  }

  static ModelFileException cannotLock(Path file, IOException cause) {
    return new ModelFileException("cannot lock " + file + ": " + reason(cause), cause);
  }

  /// This exception as seen by the reader of a whole file: the same line, led by the file's name.
  ModelFileException in(Path file) {
    return new ModelFileException(file + ": " + getMessage(), this);
  }

  private static String reason(IOException failure) {
    return switch (failure) {
      case NoSuchFileException _ -> "no such file or folder";
      case AccessDeniedException _ -> "permission denied";
      case FileSystemException f when f.getReason() != null -> f.getReason();
      case IOException f when f.getMessage() != null -> f.getMessage();
      default -> failure.getClass().getSimpleName();
    };
  }
}
