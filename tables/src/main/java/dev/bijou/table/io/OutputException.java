package dev.bijou.table.io;

import java.io.IOException;
import java.io.Serial;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/// A result that could not be written: the disk is full, the folder is missing, permission is denied.
///
/// The message is one complete line, for instance `cannot write out.csv: No space left on device`.
public final class OutputException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  /// @param target the name of the file, or of the stream, that was to be written
  /// @param cause what the operating system said
  public OutputException(String target, IOException cause) {
    super("cannot write " + target + ": " + reason(cause), cause);
  }

  /// @param target the name of the file, or of the stream, that was to be written
  /// @param reason why it cannot be
  public OutputException(String target, String reason) {
    super("cannot write " + target + ": " + reason);
  }

  private OutputException(String line, Throwable cause) {
    super(line, cause);
  }

  /// An exception whose message is this complete line.
  public static OutputException line(String line, Throwable cause) {
    return new OutputException(line, cause);
  }

  /// What went wrong, in words, without the name of the file.
  public static String reason(IOException failure) {
    return switch (failure) {
      case NoSuchFileException _ -> "no such file or folder";
      case AccessDeniedException _ -> "permission denied";
      case FileSystemException f when f.getReason() != null -> f.getReason();
      case IOException f when f.getMessage() != null -> f.getMessage();
      default -> failure.getClass().getSimpleName();
    };
  }
}
