package dev.bijou;

import java.io.IOException;
import java.io.Serial;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/// Bijou cannot do what it was asked to do: its input is bad, or its output cannot be written.
///
/// The message is one complete line for the user, without the name of the program. Mistakes in a program that calls
/// Bijou are [IllegalArgumentException]s and the like.
public abstract sealed class BijouException extends RuntimeException
    permits InputException, OutputException {
  @Serial private static final long serialVersionUID = 1L;

  /// @param message the complete line
  BijouException(String message) {
    super(message);
  }

  /// @param message the complete line
  /// @param cause what a library or the operating system said
  BijouException(String message, Throwable cause) {
    super(message, cause);
  }

  /// The line for the user.
  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }

  /// Why reading or writing failed, in words, without the name of the file.
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
