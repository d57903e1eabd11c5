package dev.bijou.dist;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/// The page of a command in section 1 of the manual, in the macros of man(7).
final class ManualPage {
  private static final String EXAMPLES = "Examples:";
  private static final int ONE_LINE = 10_000;

  private final CommandSpec command;
  private final StringBuilder page = new StringBuilder();

  private ManualPage(CommandSpec command) {
    this.command = command;
  }

  static String of(CommandLine command) {
    return new ManualPage(command.getCommandSpec()).write();
  }

  /// For instance `bijou-speak-train`.
  static String name(CommandLine command) {
    return name(command.getCommandSpec());
  }

  private static String name(CommandSpec command) {
    return command.qualifiedName("-");
  }

  private String write() {
    List<String> description = List.of(command.usageMessage().description());
    List<String> footer = List.of(command.usageMessage().footer());
    int examples = footer.indexOf(EXAMPLES);

    macro("TH", name(command).toUpperCase(Locale.ROOT), "1", "", "Bijou", "");
    macro("SH", "NAME");
    text(name(command) + " - " + summary(command));
    macro("SH", "SYNOPSIS");
    text(synopsis());
    macro("SH", "DESCRIPTION");
    paragraphs(description);
    paragraphs(examples < 0 ? footer : footer.subList(0, examples));
    list("ARGUMENTS", command.positionalParameters().stream(), PositionalParamSpec::hidden);
    list("OPTIONS", command.options().stream(), OptionSpec::hidden);
    commands();
    if (examples >= 0) {
      macro("SH", "EXAMPLES");
      macro("nf");
      footer.stream().skip(examples + 1).map(String::strip).forEach(this::text);
      macro("fi");
    }
    seeAlso();
    return page.toString();
  }

  /// The first sentence of the description, as lists of pages show it.
  private static String summary(CommandSpec command) {
    String all = String.join(" ", command.usageMessage().description());
    int end = all.indexOf(". ");
    String first = end < 0 ? all : all.substring(0, end);
    String plain = first.endsWith(".") ? first.substring(0, first.length() - 1) : first;
    return plain.isEmpty()
        ? "the command"
        : plain.substring(0, 1).toLowerCase(Locale.ROOT) + plain.substring(1);
  }

  private String synopsis() {
    command.usageMessage().width(ONE_LINE);
    return command.commandLine().getHelp().synopsis(0).strip();
  }

  private void commands() {
    if (command.subcommands().isEmpty()) {
      return;
    }
    macro("SH", "COMMANDS");
    command
        .subcommands()
        .values()
        .forEach(part -> {
          macro("TP");
          macro("B", part.getCommandName());
          paragraphs(List.of(part.getCommandSpec().usageMessage().description()));
        });
  }

  private void seeAlso() {
    List<String> others =
        Stream.concat(
                Stream.ofNullable(command.parent()),
                command.subcommands().values().stream().map(CommandLine::getCommandSpec))
            .map(other -> name(other) + "(1)")
            .toList();
    if (!others.isEmpty()) {
      macro("SH", "SEE ALSO");
      text(String.join(", ", others));
    }
  }

  private <A extends ArgSpec> void list(String heading, Stream<A> arguments, Predicate<A> hidden) {
    List<A> shown = arguments.filter(argument -> !hidden.test(argument)).toList();
    if (shown.isEmpty()) {
      return;
    }
    macro("SH", heading);
    for (A argument : shown) {
      macro("TP");
      macro("B", names(argument));
      paragraphs(List.of(argument.description()));
    }
  }

  private static String names(ArgSpec argument) {
    if (argument instanceof OptionSpec option) {
      String names = Arrays.stream(option.names()).collect(Collectors.joining(", "));
      return option.arity().max() == 0 ? names : names + " " + option.paramLabel();
    }
    return argument.paramLabel();
  }

  private void paragraphs(List<String> lines) {
    for (String line : lines) {
      if (line.isBlank()) {
        macro("PP");
      } else {
        text(Ansi.OFF.string(line));
      }
    }
  }

  private void macro(String name, String... arguments) {
    page.append('.').append(name);
    for (String argument : arguments) {
      page.append(" \"").append(escaped(argument).replace("\"", "\\(dq")).append('"');
    }
    page.append('\n');
  }

  private void text(String text) {
    for (String line : text.lines().toList()) {
      String plain = escaped(line);
      page.append(plain.startsWith(".") || plain.startsWith("'") ? "\\&" : "")
          .append(plain)
          .append('\n');
    }
  }

  private static String escaped(String text) {
    return text.replace("\\", "\\e").replace("-", "\\-");
  }
}
