package dev.bijou.cli;

/// Hears when the user or the system asks a command to end.
interface Interrupts extends AutoCloseable {

  /// Whether an end was asked for.
  boolean requested();

  /// What a command that ended for this reason returns: 128 + the number of the signal, as shells have it.
  int exitCode();

  /// Stops listening.
  @Override
  void close();
}
