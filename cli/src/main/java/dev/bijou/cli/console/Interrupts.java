package dev.bijou.cli.console;

/// Listens for a request of the user or the system to stop.
public interface Interrupts extends AutoCloseable {

  /// Whether a stop was requested.
  boolean requested();

  /// The exit code of a command that was stopped: 128 + the number of the signal, as shells have it.
  int exitCode();

  /// Stops listening.
  @Override
  void close();
}
