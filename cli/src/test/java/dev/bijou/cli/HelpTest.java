package dev.bijou.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bijou.cli.console.Shell;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class HelpTest {
  private static final int NARROW = 80;
  private static final int WIDE = 120;

  /// Columns from the left edge beyond which text is that of an option or a command in a list.
  private static final int LIST_INDENT = 10;

  private static CommandLine program(int columns, List<String> command) {
    List<String> arguments = new ArrayList<>(command);
    arguments.add("--help");
    return Main.commandLine(
        new Shell(
            InputStream.nullInputStream(),
            OutputStream.nullOutputStream(),
            new PrintStream(OutputStream.nullOutputStream()),
            false,
            columns,
            _ -> Cli.NONE),
        arguments);
  }

  private static CommandLine commandLine(int columns, List<String> command) {
    CommandLine line = program(columns, command);
    for (String name : command) {
      line = line.getSubcommands().get(name);
    }
    return line;
  }

  /// Every command as a list of words: none for the program itself, two for a command within a command.
  static Stream<List<String>> commands() {
    return within(List.of());
  }

  private static Stream<List<String>> within(List<String> command) {
    return Stream.concat(
        Stream.of(command),
        commandLine(NARROW, command).getSubcommands().keySet().stream()
            .flatMap(name -> within(Stream.concat(command.stream(), Stream.of(name)).toList())));
  }

  private static int indent(String line) {
    return line.length() - line.stripLeading().length();
  }

  /// The lines of help before the description.
  private static List<String> synopsis(List<String> lines) {
    return Stream.concat(
            Stream.of(lines.getFirst()), lines.stream().skip(1).takeWhile(line -> indent(line) > 0))
        .toList();
  }

  /// Whether a line goes on with the text of the line before: in a paragraph, or in a list.
  private static boolean goesOn(String before, String line) {
    if (before.isBlank() || line.isBlank()) {
      return false;
    }
    return indent(line) == 0
        ? indent(before) == 0 && !before.startsWith("Usage: ") && !before.endsWith(":")
        : indent(line) > LIST_INDENT && !isLongName(before);
  }

  /// Whether nothing stands beside the name of an option, which is longer than the others.
  private static boolean isLongName(String line) {
    return line.strip().startsWith("--") && !line.strip().contains(" ");
  }

  @Test
  void commandsWithinCommandsAreAmongThem() {
    List<List<String>> all = commands().toList();
    assertTrue(all.contains(List.of("voice", "tune")) && all.contains(List.of("speak", "train")));
    assertTrue(all.contains(List.of("detect")) && all.contains(List.of()), all.toString());
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyLineIsAsFullAsItCanBe(List<String> command) {
    for (int columns : List.of(NARROW, WIDE)) {
      CommandLine line = commandLine(columns, command);
      List<String> lines = line.getUsageMessage().lines().toList();
      int start = synopsis(lines).size();
      for (int i = 0; i < lines.size(); i++) {
        assertTrue(lines.get(i).length() <= columns, lines.get(i));
        if (i > start && goesOn(lines.get(i - 1), lines.get(i))) {
          String word = lines.get(i).strip().split(" ")[0];
          assertTrue(
              lines.get(i - 1).length() + 1 + word.length() > columns - 2,
              "\"%s\" has room for \"%s\"".formatted(lines.get(i - 1), word));
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("commands")
  void noOptionOfTheSynopsisIsBroken(List<String> command) {
    for (int columns : List.of(NARROW, WIDE)) {
      List<String> lines = commandLine(columns, command).getUsageMessage().lines().toList();
      for (String word : String.join(" ", synopsis(lines)).split("\\s+")) {
        assertEquals(
            word.chars().filter(c -> c == '[').count(),
            word.chars().filter(c -> c == ']').count(),
            word);
        assertTrue(word.endsWith("...") || !word.endsWith("."), word);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("commands")
  void noWordOrExampleIsBroken(List<String> command) {
    CommandLine line = commandLine(NARROW, command);
    String help = line.getUsageMessage();
    String words = String.join(" ", help.split("\\s+"));
    for (String text : line.getCommandSpec().usageMessage().footer()) {
      if (text.startsWith(" ")) {
        assertTrue(help.lines().toList().contains(text), text);
      } else {
        assertTrue(words.contains(String.join(" ", text.split("\\s+"))), help);
      }
    }
    line.getCommandSpec()
        .options()
        .forEach(option ->
            assertTrue(
                words.contains(String.join(" ", option.description())),
                option.longestName() + help));
  }

  @Test
  void colorsTakeNoRoom() {
    CommandLine line = commandLine(NARROW, List.of("detect"));
    assertEquals(
        line.getUsageMessage(CommandLine.Help.Ansi.OFF),
        line.getUsageMessage(CommandLine.Help.Ansi.ON).replaceAll("\u001b\\[[\\d;]*m", ""));
  }

  @ParameterizedTest
  @ValueSource(ints = {10, 1000})
  void aTerminalOfAnyWidthIsReadable(int columns) {
    int longest =
        commandLine(columns, List.of("fit"))
            .getUsageMessage()
            .lines()
            .mapToInt(String::length)
            .max()
            .orElse(0);
    assertTrue(longest >= 55 && longest <= WIDE, "" + longest);
  }
}
