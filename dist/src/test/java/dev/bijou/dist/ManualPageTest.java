package dev.bijou.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bijou.cli.Main;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

class ManualPageTest {
  static Stream<CommandLine> commands() {
    return Description.within(Main.program()).stream();
  }

  @Test
  void commandsWithinCommandsHavePages() {
    List<String> names = commands().map(ManualPage::name).toList();
    assertTrue(names.containsAll(List.of("bijou", "bijou-fit", "bijou-speak-train")), "" + names);
    assertEquals(names.size(), names.stream().distinct().count());
  }

  @ParameterizedTest
  @MethodSource("commands")
  void aPageTellsEveryOptionAndArgument(CommandLine command) {
    String page = ManualPage.of(command).replace("\\-", "-").replace("\\e", "\\");
    command
        .getCommandSpec()
        .args()
        .forEach(
            argument -> assertTrue(page.contains(String.join("\n", argument.description())), page));
    command
        .getCommandSpec()
        .options()
        .forEach(option -> assertTrue(page.contains(option.longestName()), option.longestName()));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void noTextIsTakenForAMacro(CommandLine command) {
    List<String> macros = List.of("TH", "SH", "TP", "PP", "B", "nf", "fi");
    ManualPage.of(command)
        .lines()
        .filter(line -> line.startsWith(".") || line.startsWith("'"))
        .forEach(line -> assertTrue(macros.contains(line.substring(1).split(" ")[0]), line));
  }
}
