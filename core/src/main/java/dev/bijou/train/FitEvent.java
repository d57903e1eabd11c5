package dev.bijou.train;

/// An event of a fit.
public sealed interface FitEvent {

  /// A flow starts to learn; it may become a member of the ensemble.
  ///
  /// @param member its number, from 1
  /// @param members how many will be learned
  record MemberStarted(int member, int members) implements FitEvent {}

  /// Something happened in the training of a flow.
  ///
  /// @param member its number, from 1
  /// @param members how many will be learned
  /// @param event what happened
  record Training(int member, int members, TrainingEvent event) implements FitEvent {}
}
