package dev.bijou.train;

/// What happens during a fit.
public sealed interface FitEvent {

  /// A member starts to learn.
  ///
  /// @param member its number, from 1
  /// @param members how many there will be
  record MemberStarted(int member, int members) implements FitEvent {}

  /// Something happened in the training of a member.
  ///
  /// @param member its number, from 1
  /// @param members how many there will be
  /// @param event what happened
  record Training(int member, int members, TrainingEvent event) implements FitEvent {}
}
