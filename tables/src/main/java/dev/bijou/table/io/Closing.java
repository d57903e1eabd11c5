package dev.bijou.table.io;

/// Closes without complaint.
final class Closing {
  private Closing() {}

  /// Closes, and ignores any failure.
  static void quietly(AutoCloseable closeable) {
    try {
      closeable.close();
    } catch (Exception _) {
      // Everything wanted from it has been read, or a better message is under way.
    }
  }
}
