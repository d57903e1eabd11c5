package dev.bijou.cli;

import dev.bijou.kernel.KernelChoice;
import dev.bijou.speech.training.CorpusData;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// What `bijou inspect` says about how something was learned from recordings.
final class LearningDescription {
  private LearningDescription() {}

  static List<String> lines(
      CorpusData data,
      String trainedAt,
      long steps,
      double seconds,
      String ended,
      Map<String, String> options) {
    return List.of(
        format(
            "learned     from %,d recordings of %s, %s (SHA-256 %s…)",
            data.utterances(),
            data.corpus(),
            Times.text(data.seconds()),
            data.sha256().substring(0, 12)),
        format(
            "            on %s, %,d steps in %s (%s)",
            trainedAt, steps, Times.text(seconds), ended.toLowerCase(Locale.ROOT)),
        "options     "
            + options.entrySet().stream()
                .map(option -> "--" + option.getKey() + " " + option.getValue())
                .collect(Collectors.joining(" ")));
  }

  static List<String> kernels(String inTraining) {
    return List.of(
        "kernels     " + KernelChoice.chosen().reason() + " in this program",
        "            " + inTraining + " in the training");
  }

  private static String format(String form, Object... values) {
    return String.format(Locale.ROOT, form, values);
  }
}
