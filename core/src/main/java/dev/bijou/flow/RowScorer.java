package dev.bijou.flow;

import dev.bijou.distribution.Distribution;
import dev.bijou.tensor.Context;
import dev.bijou.tensor.Parameter;
import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Trainable;
import dev.bijou.tensor.Workspace;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/// Scores one row at a time with the least delay: a frozen copy of a distribution, laid out for single rows.
///
/// The result is that of [Distribution#logProb] or other [Statistics], bit for bit. Safe for any number of threads, virtual
/// ones too: a first call captures what is computed of one row, and later ones run that again, which allocates nothing. As
/// many captures are kept as calls are likely to run at a time, whichever threads come, and all go with the scorer.
public final class RowScorer {

  /// Numbers of each row under a distribution, such as its log-density.
  @FunctionalInterface
  public interface Statistics {

    /// The numbers of each lane of x, numbers × lanes.
    Tensor of(Distribution distribution, Tensor x, Context context);
  }

  private final Distribution frozen;
  private final Statistics statistics;
  private final Pool<Desk> desks = Pool.ofProcessors();

  /// The place of a row, and the program that scores what lies there.
  ///
  /// @param x features × 1
  /// @param given context features × 1
  private record Desk(Tensor x, Tensor given, Supplier<Tensor> answer) {
    static Desk of(Distribution distribution, Statistics statistics) {
      Tensor x = Tensor.zeros(distribution.features(), 1);
      Tensor given = Tensor.zeros(distribution.contextFeatures(), 1);
      Context context = given.features() == 0 ? Context.NONE : Context.of(given);
      return new Desk(x, given, Workspace.capture(() -> statistics.of(distribution, x, context)));
    }

    Tensor score(float[] row) {
      int width = x.features() + given.features();
      if (row.length != width) {
        throw new IllegalArgumentException(
            "row has %d numbers, but needs %d".formatted(row.length, width));
      }
      System.arraycopy(row, 0, x.data(), 0, x.features());
      System.arraycopy(row, x.features(), given.data(), 0, given.features());
      return answer.get();
    }
  }

  private RowScorer(Distribution frozen, Statistics statistics) {
    this.frozen = frozen;
    this.statistics = statistics;
  }

  /// A scorer of the distribution as it is now; training it further does not change the scorer.
  ///
  /// @throws UnsupportedOperationException if the distribution has no specification to copy it by (a user's own)
  /// @throws IllegalArgumentException if the distribution is one of sequences
  public static RowScorer of(Distribution distribution) {
    return of(distribution, Distribution::logProb);
  }

  /// The same for other numbers of a row, see [#statistics].
  ///
  /// @throws UnsupportedOperationException if the distribution has no specification to copy it by (a user's own)
  /// @throws IllegalArgumentException if the distribution is one of sequences
  public static RowScorer of(Distribution distribution, Statistics statistics) {
    return new RowScorer(frozen(distribution), statistics);
  }

  private static Distribution frozen(Distribution distribution) {
    Evaluation.requireRows(distribution);
    Distribution copy = distribution.spec().build(0);
    Map<String, Tensor> values = new HashMap<>();
    distribution.visit("", each(values::put));
    copy.visit(
        "", each((name, tensor) -> tensor.set(Objects.requireNonNull(values.get(name), name))));
    copy.parameters().forEach(Parameter::freeze);
    return copy;
  }

  /// log p(row), in nats: the row's features, then its context features.
  ///
  /// @throws IllegalArgumentException if the row has another length
  public float logProb(float[] row) {
    Desk desk = take();
    try {
      return desk.score(row).get(0, 0);
    } finally {
      desks.give(desk);
    }
  }

  /// The numbers of one row that this scorer computes.
  ///
  /// @throws IllegalArgumentException if the row has another length
  public float[] statistics(float[] row) {
    Desk desk = take();
    try {
      return desk.score(row).toArray();
    } finally {
      desks.give(desk);
    }
  }

  private Desk take() {
    Desk free = desks.take();
    return free == null ? Desk.of(frozen, statistics) : free;
  }

  private static Trainable.Visitor each(BiConsumer<String, Tensor> action) {
    return new Trainable.Visitor() {
      @Override
      public void parameter(String name, Parameter parameter) {
        action.accept(name, parameter.value());
      }

      @Override
      public void state(String name, Tensor tensor) {
        action.accept(name, tensor);
      }
    };
  }
}
