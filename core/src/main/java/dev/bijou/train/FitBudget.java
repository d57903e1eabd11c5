package dev.bijou.train;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/// The time budget of a fit, over all its runs.
final class FitBudget {
  private final Optional<Duration> all;
  private final int trainings;
  private final LongSupplier nanoTime;
  private final long start; // when the fit would have started, had it been a single run

  /// @param trainings how many flows share it
  /// @param usedBefore by earlier runs
  FitBudget(Optional<Duration> all, int trainings, LongSupplier nanoTime, Duration usedBefore) {
    this.all = all;
    this.trainings = trainings;
    this.nanoTime = nanoTime;
    this.start = nanoTime.getAsLong() - usedBefore.toNanos();
  }

  boolean isSpent() {
    return left(0).filter(time -> !time.isPositive()).isPresent();
  }

  /// The time budget of a flow from its own start, which lies in an earlier run if its training is resumed.
  Optional<Duration> share(int flowsDone, Optional<Trainer.State> current) {
    return left(current.map(Trainer.State::elapsedNanos).orElse(0L))
        .map(time -> time.dividedBy(trainings - flowsDone))
        .map(share -> share.isPositive() ? share : Duration.ofNanos(1));
  }

  private Optional<Duration> left(long nanosAgo) {
    return all.map(whole -> whole.minusNanos(nanoTime.getAsLong() - nanosAgo - start));
  }
}
