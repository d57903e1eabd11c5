package dev.bijou.speech.text;

import dev.bijou.speech.text.Language.Skipped;
import dev.bijou.speech.text.Sentence.Token;
import java.io.Reader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// English as spoken in the United States: 39 phones of the CMU Pronouncing Dictionary, vowels with their stress.
///
/// Numbers, dates, money, abbreviations and the like are said in words. A word's phones are those of the user's own
/// file, else of the dictionary, else of its stem in the dictionary, else what its letters sound like. May be used by
/// several threads at once.
public final class UsEnglish implements Language {
  private static final Inventory INVENTORY = new Inventory("en-US", symbols());

  private final Pronouncer pronouncer;
  private final TextNormalizer normalizer;

  private UsEnglish(Map<String, List<String>> own) {
    pronouncer = new Pronouncer(PronouncingDictionary.bundled(), own);
    normalizer = new TextNormalizer(pronouncer::knows);
  }

  /// With the bundled dictionary.
  public static UsEnglish bundled() {
    return new UsEnglish(Map.of());
  }

  /// With the bundled dictionary, and before it the user's own pronunciations.
  ///
  /// @param file lines `word<TAB>P R OW1 …` in UTF-8; empty lines and those that begin with # are skipped
  /// @throws dev.bijou.speech.SpeechException if the file cannot be read, or a line is malformed; the message names
  ///     file and line
  public static UsEnglish with(Path file) {
    return new UsEnglish(OwnPronunciations.read(file));
  }

  /// Blank, boundary, the pauses `, - : ; . ! ?`, then vowels with stress 0, 1, 2 and consonants, alphabetically: 78
  /// symbols.
  @Override
  public Inventory inventory() {
    return INVENTORY;
  }

  @Override
  public Stream<Sentence> sentences(Reader text, Skipped skipped) {
    return StreamSupport.stream(
            Spliterators.spliteratorUnknownSize(
                new SentenceReader(text), Spliterator.ORDERED | Spliterator.NONNULL),
            false)
        .map(piece -> sentence(piece, skipped))
        .filter(sentence -> sentence.tokens().stream().anyMatch(Token.Word.class::isInstance));
  }

  private Sentence sentence(SentenceReader.Piece piece, Skipped skipped) {
    Script script = normalizer.normalize(piece.text(), piece.whole() ? '.' : ',', skipped);
    return new Sentence(piece.text(), pronouncer.pronounce(script.items(), script.capitals()));
  }

  private static List<String> symbols() {
    List<String> symbols = new ArrayList<>(List.of(Inventory.BLANK, Inventory.BOUNDARY));
    symbols.addAll(Script.MARKS.chars().mapToObj(Character::toString).toList());
    symbols.addAll(Arpabet.PHONES);
    return symbols;
  }
}
