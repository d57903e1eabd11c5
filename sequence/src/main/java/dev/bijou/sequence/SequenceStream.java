package dev.bijou.sequence;

import dev.bijou.tensor.Shapes;
import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Workspace;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;

/// A long sequence that is being drawn, chunk by chunk: see [SequenceSampler#stream]. Holds the context of the next chunks
/// and no more. Not thread-safe.
public final class SequenceStream {
  /// Frames of the context in the first chunk.
  private static final int FIRST = 8;

  private final SequenceSampler sampler;
  private final IntFunction<Tensor> context;
  private final int reach;
  private final Deque<Tensor> drawn = new ArrayDeque<>();
  private Tensor held;
  private long first; // the number of the first frame that is held
  private boolean ended;
  private long next;
  private int length;

  SequenceStream(SequenceSampler sampler, IntFunction<Tensor> context) {
    this.sampler = sampler;
    this.context = context;
    this.reach = sampler.reach();
    this.held = Tensor.zeros(sampler.distribution().contextFeatures(), 0);
    this.length = Math.min(FIRST, sampler.chunk());
  }

  /// Frames of the context.
  private record Span(long from, long to) {}

  /// The next chunk, features × lanes, which is the caller's own; empty at the end.
  ///
  /// @throws IllegalArgumentException if the context has other features than the distribution needs
  public Optional<Tensor> next() {
    if (drawn.isEmpty()) {
      advance();
    }
    return Optional.ofNullable(drawn.poll());
  }

  /// Draws a chunk on each thread; the very first one alone, as somebody waits for it.
  private void advance() {
    int threads = next == 0 ? 1 : sampler.workers().count();
    fill(next + (long) length * threads + reach);
    long end = first + held.lanes();
    List<Span> spans = new ArrayList<>();
    while (spans.size() < threads && next < end) {
      long to = Math.min(next + length, end);
      spans.add(new Span(next, to));
      next = to;
    }
    length = Math.min(2 * length, sampler.chunk());
    Tensor[] parts = new Tensor[spans.size()];
    sampler
        .workers()
        .run(
            parts.length,
            (i, workspace) ->
                parts[i] = workspace.run(() -> draw(spans.get(i), end)));
    drawn.addAll(List.of(parts));
  }

  private Tensor draw(Span span, long end) {
    long from = Math.max(first, span.from - reach);
    int lanes = (int) (Math.min(end, span.to + reach) - from);
    int start = (int) (from - first);
    Tensor own = Workspace.current().scratch(held.features(), lanes).setLanes(held, start);
    return sampler.draw(own, from, span.from, span.to);
  }

  /// Drops the context that is no longer needed and reads on up to a frame, if there are as many.
  private void fill(long to) {
    int keep = (int) (first + held.lanes() - Math.max(first, next - reach));
    int wanted = ended ? 0 : (int) Math.max(0, to - first - held.lanes());
    if (wanted == 0 && keep == held.lanes()) {
      return;
    }
    Tensor more = wanted == 0 ? Tensor.zeros(held.features(), 0) : context.apply(wanted);
    Shapes.requireFeatures(
        "the context", more, "that of the distribution", sampler.distribution().contextFeatures());
    ended |= more.lanes() < wanted;
    Tensor all = Tensor.zeros(held.features(), keep + more.lanes());
    int dropped = held.lanes() - keep;
    for (int f = 0; f < all.features(); f++) {
      System.arraycopy(held.data(), held.at(f) + dropped, all.data(), all.at(f), keep);
      System.arraycopy(more.data(), more.at(f), all.data(), all.at(f) + keep, more.lanes());
    }
    held = all;
    first += dropped;
  }
}
