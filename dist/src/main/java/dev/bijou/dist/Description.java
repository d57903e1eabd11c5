package dev.bijou.dist;

import dev.bijou.cli.Main;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import picocli.AutoComplete;
import picocli.CommandLine;

/// What a system is told about the program: the completion of its command lines, and its manual.
final class Description {
  private Description() {}

  static void write(Program program) throws IOException {
    CommandLine bijou = Main.program();
    Files.createDirectories(program.completion().getParent());
    Files.writeString(program.completion(), AutoComplete.bash(bijou.getCommandName(), bijou));
    Files.createDirectories(program.manual());
    for (CommandLine command : within(bijou)) {
      Files.writeString(
          program.manual().resolve(ManualPage.name(command) + ".1"), ManualPage.of(command));
    }
  }

  /// A command and all within it.
  static List<CommandLine> within(CommandLine command) {
    List<CommandLine> all = new ArrayList<>(List.of(command));
    command.getSubcommands().values().forEach(part -> all.addAll(within(part)));
    return all;
  }
}
