package dev.bijou.cli;

import dev.bijou.file.FileClaim;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The options that say where the state of a training is kept.
final class CheckpointOptions {
  @Option(
      names = "--checkpoint",
      paramLabel = "FILE",
      description = "Save the state here from time to time, to go on from it with --resume.")
  private @Nullable Path checkpoint;

  @Option(
      names = "--resume",
      description = "Go on from --checkpoint, if the file exists; with the same result.")
  private boolean resume;

  /// The file, if one is wanted.
  Optional<Path> file() {
    return Optional.ofNullable(checkpoint);
  }

  /// Fails before anything is read and learned rather than after: unless the file can be written, no other training is
  /// writing it, and it exists only where one goes on from it.
  void require() {
    if (checkpoint == null) {
      if (resume) {
        throw new UsageException("--resume needs the --checkpoint FILE to go on from");
      }
      return;
    }
    Outputs.requireWritable(checkpoint);
    FileClaim.of(checkpoint).close();
    if (!resume && Files.exists(checkpoint)) {
      throw new UsageException(
          checkpoint
              + " exists: go on from it with --resume, or name another file with --checkpoint");
    }
  }
}
