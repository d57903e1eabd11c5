package dev.bijou.train;

import dev.bijou.tensor.Workers;
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
}
