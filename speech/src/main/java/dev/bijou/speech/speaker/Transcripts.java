package dev.bijou.speech.speaker;

import dev.bijou.sequence.alignment.AlignedFlow;
import dev.bijou.sequence.alignment.AlignedLikelihood;
import dev.bijou.sequence.alignment.Alignment;
import dev.bijou.sequence.alignment.SymbolAligner;
import dev.bijou.sequence.alignment.Transcribed;
import dev.bijou.speech.text.Inventory;
import dev.bijou.speech.text.Inventory.Spelling;
import dev.bijou.tensor.Workers;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Utterances as a flow learns from them: the symbols as they are written for it, the spectrogram, and the pitch of each symbol
/// where that is a condition.
final class Transcripts {
  private static final int GUIDE_ROUNDS = 15; // they change little afterwards

  private Transcripts() {}

  /// A symbol as it is written.
  static Transcribed written(
      Inventory inventory, Spelling spelling, SpokenCorpus.Utterance utterance) {
    int[] symbols =
        Arrays.stream(inventory.spelled(spelling, utterance.symbols()))
            .flatMapToInt(Arrays::stream)
            .toArray();
    return new Transcribed(symbols, utterance.mel());
  }

  static List<Transcribed> written(
      Inventory inventory, Spelling spelling, List<SpokenCorpus.Utterance> utterances) {
    return utterances.stream().map(each -> written(inventory, spelling, each)).toList();
  }

  /// The ids of utterances to learn from or to watch the training with that have fewer frames than symbols as they are
  /// written.
  static Set<String> tooShort(SpokenCorpus corpus, Spelling spelling) {
    return Stream.of(corpus.train(), corpus.valid())
        .flatMap(List::stream)
        .filter(each ->
            written(corpus.inventory(), spelling, each).symbols().length > each.mel().lanes())
        .map(SpokenCorpus.Utterance::id)
        .collect(Collectors.toSet());
  }

  /// Utterances with the pitch that their symbols have as a speaker aligns them, where that is a condition.
  static List<Transcribed> of(
      Speaker speaker, List<SpokenCorpus.Utterance> utterances, Workers workers) {
    List<Transcribed> written = written(speaker.inventory(), speaker.spelling(), utterances);
    return speaker.flow().spec().pitch().isEmpty()
        ? written
        : sung(utterances, written, aligned(speaker.flow(), written, workers));
  }

  /// The alignments that a flow finds.
  static List<Alignment> aligned(AlignedFlow flow, List<Transcribed> sequences, Workers workers) {
    Alignment[] alignments = new Alignment[sequences.size()];
    AlignedLikelihood.each(flow, sequences, workers, (i, fit) -> alignments[i] = fit.alignment());
    return List.of(alignments);
  }

  /// The same with the pitch that symbols have under some alignments.
  static List<Transcribed> sung(
      List<SpokenCorpus.Utterance> utterances,
      List<Transcribed> written,
      List<Alignment> alignments) {
    return IntStream.range(0, written.size())
        .mapToObj(i ->
            new Transcribed(
                written.get(i).symbols(),
                written.get(i).x(),
                Melody.ofSymbols(utterances.get(i).melody(), alignments.get(i))))
        .toList();
  }

  /// What aligns utterances without a flow: Gaussians of cepstra for each symbol, and for the blank after each symbol.
  static SymbolAligner guide(List<Transcribed> written, Inventory inventory) {
    return SymbolAligner.learned(
        written.stream().map(each -> states(each, inventory)).toList(),
        2 * inventory.size(),
        GUIDE_ROUNDS);
  }

  /// The alignments by a guide.
  static List<Alignment> guided(
      SymbolAligner guide, List<Transcribed> written, Inventory inventory) {
    return written.stream().map(each -> guide.align(states(each, inventory))).toList();
  }

  /// Cepstra, and symbols of which each blank belongs to the symbol before it.
  private static Transcribed states(Transcribed written, Inventory inventory) {
    int[] symbols = written.symbols();
    int blank = inventory.id(Inventory.BLANK);
    int[] states =
        IntStream.range(0, symbols.length)
            .map(i -> i > 0 && symbols[i] == blank ? inventory.size() + symbols[i - 1] : symbols[i])
            .toArray();
    return new Transcribed(states, Cepstra.of(written.x()));
  }
}
