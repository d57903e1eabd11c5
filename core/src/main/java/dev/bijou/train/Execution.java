package dev.bijou.train;

import dev.bijou.distribution.Distribution;
import dev.bijou.flow.Dataset;
import dev.bijou.tensor.Workers;
import java.io.Serializable;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/// How a training or a fit is run: its threads, clock, listener and checkpoints. None of them changes the result,
/// unless time runs out or the listener stops it.
///
/// @param workers the threads to use
/// @param nanoTime a clock for the budget and the events, e.g. `System::nanoTime`
/// @param listener told what happens, and asked after each step whether to stop
/// @param checkpoints told the state after each round, or where a stop cut one short, from which it can be resumed; arrays are
///     copies
/// @param <E> what happens
/// @param <S> the state
public record Execution<E, S>(
    Workers workers, LongSupplier nanoTime, TrainingListener<E> listener, Consumer<S> checkpoints) {

  /// Without a listener or checkpoints.
  public static <E, S> Execution<E, S> quiet(Workers workers, LongSupplier nanoTime) {
    return new Execution<>(workers, nanoTime, new TrainingListener<>() {}, _ -> {});
  }

  /// With a listener of two functions.
  ///
  /// @param stop asked after each step; true ends it with the best so far
  /// @param events told what happens
  public static <E, S> Execution<E, S> of(
      Workers workers,
      LongSupplier nanoTime,
      BooleanSupplier stop,
      Consumer<E> events,
      Consumer<S> checkpoints) {
    return new Execution<>(
        workers,
        nanoTime,
        new TrainingListener<>() {
          @Override
          public void event(E event) {
            events.accept(event);
          }

          @Override
          public boolean stop() {
            return stop.getAsBoolean();
          }
        },
        checkpoints);
  }

  /// Learning from rows that are divided among processes: in each round every part learns by itself from the same weights, and
  /// then these are averaged (local SGD: Stich, 2019, arXiv:1805.09767; Lin and others, 2020, arXiv:1808.07217). Parts learn in
  /// proportion to their rows. The result depends on the rows of each part and their order, and on nothing else.
  ///
  /// @param rows of all parts
  /// @param parts how many
  /// @param rounds how often they are averaged
  /// @param epochs passes over the rows, over all rounds
  /// @param batch rows in a step of all parts together
  /// @param patience passes without a better score after which to stop
  /// @param seed of the order of rows, and of dropout
  public record Parts(
      long rows, int parts, int rounds, int epochs, int batch, double patience, long seed)
      implements Serializable {
    /// Rounds in an epoch, unless asked for otherwise.
    private static final int MOST_ROUNDS_PER_EPOCH = 20;

    private static final int FEWEST_STEPS = 4; // of a round, unless asked for otherwise

    private static final int FEWEST_ROWS = 32; // of a step; fewer would take as long

    static Parts of(long rows, int parts, int rounds, TrainingOptions how) {
      long steps = rows / parts / batch(how.batch(), parts);
      int usual = Math.clamp(steps / FEWEST_STEPS, 1, MOST_ROUNDS_PER_EPOCH) * how.epochs();
      return new Parts(
          rows,
          parts,
          rounds == 0 ? usual : rounds,
          how.epochs(),
          how.batch(),
          how.patience(),
          how.seed());
    }

    /// The rows of a step on one part: those of all parts together are about as many as one step on all rows would have, so
    /// that as many steps are taken.
    int partBatch() {
      return batch(batch, parts);
    }

    private static int batch(int all, int parts) {
      return Math.max(FEWEST_ROWS, all / parts);
    }

    /// Passes over the rows in a number of rounds.
    public double passes(int count) {
      return (double) epochs * count / rounds;
    }

    /// The state of a flow that has not learned.
    ///
    /// @param weights its values, see [dev.bijou.tensor.ParameterPack]
    public State start(float[] weights) {
      int size = weights.length;
      return new State(
          0, 0, 0, 1, 0, weights.clone(), weights.clone(), new float[size], new float[size]);
    }

    /// Learns from the rows of a part for a round.
    ///
    /// @param flow any of the shape, whose weights are overwritten
    /// @param part its number, from 0
    /// @param round its number, from 0
    /// @param stop asked before each step; once it is true, what is returned is a failed state
    public State run(
        Distribution flow,
        Dataset rows,
        int part,
        int round,
        State from,
        Workers workers,
        BooleanSupplier stop) {
      return new LocalSgd(this).run(flow, rows, part, round, from, workers, stop);
    }

    /// The mean of the states of some parts, in their order: also one of those of a part of all.
    public static State average(List<State> states) {
      return LocalSgd.average(states);
    }

    /// What is sent to the parts, and back.
    ///
    /// @param rows learned from
    /// @param training mean log-density of these in the round, in nats
    /// @param steps taken in the round
    /// @param rateFactor what the learning rate is multiplied by
    /// @param updates of the optimizer since its moments were zero
    /// @param weights of the flow
    /// @param mean their running mean, which is what is judged and kept
    /// @param first moment of the gradient
    /// @param second moment of the gradient
    public record State(
        long rows,
        double training,
        long steps,
        float rateFactor,
        long updates,
        float[] weights,
        float[] mean,
        float[] first,
        float[] second)
        implements Serializable {
      static State failed() {
        float[] none = {};
        return new State(1, Double.NaN, 0, 0, 0, none, none, none, none);
      }

      /// Whether a loss or a gradient was not finite.
      public boolean isFailed() {
        return weights.length == 0;
      }

      /// Back to some weights, with empty moments and half the learning rate.
      public State restarted(float[] best) {
        int size = best.length;
        return new State(
            0, 0, 0, rateFactor / 2, 0, best, best.clone(), new float[size], new float[size]);
      }
    }
  }
}
