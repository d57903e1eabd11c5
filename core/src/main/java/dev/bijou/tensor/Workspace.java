package dev.bijou.tensor;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Where operations put their results on this thread, and whether their derivatives are recorded.
///
/// Outside any [#run] results are fresh arrays and nothing is recorded: the plain way to call the library. [#reusing] takes
/// results from memory that is used again; [#recording(ParameterPack, float\[\], int)] records on it, to compute gradients.
/// [#capture] keeps the steps of a computation, to run them again on other data.
///
/// A workspace belongs to one thread at a time.
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

  /// A workspace that evaluates without recording, in memory of its own that [#reset] takes back: once warm, it allocates
  /// nothing.
  public static Workspace reusing() {
    return new Workspace(new Arena(), null, null, false);
  }

  /// A workspace in this one's memory that records the derivative of each operation, for [#backward] to play back.
  ///
  /// @param gradients where the gradients of the pack's parameters are added, laid out as `pack.values()`
  /// @param seed of the noise of training, such as dropout
  /// @throws IllegalArgumentException if the array has another length than the pack
  /// @throws IllegalStateException if this workspace has no memory to use again, see [#reusing]
  public Workspace recording(ParameterPack pack, float[] gradients, int seed) {
    return new Workspace(ownArena(), new Tape(pack, gradients, seed), null, false);
  }

  /// This recording workspace, but layers are as they are after training: statistics are the running averages, and stay as they
  /// are; nothing is dropped.
  ///
  /// @throws IllegalStateException if this workspace does not record
  public Workspace settled() {
    return new Workspace(arena, ownTape().settle(), null, rebuilding, shared);
  }

  /// This recording workspace, but it keeps only the image of a chain of bijections: the backward pass recomputes the
  /// argument of each layer from its image. So the memory of a step does not grow with the number of layers, and a step
  /// takes about a third longer.
  ///
  /// Both directions of a layer must be the same map in training. Couplings always are; other layers must not use
  /// dropout.
  ///
  /// @throws IllegalStateException if this workspace does not record
  public Workspace rebuilding() {
    return new Workspace(ownArena(), ownTape(), null, true, shared);
  }

  /// Runs a computation once, without recording its derivatives, and captures it: whoever asks the result for a value runs
  /// the steps of its operations again, over fixed memory. That costs only their arithmetic: no checks, no graph, no
  /// allocation. The answer is always the same tensor, valid until the next call.
  ///
  /// The inputs are the tensors that the computation read while it was captured; overwrite their values. Shapes, parameters
  /// and what operations derive from parameters alone are constants: capture again when parameters have changed.
  ///
  /// What a computation does to data outside of operations ([#compute]) is not captured, nor are decisions that depend on
  /// the data. The log-densities and the maps of this library are captured whole; draws, distribution functions and
  /// quantiles are not. A captured computation belongs to one thread at a time.
  public static Supplier<Tensor> capture(Supplier<Tensor> computation) {
    List<Runnable> captured = new ArrayList<>();
    Tensor result = new Workspace(null, null, captured, false).run(computation);
    Runnable[] steps = captured.toArray(Runnable[]::new);
    return () -> {
      for (Runnable step : steps) {
        step.run();
      }
      return result;
    };
  }

  /// The workspace bound to this thread, or the plain one.
  public static Workspace current() {
    return CURRENT.isBound() ? CURRENT.get() : PLAIN;
  }

  /// Runs `work` with this workspace bound to the thread.
  public <T> T run(Supplier<T> work) {
    return ScopedValue.where(CURRENT, this).call(work::get);
  }

  /// Takes back all memory of a workspace that reuses it. Its tensors are no longer valid.
  public void reset() {
    if (arena != null) {
      arena.reset();
    }
  }

  /// The largest number of bytes in use between two resets so far, parts included; 0 if memory is not used again.
  public long peakBytes() {
    return arena == null ? 0 : arena.peakBytes();
  }

  /// Whether derivatives are recorded.
  public boolean recording() {
    return tape != null;
  }

  /// Whether layers behave as in training: derivatives are recorded, and not [#settled].
  public boolean training() {
    return tape != null && !tape.settled();
  }

  /// Whether derivatives are recorded and only the images of chains are kept, see [#rebuilding].
  public boolean rebuildsChains() {
    return rebuilding;
  }

  /// A new seed for each call, for noise that belongs to training (dropout).
  ///
  /// @throws IllegalStateException if this workspace does not record
  public int nextSeed() {
    return ownTape().nextSeed();
  }

  /// Runs the recorded derivatives, last first, and forgets them. The gradient of the result must have been set.
  ///
  /// @throws IllegalStateException if this workspace does not record
  public void backward() {
    ownTape().backward();
  }

  private Tape ownTape() {
    if (tape == null) {
      throw new IllegalStateException("this workspace does not record");
    }
    return tape;
  }

  private Arena ownArena() {
    if (arena == null) {
      throw new IllegalStateException("this workspace has no memory to use again");
    }
    return arena;
  }

  /// Whether a [#part] can have memory of its own.
  public boolean hasParts() {
    return arena != null;
  }

  /// A workspace for a part of the computation, with memory of its own: its results are valid until [#endPart]. If this
  /// workspace records, the part records by itself and adds to the same gradients.
  ///
  /// @param seed of the noise of the part
  /// @throws IllegalStateException if there are no parts, see [#hasParts]
  public Workspace part(int seed) {
    Arena own = ownArena();
    return new Workspace(own.inner(), tape == null ? null : tape.part(seed), null, false, shared);
  }

  /// Releases the memory of the part.
  public void endPart() {
    if (arena != null) {
      arena.inner().reset();
    }
  }

  /// This workspace, but its parts share the tensors derived from parameters alone ([#once]): computed when a part
  /// first needs them, kept as long as this workspace's memory, and differentiated once, when this workspace
  /// runs backward after its parts.
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

  /// A parameter's values, with its gradient if that is collected.
  public Tensor read(Parameter parameter) {
    return tape == null ? parameter.value() : tape.attach(parameter);
  }

  /// An uninitialized tensor without gradient, for results and scratch.
  public Tensor scratch(int features, int lanes) {
    return arena == null ? Tensor.zeros(features, lanes) : arena.allocate(features, lanes);
  }

  /// An uninitialized tensor for the result of an operation; with a gradient if `tracked` and derivatives are recorded.
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

  /// Runs a step of an operation: the part of it that depends on data. [#capture] runs it again on other data.
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
