package dev.bijou.sequence.alignment;

import dev.bijou.random.RowOrder;
import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Workers;
import dev.bijou.tensor.Workspace;
import dev.bijou.train.Objective;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/// Maximizes the mean of log p(sequence | symbols) over random batches of sequences, in nats for each value (each
/// feature of each frame), and lets the duration network learn from the alignments: its loss, the mean of (log duration
/// − what it says)² over the symbols of the batch, or of −log P(duration) where it learns how far they spread, is added to
/// the gradient, but not to the loss that is reported. So is that of the pitch, where it is a condition and known.
///
/// Each sequence is computed by itself, whatever its length: nothing is padded or masked. A shard is some sequences of
/// the batch, one after the other in the same memory, of about as many frames as the other shards; what depends on the
/// weights alone is computed once for all of them.
public final class AlignedLikelihood implements Objective {
  /// Sequences from which the scales of the flow are initialized.
  private static final int INITIALIZATION_SEQUENCES = 32;

  /// Sequences that a worker scores one after the other.
  private static final int AT_A_TIME = 8;

  private final AlignedFlow flow;
  private final List<Transcribed> training;
  private final List<Alignment> guides; // of the training sequences, or none
  private final List<Transcribed> validation;
  private final Plan plan;
  private final RowOrder even; // of the even epochs
  private final RowOrder odd;
  private List<List<Lesson>> shards = List.of();
  private double values; // of the batch
  private double symbols;

  /// How a training goes through its sequences.
  ///
  /// @param batch sequences in a step
  /// @param shards into which they are divided: it determines the memory and how many threads have work, and is an
  ///     option of the training, not of the machine
  /// @param round steps from one validation to the next
  /// @param guided steps over which the training sequences have the alignments that they came with, if they did; then the
  ///     flow finds its own
  public record Plan(int batch, int shards, int round, int guided) {
    /// @throws IllegalArgumentException if a number is less than 1
    public Plan {
      if (batch < 1 || shards < 1 || round < 1 || guided < 0) {
        throw new IllegalArgumentException(
            "batch is %d, shards is %d, round is %d and guided is %d, but must be at least 1, 1, 1 and 0"
                .formatted(batch, shards, round, guided));
      }
    }
  }

  /// The scores of a flow on some sequences.
  ///
  /// @param logProb mean of log p, in nats for each value
  /// @param durationError mean of (log duration − what the network says)² over symbols
  /// @param durationLogProb mean of log P(duration) over symbols, in nats; empty if the flow learns the expected durations only
  public record Score(double logProb, double durationError, OptionalDouble durationLogProb) {}

  /// A sequence in a step, and its alignment where it is given.
  private record Lesson(Transcribed sequence, @Nullable Alignment guide) {
    int frames() {
      return sequence.x().lanes();
    }
  }

  /// @param guides an alignment of each training sequence, to begin with; or none
  /// @param seed of the order of the sequences
  /// @throws IllegalArgumentException if a set is empty, one of its sequences does not fit the flow, or there are not as
  ///     many guides as training sequences
  public AlignedLikelihood(
      AlignedFlow flow,
      List<Transcribed> training,
      List<Alignment> guides,
      List<Transcribed> validation,
      Plan plan,
      long seed) {
    this.flow = flow;
    this.training = require("training", training, flow);
    this.guides = List.copyOf(guides);
    if (!guides.isEmpty() && guides.size() != training.size()) {
      throw new IllegalArgumentException(
          "%d sequences to learn from, but %d alignments"
              .formatted(training.size(), guides.size()));
    }
    this.validation = require("validation", validation, flow);
    this.plan =
        new Plan(
            Math.min(plan.batch(), training.size()), plan.shards(), plan.round(), plan.guided());
    this.even = new RowOrder(training.size(), seed);
    this.odd = new RowOrder(training.size(), seed);
  }

  private static List<Transcribed> require(String name, List<Transcribed> set, AlignedFlow flow) {
    if (set.isEmpty()) {
      throw new IllegalArgumentException("the " + name + " set has no sequences");
    }
    for (Transcribed sequence : set) {
      Tensor x = sequence.x();
      if (x.features() != flow.features()
          || x.lanes() % flow.squeeze() != 0
          || x.lanes() < Math.max(1, sequence.symbols().length)) {
        throw new IllegalArgumentException(
            "a sequence of the %s set has %d features × %d frames and %d symbols, but needs %d features and as many frames as symbols, a multiple of %d"
                .formatted(
                    name,
                    x.features(),
                    x.lanes(),
                    sequence.symbols().length,
                    flow.features(),
                    flow.squeeze()));
      }
    }
    return List.copyOf(set);
  }

  @Override
  public void initialize() {
    flow.initialize(training.stream().limit(INITIALIZATION_SEQUENCES).map(Transcribed::x).toList());
  }

  @Override
  public long stepsPerEpoch() {
    return plan.round();
  }

  @Override
  public int shards() {
    return Math.min(plan.shards(), plan.batch());
  }

