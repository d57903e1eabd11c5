package dev.bijou.cli.speech;

import dev.bijou.cli.console.UsageException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// `bijou voice`: trains voices, and speaks with them.
@Command(
    name = "voice",
    description = "Learn a voice from recordings, and turn mel spectrograms into its speech.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Examples:",
      "  bijou voice new recordings -o mine",
      "  bijou voice train recordings -o voice.bijou --budget 2h",
      "  bijou voice tune voice.bijou speaker.bijou recordings -o tuned.bijou",
      "  bijou voice vocode voice.bijou sentence.wav -o spoken.wav",
      "  bijou voice evaluate voice.bijou recordings",
      "  bijou voice mel sentence.wav -o sentence.npy",
      "  bijou voice train --help                 all options of a command"
    })
public final class VoiceCommands implements Callable<Integer> {

  @Override
  public Integer call() {
    throw new UsageException(
        "say what to do: new, train, tune, vocode, evaluate, mel (see bijou voice --help)");
  }
}
