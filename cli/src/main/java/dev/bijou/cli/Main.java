package dev.bijou.cli;

import dev.bijou.cli.console.Shell;
import dev.bijou.cli.console.UsageException;
import dev.bijou.cli.inspect.Inspect;
import dev.bijou.cli.serve.Serve;
import dev.bijou.cli.serve.StudioCommand;
import dev.bijou.cli.speech.Speak;
import dev.bijou.cli.speech.SpeakEvaluate;
import dev.bijou.cli.speech.SpeakTrain;
import dev.bijou.cli.speech.VoiceCommands;
import dev.bijou.cli.speech.VoiceEvaluate;
import dev.bijou.cli.speech.VoiceMel;
import dev.bijou.cli.speech.VoiceNew;
import dev.bijou.cli.speech.VoiceTrain;
import dev.bijou.cli.speech.VoiceTune;
import dev.bijou.cli.speech.VoiceVocode;
import dev.bijou.cli.table.Compare;
import dev.bijou.cli.table.Detect;
import dev.bijou.cli.table.Export;
import dev.bijou.cli.table.Fit;
import dev.bijou.cli.table.Import;
import dev.bijou.cli.table.Impute;
import dev.bijou.cli.table.Remedy;
import dev.bijou.cli.table.Report;
import dev.bijou.cli.table.Sample;
import dev.bijou.cli.table.Score;
import dev.bijou.cli.table.ShowSchema;
import dev.bijou.cli.table.Toy;
import dev.bijou.cli.table.Watch;
import dev.bijou.storage.Version;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/// The `bijou` command.
@Command(
    name = "bijou",
    description = "Learn the probability density of a table or of a voice, and use it.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    addMethodSubcommands = false, // there are none, and looking for them takes a while
    versionProvider = Main.ProgramVersion.class,
    footer = {
      "",
      """
      Results go to standard output or to the file of -o, messages to standard error. Exit \
      codes: 0 done, 1 failed, 2 bad usage or bad input, 130 interrupted. Memory and other Java \
      options: JDK_JAVA_OPTIONS=-Xmx8g\
      """,
      "",
      "Examples:",
      "  bijou fit wine.csv -o wine.bijou         learn the density of wine.csv",
      "  bijou score wine.bijou new-wine.csv      how likely is each row?",
      "  bijou detect wine.bijou new-wine.csv     which rows do not belong, and why?",
      "  bijou sample wine.bijou -n 1000          draw new rows",
      "  bijou speak \"Good morning.\" -o out.wav   say it",
      "  bijou voice train recordings -o v.bijou  learn a voice",
      "  bijou fit --help                         all options of a command"
    })
public final class Main implements Runnable {
  private static final int NARROWEST = 60;
  private static final int WIDEST = 120; // longer lines are hard to read

  private static final Set<String> HELP = Set.of("-h", "--help");
  private static final String END_OF_OPTIONS = "--";

  private static final List<Verb> VERBS =
      List.of(
          new Verb(ShowSchema.class, ShowSchema::new),
          new Verb(Fit.class, Fit::new),
          new Verb(Score.class, Score::new),
          new Verb(Detect.class, Detect::new),
          new Verb(Watch.class, Watch::new),
          new Verb(Sample.class, Sample::new),
          new Verb(Compare.class, Compare::new),
          new Verb(Impute.class, Impute::new),
          new Verb(Inspect.class, Inspect::new),
          new Verb(Report.class, Report::new),
          new Verb(Import.class, Import::new),
          new Verb(Export.class, Export::new),
          new Verb(Serve.class, Serve::new),
          new Verb(StudioCommand.class, StudioCommand::new),
          new Verb(Toy.class, Toy::new),
          new Verb(
              Speak.class,
              Speak::new,
              List.of(
                  new Verb(SpeakTrain.class, SpeakTrain::new),
                  new Verb(SpeakEvaluate.class, SpeakEvaluate::new))),
          new Verb(
              VoiceCommands.class,
              _ -> new VoiceCommands(),
              List.of(
                  new Verb(VoiceNew.class, VoiceNew::new),
                  new Verb(VoiceTrain.class, VoiceTrain::new),
                  new Verb(VoiceTune.class, VoiceTune::new),
                  new Verb(VoiceVocode.class, VoiceVocode::new),
                  new Verb(VoiceEvaluate.class, VoiceEvaluate::new),
                  new Verb(VoiceMel.class, VoiceMel::new))));

  /// A command, and how it is built.
  ///
  /// @param parts its subcommands
  private record Verb(Class<?> type, Function<Shell, Callable<Integer>> factory, List<Verb> parts) {
    Verb(Class<?> type, Function<Shell, Callable<Integer>> factory) {
      this(type, factory, List.of());
    }

    Command annotation() {
      return type.getAnnotation(Command.class);
    }

    String name() {
      return annotation().name();
    }

    /// The command, with all within it.
    CommandLine complete(Shell shell) {
      CommandLine line = alone(shell);
      parts.forEach(part -> line.addSubcommand(part.name(), part.complete(shell)));
      return line;
    }

    private CommandLine alone(Shell shell) {
      CommandLine line = new CommandLine(factory.apply(shell));
      line.getCommandSpec().mixinStandardHelpOptions(true);
      return line;
    }

    /// The command, with those within it of which only the one that is `next` in the arguments is complete.
    CommandLine commandLine(Shell shell, List<String> next) {
      CommandLine line = alone(shell);
      if (takesCommand(line.getCommandSpec(), next)) {
        add(line, parts, shell, next);
      }
      return line;
    }

    /// Whether the next argument is a subcommand where it may also be a text. Help lists the subcommands.
    private boolean takesCommand(CommandSpec spec, List<String> next) {
      return spec.positionalParameters().isEmpty()
          || next.stream().limit(1).anyMatch(this::hasPart)
          || next.stream().anyMatch(HELP::contains);
    }