  @Override
  public void prepare(long step) {
    boolean guided = step < plan.guided() && !guides.isEmpty();
    List<Lesson> batch = new ArrayList<>();
    for (long i = step * plan.batch(); i < (step + 1) * plan.batch(); i++) {
      long epoch = i / training.size();
      int[] order = (epoch % 2 == 0 ? even : odd).of(epoch);
      int index = order[(int) (i % training.size())];
      batch.add(new Lesson(training.get(index), guided ? guides.get(index) : null));
    }
    values = 0;
    symbols = 0;
    for (Lesson lesson : batch) {
      values += lesson.sequence().x().size();
      symbols += lesson.sequence().symbols().length;
    }
    shards = divided(batch, shards());
  }

  /// Longest first, each to the shard with the fewest frames so far.
  private static List<List<Lesson>> divided(List<Lesson> batch, int count) {
    List<List<Lesson>> divided = new ArrayList<>();
    long[] frames = new long[count];
    for (int i = 0; i < count; i++) {
      divided.add(new ArrayList<>());
    }
    batch.sort(Comparator.comparingInt(Lesson::frames).reversed());
    for (Lesson lesson : batch) {
      int least = 0;
      for (int i = 1; i < count; i++) {
        least = frames[i] < frames[least] ? i : least;
      }
      divided.get(least).add(lesson);
      frames[least] += lesson.frames();
    }
    return divided;
  }

  @Override
  public double backward(int shard, Workspace workspace) {
    Workspace all = workspace.sharing();
    double loss = 0;
    for (Lesson lesson : shards.get(shard)) {
      Workspace part = all.part(all.nextSeed());
      loss -= part.run(() -> backward(lesson)) / values;
      all.endPart();
    }
    all.backward();
    return loss;
  }

  private double backward(Lesson lesson) {
    Transcribed sequence = lesson.sequence();
    AlignedFlow.Fit fit =
        lesson.guide() == null ? flow.fit(sequence) : flow.fit(sequence, lesson.guide());
    fit.normal().gradient().fill((float) (-1 / values));
    fit.volume().gradient().fill((float) (-1 / values));
    learnDurations(fit);
    Tensor expected = fit.encoded().pitch();
    float[] heard = sequence.pitch();
    if (expected != null && heard != null) {
      Tensor gradient = expected.gradient();
      for (int i = 0; i < heard.length; i++) {
        double error = expected.get(0, i) - heard[i];
        gradient.data()[gradient.offset() + i] = (float) (2 * error / symbols);
      }
    }
    double logProb = fit.logProb();
    Workspace.current().backward();
    return logProb;
  }

  private void learnDurations(AlignedFlow.Fit fit) {
    Tensor said = fit.encoded().logDurations();
    int[] durations = fit.alignment().durations();
    OptionalDouble spread = flow.spec().durations().spread();
    if (spread.isPresent()) {
      Durations.learn(said, spread.getAsDouble(), durations, 1 / symbols);
      return;
    }
    Tensor slope = said.gradient();
    for (int i = 0; i < durations.length; i++) {
      double error = said.get(0, i) - Math.log(durations[i]);
      slope.data()[slope.offset() + i] = (float) (2 * error / symbols);
    }
  }

  @Override
  public double score(Workers workers) {
    return score(flow, validation, workers).logProb();
  }

  /// The scores of a flow on some sequences, summed in double in their order.
  public static Score score(AlignedFlow flow, List<Transcribed> set, Workers workers) {
    double[] logProb = new double[set.size()];
    double[] error = new double[set.size()];
    double[] duration = new double[set.size()];
    OptionalDouble spread = flow.spec().durations().spread();
    each(
        flow,
        set,
        workers,
        (i, fit) -> {
          logProb[i] = fit.logProb();
          error[i] = fit.durationError();
          spread.ifPresent(scale -> duration[i] = fit.durationLogProb(scale));
        });
    long values = set.stream().mapToLong(sequence -> sequence.x().size()).sum();
    long symbols = set.stream().mapToLong(sequence -> sequence.symbols().length).sum();
    return new Score(
        Arrays.stream(logProb).sum() / values,
        Arrays.stream(error).sum() / symbols,
        spread.isEmpty()
            ? OptionalDouble.empty()
            : OptionalDouble.of(Arrays.stream(duration).sum() / symbols));
  }

  /// What to do with the fit of a sequence.
  @FunctionalInterface
  public interface Visitor {
    /// Shown the fit of sequence number `index`, whose tensors are valid until this returns; from any thread.
    void fit(int index, AlignedFlow.Fit fit);
  }

  /// Shows the fit of each sequence to a visitor; a worker takes several at a time, and computes what depends on the
  /// weights alone once for them.
  public static void each(
      AlignedFlow flow, List<Transcribed> set, Workers workers, Visitor visitor) {
    workers.run(
        Math.ceilDiv(set.size(), AT_A_TIME),
        (task, own) -> {
          Workspace workspace = own.sharing();
          int end = Math.min(set.size(), (task + 1) * AT_A_TIME);
          for (int i = task * AT_A_TIME; i < end; i++) {
            int index = i;
            Transcribed sequence = set.get(i);
            workspace
                .part(0)
                .run(() -> {
                  AlignedFlow.Fit fit = flow.fit(sequence);
                  visitor.fit(index, fit);
                  return fit;
                });
            workspace.endPart();
          }
        });
  }
}
