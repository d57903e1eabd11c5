package dev.bijou.train;

import java.util.List;
import java.util.Optional;

/// All that a fit needs to go on bit for bit, together with its data and options.
///
/// @param done the weights of the members that are finished, in order
/// @param current the training of the next member, if it has begun
public record FitState(List<float[]> done, Optional<TrainingState> current) {}
