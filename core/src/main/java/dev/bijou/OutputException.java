package dev.bijou;

import java.io.IOException;
import java.io.Serial;

/// An output that could not be written: the disk is full, the folder is missing, permission is denied.
///
/// The message is one complete line, for instance `cannot write out.csv: No space left on device`.
public final class OutputException extends BijouException {
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

  private OutputException(OutputException failure, String remedy) {
    super(failure.getMessage() + remedy, failure);
  }

  /// The same failure with what to do about it at the end of its line.
  public OutputException with(String remedy) {
    return new OutputException(this, remedy);
  }
}
