package dev.bijou.sequence.alignment;

import dev.bijou.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/// Aligns sequences with their symbols without a flow, as speech recognizers begin ("flat start", Viterbi training): each
/// symbol has a Gaussian of uncorrelated features, at first of equal parts of the sequences; then by turns each sequence
/// gets its most likely alignment, and each symbol the mean and the variances of its frames.
///
/// The log-density of all frames never falls from one round to the next, but for the floor of the variances.
public final class SymbolAligner {
  /// A variance is not less than this share of that of all frames: few frames must not make a symbol certain.
  private static final double LEAST_SHARE = 0.1;

  private final int features;
  private final double[] least; // variance of each feature
  private final double[][] mean; // (symbol × feature)
  private final double[][] variance; // (symbol × feature)

  private SymbolAligner(int features, int symbols, double[] least) {
    this.features = features;
    this.least = least;
    this.mean = new double[symbols][features];
    this.variance = new double[symbols][features];
  }

  /// The alignments of sequences after some rounds.
  ///
  /// @param sequences features × frames each, as many frames as symbols at least
  /// @param symbols how many there are; those of the sequences are less
  /// @param rounds how often alignments are found; 0 for equal parts
  /// @throws IllegalArgumentException if there is no sequence, or one has fewer frames than symbols
  public static List<Alignment> align(List<Transcribed> sequences, int symbols, int rounds) {
    SymbolAligner aligner = untaught(sequences, symbols);
    return List.copyOf(aligner.learn(sequences, rounds));
  }

  /// What is learned from sequences in some rounds.
  ///
  /// @param sequences features × frames each, as many frames as symbols at least
  /// @param symbols how many there are; those of the sequences are less
  /// @param rounds how often alignments are found, at least once
  /// @throws IllegalArgumentException if there is no sequence, or one has fewer frames than symbols
  public static SymbolAligner learned(List<Transcribed> sequences, int symbols, int rounds) {
    SymbolAligner aligner = untaught(sequences, symbols);
    aligner.learn(sequences, rounds);
    return aligner;
  }

  private static SymbolAligner untaught(List<Transcribed> sequences, int symbols) {
    if (sequences.isEmpty()) {
      throw new IllegalArgumentException("there are no sequences to align");
    }
    Sums all = all(sequences);
    double[] least = new double[sequences.getFirst().x().features()];
    for (int f = 0; f < least.length; f++) {
      least[f] = Math.max(1e-6, LEAST_SHARE * all.variance(f));
    }
    return new SymbolAligner(least.length, symbols, least);
  }

  private static Sums all(List<Transcribed> sequences) {
    Sums all = new Sums(sequences.getFirst().x().features());
    sequences.forEach(sequence -> {
      for (int t = 0; t < sequence.x().lanes(); t++) {
        all.add(sequence.x(), t);
      }
    });
    return all;
  }

  private List<Alignment> learn(List<Transcribed> sequences, int rounds) {
    Sums all = all(sequences);
    List<Alignment> alignments = new ArrayList<>();
    sequences.forEach(
        sequence -> alignments.add(equal(sequence.symbols().length, sequence.x().lanes())));
    for (int round = 0; round < rounds; round++) {
      learn(sequences, alignments, all);
      for (int i = 0; i < alignments.size(); i++) {
        alignments.set(i, Alignment.best(table(sequences.get(i))));
      }
    }
    return alignments;
  }

  /// The most likely alignment of a sequence.
  ///
  /// @throws IllegalArgumentException if there are fewer frames than symbols
  public Alignment align(Transcribed sequence) {
    return Alignment.best(table(sequence));
  }

  /// How well a sequence fits its symbols: its mean log-density a frame under their best alignment, in nats but for a
  /// constant.
  ///
  /// @throws IllegalArgumentException if there are fewer frames than symbols
  public double score(Transcribed sequence) {
    Tensor table = table(sequence);
    int[] symbolOf = Alignment.best(table).symbolOfFrame();
    double sum = 0;
    for (int t = 0; t < symbolOf.length; t++) {
      sum += table.get(symbolOf[t], t);
    }
    return sum / symbolOf.length;
  }

  /// All symbols equally long, as far as whole frames can be.
  private static Alignment equal(int symbols, int frames) {
    int[] durations = new int[symbols];
    for (int i = 0; i < symbols; i++) {
      durations[i] = (int) ((i + 1L) * frames / symbols) - (int) ((long) i * frames / symbols);
    }
    return new Alignment(durations);
  }

  /// A symbol that no sequence has keeps the Gaussian of all frames.
  private void learn(List<Transcribed> sequences, List<Alignment> alignments, Sums all) {
    Sums[] of = new Sums[mean.length];
    for (int s = 0; s < of.length; s++) {
      of[s] = new Sums(features);
    }
    for (int i = 0; i < alignments.size(); i++) {
      Transcribed sequence = sequences.get(i);
      int[] symbolOf = alignments.get(i).symbolOfFrame();
      for (int t = 0; t < symbolOf.length; t++) {
        of[sequence.symbols()[symbolOf[t]]].add(sequence.x(), t);
      }
    }
    for (int s = 0; s < of.length; s++) {
      Sums own = of[s].count > 0 ? of[s] : all;
      for (int f = 0; f < features; f++) {
        mean[s][f] = own.mean(f);
        variance[s][f] = Math.max(least[f], own.variance(f));
      }
    }
  }

  /// The log-density of each frame under the Gaussian of each symbol of a sequence, symbols × frames, but for a constant.
  private Tensor table(Transcribed sequence) {
    Tensor x = sequence.x();
    Tensor table = Tensor.zeros(sequence.symbols().length, x.lanes());
    for (int i = 0; i < table.features(); i++) {
      int symbol = sequence.symbols()[i];
      int row = table.at(i);
      for (int f = 0; f < features; f++) {
        double center = mean[symbol][f];
        double factor = 0.5 / variance[symbol][f];
        double constant = 0.5 * Math.log(variance[symbol][f]);
        for (int t = 0; t < x.lanes(); t++) {
          double difference = x.data()[x.at(f) + t] - center;
          table.data()[row + t] -= (float) (constant + factor * difference * difference);
        }
      }
    }
    return table;
  }

  /// Sums over frames.
  private static final class Sums {
    private final double[] sum;
    private final double[] squares;
    private long count;

    Sums(int features) {
      this.sum = new double[features];
      this.squares = new double[features];
    }

    void add(Tensor x, int frame) {
      count++;
      for (int f = 0; f < sum.length; f++) {
        double value = x.get(f, frame);
        sum[f] += value;
        squares[f] += value * value;
      }
    }

    double mean(int feature) {
      return sum[feature] / count;
    }

    double variance(int feature) {
      return Math.max(0, squares[feature] / count - mean(feature) * mean(feature));
    }
  }
}
