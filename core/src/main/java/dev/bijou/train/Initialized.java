package dev.bijou.train;

import dev.bijou.tensor.Workers;
import dev.bijou.tensor.Workspace;

/// An objective for a model that is already trained: what depends on the data is not set again.
///
/// @param of the objective in all other respects
record Initialized(Objective of) implements Objective {
  @Override
  public void initialize() {
    // The model has its scales.
  }

  @Override
  public long stepsPerEpoch() {
    return of.stepsPerEpoch();
  }

  @Override
  public int shards() {
    return of.shards();
  }

  @Override
  public void prepare(long step) {
    of.prepare(step);
  }

  @Override
  public double backward(int shard, Workspace workspace) {
    return of.backward(shard, workspace);
  }

  @Override
  public boolean settled() {
    return of.settled();
  }

  @Override
  public boolean keepsLatest() {
    return of.keepsLatest();
  }

  @Override
  public double score(Workers workers) {
    return of.score(workers);
  }
}
