package dev.bijou.benchmark;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The arguments of a benchmark.
///
/// @param positional those without a name, in their order
/// @param flags the names that were given without a value
/// @param values by name
public record CommandLine(List<String> positional, Set<String> flags, Map<String, String> values) {

  /// Reads arguments.
  ///
  /// @param flags names without a value, such as `--list`
  /// @param options names with one
  /// @throws IllegalArgumentException if a name is unknown or lacks its value
  public static CommandLine parse(String[] arguments, Set<String> flags, Set<String> options) {
    CommandLine line = new CommandLine(new ArrayList<>(), new HashSet<>(), new HashMap<>());
    for (int i = 0; i < arguments.length; i++) {
      String name = arguments[i];
      if (!name.startsWith("--")) {
        line.positional.add(name);
      } else if (flags.contains(name)) {
        line.flags.add(name);
      } else if (!options.contains(name)) {
        throw new IllegalArgumentException("no option is called " + name + "; see --help");
      } else if (i + 1 == arguments.length) {
        throw new IllegalArgumentException(name + " needs a value; see --help");
      } else {
        line.values.put(name, arguments[++i]);
      }
    }
    return line;
  }

  /// The value of an option.
  public Optional<String> value(String name) {
    return Optional.ofNullable(values.get(name));
  }

  /// The file that an option names.
  public Optional<Path> path(String name) {
    return value(name).map(Path::of);
  }

  /// The whole number that is the value of an option.
  ///
  /// @param usual where the option is not given
  /// @throws IllegalArgumentException if the value is no whole number, or is less than `least`
  public int number(String name, int usual, int least) {
    String text = values.getOrDefault(name, Integer.toString(usual));
    try {
      int number = Integer.parseInt(text);
      if (number >= least) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw new IllegalArgumentException(
        "%s is \"%s\", but must be a whole number, at least %d".formatted(name, text, least));
  }

  /// The value of `--threads`, by default all processors.
  public int threads() {
    return number("--threads", Runtime.getRuntime().availableProcessors(), 1);
  }
}