    private boolean hasPart(String argument) {
      return parts.stream().anyMatch(part -> part.name().equals(argument));
    }

    static void add(CommandLine line, List<Verb> verbs, Shell shell, List<String> next) {
      for (Verb verb : verbs) {
        line.addSubcommand(
            verb.name(),
            !next.isEmpty() && next.getFirst().equals(verb.name())
                ? verb.commandLine(shell, next.subList(1, next.size()))
                : verb.summary());
      }
    }

    /// Only what the list of commands shows, as building a whole command takes a while.
    CommandLine summary() {
      CommandSpec spec = CommandSpec.create();
      spec.usageMessage().description(annotation().description());
      return new CommandLine(spec);
    }
  }

  Main() {}

  @Override
  public void run() {
    throw new UsageException("say what to do: " + names() + " (see bijou --help)");
  }

  public static void main(String[] arguments) {
    Locale.setDefault(Locale.ROOT); // numbers look the same everywhere
    System.exit(run(Shell.system(), arguments));
  }

  /// Runs a command.
  ///
  /// @return the exit code
  static int run(Shell shell, String... arguments) {
    try {
      return commandLine(shell, List.of(arguments)).execute(arguments);
    } catch (Throwable thrown) {
      return failed(thrown, shell);
    }
  }

  /// The program with every command complete, for what describes it: a manual, the completion of a shell.
  public static CommandLine program() {
    Shell shell = Shell.system();
    CommandLine main = new CommandLine(new Main());
    VERBS.forEach(verb -> main.addSubcommand(verb.name(), verb.complete(shell)));
    return main;
  }

  /// The program, of which only the command that is run is built completely.
  static CommandLine commandLine(Shell shell, List<String> arguments) {
    CommandLine main = new CommandLine(new Main());
    Verb.add(main, VERBS, shell, arguments);
    main.setCaseInsensitiveEnumValuesAllowed(true);
    main.setTrimQuotes(true);
    main.setUsageHelpWidth(Math.clamp(shell.columns(), NARROWEST, WIDEST));
    main.setHelpFactory(UsageHelp::new);
    main.setOut(new PrintWriter(shell.out(), true, StandardCharsets.UTF_8));
    main.setErr(new PrintWriter(shell.err(), true));
    main.setExecutionExceptionHandler(
        (thrown, line, _) -> failed(Remedy.added(thrown, line.getCommandSpec()), shell));
    main.setParameterExceptionHandler((wrong, all) -> failed(usage(wrong, List.of(all)), shell));
    return main;
  }

  private static int failed(Throwable thrown, Shell shell) {
    Failure failure = Failure.of(thrown);
    if (!failure.message().isEmpty()) {
      shell.err().println("bijou: " + failure.message());
    }
    if (System.getenv("BIJOU_DEBUG") != null) {
      thrown.printStackTrace(shell.err());
    }
    return failure.exitCode();
  }

  /// What is wrong with a command line, in one line.
  private static UsageException usage(ParameterException wrong, List<String> arguments) {
    CommandSpec command = wrong.getCommandLine().getCommandSpec();
    String what =
        switch (wrong) {
          case UnmatchedArgumentException unmatched -> unmatched(command, unmatched, arguments);
          case MissingParameterException missing when !missing.getMissing().isEmpty() ->
              "missing "
                  + missing.getMissing().stream()
                      .map(Main::name)
                      .collect(Collectors.joining(" and "));
          default ->
              mistyped(wrong.getArgSpec(), wrong.getValue(), String.valueOf(wrong.getMessage()));
        };
    return new UsageException(
        what.replaceAll("\\s+", " ") + " (see " + command.qualifiedName() + " --help)", wrong);
  }

  private static String unmatched(
      CommandSpec command, UnmatchedArgumentException unmatched, List<String> arguments) {
    String argument = unmatched.getUnmatched().getFirst();
    int end = arguments.indexOf(END_OF_OPTIONS);
    if (end >= 0 && arguments.subList(end, arguments.size()).contains(argument)) {
      return "unexpected \"%s\" after %s, which ends the options"
          .formatted(argument, END_OF_OPTIONS);
    }
    if (!unmatched.isUnknownOption()) {
      return command.subcommands().isEmpty()
          ? "unexpected \"%s\"".formatted(argument)
          : "there is no command \"%s\", but %s"
              .formatted(argument, String.join(", ", command.subcommands().keySet()));
    }
    List<String> suggestions = unmatched.getSuggestions();
    return "there is no option \"%s\"%s"
        .formatted(
            argument,
            suggestions.isEmpty() ? "" : "; did you mean " + suggestions.getFirst() + "?");
  }

  private static String mistyped(
      @Nullable ArgSpec argument, @Nullable String value, String otherwise) {
    if (argument == null || value == null) {
      return otherwise;
    }
    Class<?> type = argument.type();
    String name =
        argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
    if (type.isEnum()) {
      return "%s: \"%s\" is none of %s"
          .formatted(name, value, String.join(", ", argument.completionCandidates()));
    }
    return type == Integer.class || type == int.class || type == long.class
        ? "%s: \"%s\" is not a whole number".formatted(name, value)
        : otherwise;
  }

  private static String names() {
    return VERBS.stream().map(Verb::name).collect(Collectors.joining(", "));
  }

  private static String name(ArgSpec argument) {
    return argument instanceof OptionSpec option
        ? option.shortestName() + " " + option.paramLabel()
        : argument.paramLabel();
  }

  /// The version for `--version`.
  static final class ProgramVersion implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"bijou " + Version.current()};
    }
  }
}
