package dev.bijou.interop;

import dev.bijou.ModelFileException;
import dev.bijou.interop.ForeignVoices.Sound;
import dev.bijou.interop.config.Config;
import dev.bijou.interop.config.Config.Fields;
import dev.bijou.interop.container.WeightFile;
import dev.bijou.interop.container.Weights;
import dev.bijou.interop.speech.GlowTts;
import dev.bijou.sequence.alignment.AlignedFlow;
import dev.bijou.storage.Quoted;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Reads speakers that other programs have learned: Glow-TTS of the published code. Nothing in a file is run.
public final class ForeignSpeakers {
  private static final String PAD = "_";

  private ForeignSpeakers() {}

  /// A speaker.
  ///
  /// @param flow the density of log-mel spectrograms given symbols
  /// @param blanks whether a blank, symbol 0, stands before, between and after all others
  /// @param sound what its spectrograms are
  public record Speaking(AlignedFlow flow, boolean blanks, Sound sound) {}

  /// Reads a speaker; empty if the file holds something else.
  ///
  /// @param file what `torch.save` or safetensors wrote
  /// @param config the configuration of the training, of which `data` and `model` count: what is missing is as published.
  ///     `symbols` lists those of a front end that is not the published one, phones with an @ before them
  /// @param source where the configuration comes from, for messages
  /// @param inventory the symbols that the speaker is to know, a blank and phones of ARPAbet among them; the others are
  ///     dropped
  /// @throws ModelFileException if the file or the configuration cannot be used, or a symbol is unknown to the file
  public static Optional<Speaking> read(
      Path file, String config, String source, List<String> inventory) {
    Fields top = Config.parse(config, source).top();
    Fields data = top.object("data").orElse(top);
    try (Weights weights = WeightFile.open(file)) {
      if (!GlowTts.owns(weights)) {
        return Optional.empty();
      }
      List<String> symbols = top.has("symbols") ? top.texts("symbols") : published(inventory);
      int count = GlowTts.symbols(weights);
      if (count != symbols.size() && count != symbols.size() + 1) {
        throw weights.problem(
            "it knows %d symbols, not the %d of %s; list them as \"symbols\" in its configuration"
                .formatted(
                    count,
                    symbols.size(),
                    top.has("symbols") ? "its configuration" : "the published front end"));
      }
      boolean blanks = count > symbols.size();
      int[] chosen = new int[inventory.size()];
      for (int i = 0; i < chosen.length; i++) {
        String symbol = theirs(inventory.get(i));
        boolean blank = blanks && symbol.equals(PAD);
        chosen[i] = blank ? symbols.size() : symbols.indexOf(symbol);
        if (chosen[i] < 0) {
          throw weights.problem("it has no symbol " + Quoted.of(symbol));
        }
      }
      Fields model = top.object("model").orElse(top);
      try {
        return Optional.of(
            new Speaking(GlowTts.read(weights, model, chosen), blanks, Sound.of(data)));
      } catch (IllegalArgumentException e) { // a specification refuses its numbers
        throw new ModelFileException(
            weights.problem("its flow cannot be built: " + e.getMessage()).getMessage(), e);
      }
    }
  }

  /// What the published front end calls a symbol of Bijou's.
  private static String theirs(String symbol) {
    return Character.isLetter(symbol.charAt(0)) ? "@" + symbol : symbol;
  }

  /// The symbols of the published front end: padding, marks, letters, and phones with and without their stress.
  private static List<String> published(List<String> inventory) {
    List<String> symbols = new ArrayList<>(List.of(PAD, "-"));
    for (String more : new String[] {"!'(),.:;? ", letters('A'), letters('a')}) {
      more.chars().mapToObj(Character::toString).forEach(symbols::add);
    }
    inventory.stream()
        .filter(symbol -> Character.isLetter(symbol.charAt(0)))
        .flatMap(phone -> Stream.of(phone, phone.replaceAll("\\d", "")))
        .distinct()
        .sorted()
        .map(ForeignSpeakers::theirs)
        .forEach(symbols::add);
    return symbols;
  }

  private static String letters(char first) {
    StringBuilder letters = new StringBuilder();
    for (int i = 0; i < 26; i++) {
      letters.append((char) (first + i));
    }
    return letters.toString();
  }
}
