package dev.bijou.speech.speaker;

import dev.bijou.sequence.alignment.SymbolAligner;
import dev.bijou.sequence.alignment.Transcribed;
import dev.bijou.tensor.Workers;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// Whether texts are what is said, by Gaussians of the phones' cepstra that are learned from the same utterances: what most
/// of them say shows what a phone sounds like, in any voice.
///
/// ```
/// fit = (s(own text) − max s(other text)) / median of that,   s = log-density a frame under the best alignment
/// ```
///
/// The others are the texts with about as many symbols.
final class TextFit {
  /// Texts that the own one is compared with.
  private static final int OTHERS = 4;

  /// With fewer utterances, each would show by itself what its phones sound like.
  private static final int LEAST_UTTERANCES = 20;

  private static final int ROUNDS = 15;

  private TextFit() {}

  /// The fits by id; empty where there are too few utterances.
  static Map<String, Double> of(
      List<SpokenCorpus.Utterance> utterances, int symbols, Workers workers) {
    int count = utterances.size();
    if (count < LEAST_UTTERANCES) {
      return Map.of();
    }
    List<Transcribed> heard =
        utterances.stream()
            .map(each -> new Transcribed(each.symbols(), Cepstra.of(each.mel())))
            .toList();
    SymbolAligner aligner = SymbolAligner.learned(heard, symbols, ROUNDS);
    List<Integer> order =
        IntStream.range(0, count)
            .boxed()
            .sorted((a, b) -> Integer.compare(length(heard, a), length(heard, b)))
            .toList();
    double[] advantages = new double[count];
    workers.run(
        count,
        (place, _) -> {
          int first = Math.clamp(place - OTHERS / 2, 0, count - OTHERS - 1);
          Transcribed own = heard.get(order.get(place));
          double best =
              IntStream.rangeClosed(first, first + OTHERS)
                  .mapToObj(other -> heard.get(order.get(other)).symbols())
                  .filter(other -> !Arrays.equals(other, own.symbols()))
                  .filter(other -> other.length <= own.x().lanes())
                  .mapToDouble(other -> aligner.score(new Transcribed(other, own.x())))
                  .max()
                  .orElse(Double.NaN);
          advantages[order.get(place)] = aligner.score(own) - best;
        });
    double[] known = Arrays.stream(advantages).filter(Double::isFinite).sorted().toArray();
    double median = known.length == 0 ? Double.NaN : known[known.length / 2];
    Map<String, Double> fits = new LinkedHashMap<>();
    if (median > 0) {
      for (int i = 0; i < count; i++) {
        fits.put(utterances.get(i).id(), advantages[i] / median);
      }
    }
    return fits;
  }

  private static int length(List<Transcribed> of, int index) {
    return of.get(index).symbols().length;
  }
}
