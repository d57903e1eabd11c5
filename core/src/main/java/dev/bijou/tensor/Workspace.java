package dev.bijou.tensor;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Where operations put their results on this thread, whether a tape records them, and whether a program captures them.
///
/// Outside any [#run] results are fresh arrays and nothing is recorded: the plain way to call the library. A worker
/// that runs many batches binds a workspace with an [Arena], and with a [Tape] when it trains. [Program#capture] binds
/// one that keeps the steps of a computation, to run them again on other data.
public final class Workspace {
  private static final ScopedValue<Workspace> CURRENT = ScopedValue.newInstance();
  private static final Workspace PLAIN = new Workspace(null, null, null, false);

  private final @Nullable Arena arena;
  private final @Nullable Tape tape;
  private final @Nullable List<Runnable> steps;
  private final boolean rebuilding;
  private final @Nullable Shared shared;

  /// Tensors derived from parameters alone, computed once for all parts of a workspace.
  private record Shared(Workspace maker, Map<Object, Tensor> made) {}

  private Workspace(
      @Nullable Arena arena,
      @Nullable Tape tape,
      @Nullable List<Runnable> steps,
      boolean rebuilding) {
    this(arena, tape, steps, rebuilding, null);
  }

  private Workspace(
      @Nullable Arena arena,
      @Nullable Tape tape,
      @Nullable List<Runnable> steps,
      boolean rebuilding,
      @Nullable Shared shared) {
    this.arena = arena;
    this.tape = tape;
    this.steps = steps;
    this.rebuilding = rebuilding;
    this.shared = shared;
  }

  /// A workspace that evaluates without recording.
  public static Workspace evaluating(Arena arena) {
    return new Workspace(arena, null, null, false);
  }

  /// A workspace that records on a tape.
  public static Workspace recording(Arena arena, Tape tape) {
    return new Workspace(arena, tape, null, false);
  }

  /// A workspace that records on a tape, but keeps only the image of a chain of bijections: the backward pass
  /// recomputes the argument of each layer from its image. So the memory of a step does not grow with the number of
  /// layers, and a step takes about a third longer.
  ///
  /// Both directions of a layer must be the same map in training. Couplings always are; other layers must not use
  /// dropout.
  public static Workspace rebuilding(Arena arena, Tape tape) {
    return new Workspace(arena, tape, null, true);
  }

  /// A workspace that evaluates without recording, and adds every step to `steps`.
  static Workspace capturing(List<Runnable> steps) {
    return new Workspace(null, null, steps, false);
  }

  /// The workspace bound to this thread, or the plain one.
  public static Workspace current() {
    return CURRENT.isBound() ? CURRENT.get() : PLAIN;
  }

  /// Runs `work` with this workspace bound to the thread.
  public <T> T run(Supplier<T> work) {
    return ScopedValue.where(CURRENT, this).call(work::get);
  }

  /// The tape, if one records.
  public Optional<Tape> tape() {
    return Optional.ofNullable(tape);
  }

  /// Whether a tape records.
  public boolean recording() {
    return tape != null;
  }

  /// Whether a tape records and keeps only the images of chains, see [#rebuilding(Arena, Tape)].
  public boolean rebuilding() {
    return rebuilding;
  }

  /// Whether a [#part] can have memory of its own.
  public boolean hasParts() {
    return arena != null;
  }

  /// A workspace for a part of the computation, with memory of its own: its results are valid until [#endPart]. If a tape
  /// records, the part has a tape of its own that adds to the same gradients.
  ///
  /// @param seed of the noise of the part's tape
  /// @throws IllegalStateException if there are no parts, see [#hasParts]
  public Workspace part(int seed) {
    if (arena == null) {
      throw new IllegalStateException("a workspace without an arena has no parts");
    }
    return new Workspace(arena.inner(), tape == null ? null : tape.part(seed), null, false, shared);
  }

  /// Releases the memory of the part.
  public void endPart() {
    if (arena != null) {
      arena.inner().reset();
    }
  }

  /// This workspace, but its parts share the tensors derived from parameters alone ([#once]): computed when a part
  /// first needs them, kept as long as this workspace's memory, and differentiated once, when this workspace's own tape
  /// runs backward after those of the parts.
  public Workspace sharing() {
    return new Workspace(arena, tape, steps, rebuilding, new Shared(this, new IdentityHashMap<>()));
  }

  /// A tensor derived from parameters alone, such as normalized weights: computed here, or once for all parts, see
  /// [#sharing].
  ///
  /// @param key its owner, by identity
  public Tensor once(Object key, Supplier<Tensor> made) {
    if (shared == null) {
      return made.get();
    }
    Tensor known = shared.made.get(key);
    if (known == null) {
      known = shared.maker.run(made);
      shared.made.put(key, known);
    }
    return known;
  }

  /// Runs `work` as in training, but records nothing: layers that behave differently in training do so here.
  public <T> T unrecorded(Supplier<T> work) {
    return tape == null
        ? run(work)
        : new Workspace(arena, tape.part(0), null, false, shared).run(work);
  }

  /// A parameter's values, with its gradient if the tape collects it.
  public Tensor read(Parameter parameter) {
    return tape == null ? parameter.value() : tape.attach(parameter);
  }

  /// An uninitialized tensor without gradient, for results and scratch.
  public Tensor scratch(int features, int lanes) {
    return arena == null ? Tensor.zeros(features, lanes) : arena.allocate(features, lanes);
  }

  /// An uninitialized tensor for the result of an operation; with a gradient if `tracked` and a tape records.
  public Tensor output(int features, int lanes, boolean tracked) {
    Tensor value = scratch(features, lanes);
    return tape == null || arena == null || !tracked
        ? value
        : value.tracked(Gradient.within(arena, features, lanes));
  }

  /// Where a kernel that writes the gradients of all its inputs is to write that of `input`: a scratch tensor if nobody
  /// collects it.
  public Tensor gradientOrScratch(Tensor input) {
    return input.tracked() ? input.gradient() : scratch(input.features(), input.lanes());
  }

  /// Runs a step of an operation: the part of it that depends on data. A [Program] runs it again on other data.
  ///
  /// So an operation checks shapes, takes its memory and looks at its parameters first, and then computes its results
  /// in a step, from its inputs as they are when the step runs. What a step adds to, it zeroes itself.
  public void compute(Runnable step) {
    step.run();
    if (steps != null) {
      steps.add(step);
    }
  }

  /// Records how the gradient of an output flows to its inputs; only if the output is tracked.
  public void record(Tensor output, Runnable derivative) {
    if (tape != null && output.tracked()) {
      tape.record(output, derivative);
    }
  }
}
