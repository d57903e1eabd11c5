package dev.bijou.cli.speech;

import dev.bijou.OutputException;
import dev.bijou.cli.console.Outputs;
import dev.bijou.cli.console.UsageException;
import dev.bijou.speech.SpeechException;
import dev.bijou.speech.check.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The folder that a new voice is made in: two files and a page, what may be heard meanwhile, and, until the end, the
/// states of its trainings.
///
/// @param path of the folder
record NewVoiceFolder(Path path) {
  private static final int LINES_OF_A_KIND = 10; // the rest is in the file

  /// The speaker.
  Path speaker() {
    return path.resolve("speaker.bijou");
  }

  /// The speaker or voice after likelihood alone, from which it goes on by what it draws.
  Path likelihood(Path output) {
    return path.resolve(name(output) + "-likelihood.bijou");
  }

  /// The voice.
  Path voice() {
    return path.resolve("voice.bijou");
  }

  /// The state of the training that makes a file.
  Path checkpoint(Path output) {
    return path.resolve(name(output) + ".checkpoint");
  }

  /// Samples of what is learned meanwhile.
  Path clips(Path output) {
    return path.resolve("clips").resolve(name(output));
  }

  /// The folder of the page.
  Path heard() {
    return path.resolve("heard");
  }

  /// What was found in the recordings.
  Path findings() {
    return path.resolve("recordings.txt");
  }

  private static String name(Path output) {
    return String.valueOf(output.getFileName()).replaceFirst("\\.bijou$", "");
  }

  private void make() {
    try {
      Files.createDirectories(path);
    } catch (IOException e) {
      throw new OutputException(path.toString(), e);
    }
  }

  /// Refuses a folder that something else lies in, and one that was begun unless that is to go on.
  ///
  /// @return a line where there is nothing to go on with
  Optional<String> require(boolean resume) {
    if (Files.exists(path) && !Files.isDirectory(path)) {
      throw new UsageException(path + " is a file; name a folder with -o");
    }
    boolean begun = Files.exists(path) && !isEmpty();
    if (begun && !resume) {
      throw new UsageException(path + " exists: go on with it by --resume, or name another folder");
    }
    if (begun && !Files.exists(findings())) {
      throw new UsageException(
          path + " holds something else than a new voice; name another folder");
    }
    return resume && !begun
        ? Optional.of("there is nothing in " + path + " to continue from: starting anew")
        : Optional.empty();
  }

  /// Makes the folder, and says what was found: a line each; of many of a kind the first, and all of them in a file.
  void report(List<Finding> findings, LearningProgress progress) {
    StringBuilder all = new StringBuilder();
    for (Finding.Kind kind : Finding.Kind.values()) {
      List<Finding> own = findings.stream().filter(one -> one.kind() == kind).toList();
      for (int i = 0; i < own.size(); i++) {
        String line = line(own.get(i));
        all.append(line).append('\n');
        if (i < LINES_OF_A_KIND) {
          progress.note(line);
        }
      }
      if (own.size() > LINES_OF_A_KIND) {
        progress.note(
            "… and %,d more like these: %s".formatted(own.size() - LINES_OF_A_KIND, findings()));
      }
    }
    make();
    Outputs.text(findings().toString(), all.isEmpty() ? "nothing to mend\n" : all.toString());
  }

  private static String line(Finding finding) {
    return finding.id() + " " + finding.what() + (finding.serious() ? "; left out" : "");
  }

  private boolean isEmpty() {
    try (Stream<Path> entries = Files.list(path)) {
      return entries.findAny().isEmpty();
    } catch (IOException e) {
      throw SpeechException.unreadable(path.toString(), e);
    }
  }

  /// Removes what is of no use once all is learned.
  void tidy() {
    try {
      for (Path output : new Path[] {speaker(), voice()}) {
        Files.deleteIfExists(checkpoint(output));
        Files.deleteIfExists(checkpoint(likelihood(output)));
        Files.deleteIfExists(likelihood(output));
      }
    } catch (IOException e) {
      throw new OutputException(path.toString(), e);
    }
  }
}
