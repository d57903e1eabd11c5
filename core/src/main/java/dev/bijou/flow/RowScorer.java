package dev.bijou.flow;

import dev.bijou.distribution.Distribution;
import dev.bijou.tensor.Arena;
import dev.bijou.tensor.Context;
import dev.bijou.tensor.Parameter;
import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Trainable;
import dev.bijou.tensor.Workspace;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;

/// Scores one row at a time with the least delay: a frozen copy of a distribution, laid out for single rows.
///
/// The result is that of [Distribution#logProb], bit for bit. Safe for any number of threads; each keeps its own
/// working memory, so that a call allocates next to nothing.
public final class RowScorer {
  private final Distribution frozen;
  private final ThreadLocal<Desk> desks;

  /// The working memory of a thread.
  private final class Desk {
    private final Arena arena = new Arena();
    private final Workspace workspace = Workspace.evaluating(arena);
    private final Tensor x = Tensor.zeros(frozen.features(), 1);
    private final Tensor given = Tensor.zeros(frozen.contextFeatures(), 1);
    private final Context context = given.features() == 0 ? Context.NONE : Context.of(given);

    float score(float[] row) {
      System.arraycopy(row, 0, x.data(), 0, x.features());
      System.arraycopy(row, x.features(), given.data(), 0, given.features());
      arena.reset();
      return workspace.run(this::logProb).get(0, 0);
    }

    private Tensor logProb() {
      return frozen.logProb(x, context);
    }
  }

  private RowScorer(Distribution frozen) {
    this.frozen = frozen;
    this.desks = ThreadLocal.withInitial(Desk::new);
  }

  /// A scorer that goes on from the distribution as it is now; training it further changes nothing here.
  ///
  /// @throws UnsupportedOperationException if the distribution has no specification to copy it by (a user's own)
  public static RowScorer of(Distribution distribution) {
    Distribution copy = distribution.spec().build(0);
    Map<String, Tensor> values = new HashMap<>();
    distribution.visit("", each(values::put));
    copy.visit(
        "", each((name, tensor) -> tensor.set(Objects.requireNonNull(values.get(name), name))));
    copy.parameters().forEach(Parameter::freeze);
    return new RowScorer(copy);
  }

  /// log p(row), in nats: the row's features, then its context features.
  ///
  /// @throws IllegalArgumentException if the row has another length
  public float logProb(float[] row) {
    int width = frozen.features() + frozen.contextFeatures();
    if (row.length != width) {
      throw new IllegalArgumentException(
          "row has %d numbers, but needs %d".formatted(row.length, width));
    }
    return desks.get().score(row);
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
