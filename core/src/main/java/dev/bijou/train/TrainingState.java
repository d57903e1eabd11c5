package dev.bijou.train;

/// All that a training needs to go on bit for bit: between two rounds it is a function of this and the data.
///
/// @param step steps taken
/// @param updates optimizer updates since the moments were last zero
/// @param sinceBest epochs since the best validation
/// @param rateFactor what rollbacks left of the learning rate
/// @param rollbacks how many there were
/// @param best the best validation so far, nats
/// @param elapsedNanos time spent so far
/// @param weights the current weights
/// @param mean their running mean
/// @param firstMoment of the gradient
/// @param secondMoment of the gradient
/// @param bestWeights the weights that gave the best validation
public record TrainingState(
    long step,
    long updates,
    double sinceBest,
    float rateFactor,
    int rollbacks,
    double best,
    long elapsedNanos,
    float[] weights,
    float[] mean,
    float[] firstMoment,
    float[] secondMoment,
    float[] bestWeights) {}
