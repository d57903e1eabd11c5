package dev.bijou.tensor;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// A computation to repeat on other data: the steps of its operations in their order, over fixed memory.
///
/// Running it again costs only its arithmetic: no checks, no graph, no allocation. Its inputs are the tensors that the
/// computation read while it was captured; overwrite their values, and run. Shapes, parameters and what operations
/// derive from parameters alone are constants of a program: capture again when parameters have changed.
///
/// What a computation does to data outside of operations ([Workspace#compute]) is not captured, nor are decisions that
/// depend on the data. The log-densities and the maps of this library are captured whole; draws, distribution functions
/// and quantiles are not. A program belongs to one thread at a time.
public final class Program {
  private final Runnable[] steps;
  private final Tensor result;

  private Program(List<Runnable> steps, Tensor result) {
    this.steps = steps.toArray(Runnable[]::new);
    this.result = result;
  }

  /// Runs a computation once, without a tape, and captures it.
  public static Program capture(Supplier<Tensor> computation) {
    List<Runnable> steps = new ArrayList<>();
    Tensor result = Workspace.capturing(steps).run(computation);
    return new Program(steps, result);
  }

  /// Computes the result from the inputs as they are now: always the same tensor, valid until the next run.
  public Tensor run() {
    for (Runnable step : steps) {
      step.run();
    }
    return result;
  }
}
