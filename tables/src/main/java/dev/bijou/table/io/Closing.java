package dev.bijou.table.io;

/// Closes what nobody waits for.
final class Closing {
  private Closing() {}

  /// Closes, whatever comes of it.
  static void quietly(AutoCloseable closeable) {
    try {
      closeable.close();
    } catch (Exception _) {
      // Everything wanted from it has been read, or a better message is under way.
    }
  }
}
