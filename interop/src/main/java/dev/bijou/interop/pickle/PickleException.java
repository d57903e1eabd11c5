package dev.bijou.interop.pickle;

import java.io.Serial;

/// A pickle that is damaged, or of a kind that is not read. The message has no file's name.
public final class PickleException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  PickleException(String message) {
    super(message);
  }
}
