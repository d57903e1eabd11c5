package dev.bijou.cli.console;

import dev.bijou.storage.FileClaim;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The options `--checkpoint` and `--resume`.
public final class CheckpointOptions {
  @Option(
      names = "--checkpoint",
      paramLabel = "FILE",
      description = "Save the state here from time to time, to continue from it with --resume.")
  private @Nullable Path checkpoint;

  @Option(
      names = "--resume",
      description = "Continue from the --checkpoint file, if it exists; the result is the same.")
  private boolean resume;

  /// One line, where there is nothing to continue from.
  public Optional<String> notice() {
    return resume && checkpoint != null && !Files.exists(checkpoint)
        ? Optional.of("there is no " + checkpoint + " to continue from: starting anew")
        : Optional.empty();
  }

  /// The file, if one is wanted.
  public Optional<Path> file() {
    return Optional.ofNullable(checkpoint);
  }

  /// Fails early, before anything is read, if the file cannot be written, is being written by another training, or
  /// exists although the training is not to be resumed.
  public void require() {
    if (checkpoint == null) {
      if (resume) {
        throw new UsageException("--resume needs a --checkpoint FILE to continue from");
      }
      return;
    }
    Outputs.requireWritable(checkpoint);
    FileClaim.of(checkpoint).close();
    if (!resume && Files.exists(checkpoint)) {
      throw new UsageException(
          checkpoint
              + " exists: continue from it with --resume, or name another file with --checkpoint");
    }
  }
}
