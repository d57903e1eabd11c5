package dev.bijou.table.fit;

import dev.bijou.storage.CheckpointWriter;
import dev.bijou.table.model.Provenance;
import dev.bijou.tensor.Workers;
import dev.bijou.train.Execution;
import dev.bijou.train.FlowFit;
import dev.bijou.train.TrainingListener;
import java.util.List;
import java.util.Optional;

/// Runs one fit of flows after the other: numbers their flows through, and writes checkpoints.
///
/// @param listener told of all flows, asked whether to stop
/// @param checkpoints empty if there is no file for them
record Learning(
    Workers workers,
    TrainingListener<FlowFit.Event> listener,
    Optional<CheckpointWriter<FitCheckpoint>> checkpoints) {

  /// What was learned.
  ///
  /// @param members how each flow of the fit has learned
  record Learned(FlowFit.Result result, List<Provenance.Member> members) {}

  /// Runs a fit.
  ///
  /// @param before how many flows earlier fits have learned
  /// @param after how many flows later fits are expected to learn
  /// @param earlier from which it goes on
  /// @param seen what looks at the rows before it have seen
  Learned run(
      FlowFit fit,
      int before,
      int after,
      Optional<FitCheckpoint> earlier,
      List<FirstLook.Seen> seen) {
    LearningCurves curves = new LearningCurves();
    earlier.ifPresent(checkpoint -> curves.restore(checkpoint.members()));
    FlowFit.Result result =
        fit.run(
            Execution.of(
                workers,
                System::nanoTime,
                listener::stop,
                event -> {
                  curves.accept(event);
                  listener.event(numbered(event, before, after));
                },
                state -> {
                  // A round that a stop has cut short is not kept: a fit that resumed from
                  // it would validate where the uninterrupted one does not.
                  if (!listener.stop()) {
                    checkpoints.ifPresent(
                        to -> to.accept(new FitCheckpoint(curves.members(), state, seen)));
                  }
                }),
            earlier.map(FitCheckpoint::state));
    checkpoints.ifPresent(CheckpointWriter::flush);
    return new Learned(result, curves.members());
  }

  private static FlowFit.Event numbered(FlowFit.Event event, int before, int after) {
    return switch (event) {
      case FlowFit.Event.MemberStarted(int member, int members) ->
          new FlowFit.Event.MemberStarted(before + member, before + members + after);
      case FlowFit.Event.Training(int member, int members, var what) ->
          new FlowFit.Event.Training(before + member, before + members + after, what);
    };
  }
}
