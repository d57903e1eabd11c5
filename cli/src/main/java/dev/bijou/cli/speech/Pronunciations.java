package dev.bijou.cli.speech;

import dev.bijou.speech.text.Language;
import dev.bijou.speech.text.UsEnglish;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The option `--pronunciations`.
final class Pronunciations {
  @Option(
      names = "--pronunciations",
      paramLabel = "FILE",
      description = "Your own pronunciations: a word, a tab and its phones in each line.")
  private @Nullable Path file;

  /// US English, with the pronunciations of the file first.
  Language language() {
    return file == null ? UsEnglish.bundled() : UsEnglish.with(file);
  }
}
