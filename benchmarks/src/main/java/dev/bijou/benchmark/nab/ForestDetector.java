package dev.bijou.benchmark.nab;

import com.amazon.randomcutforest.RandomCutForest;

/// AWS's random cut forest (Guha et al., 2016, ICML), as its entry in the benchmark used it: 100 trees of 256 points, which are
/// forgotten at the rate 1 / 100,000; each row is scored, divided by log₂ 256, and then learned.
///
/// @param shingle how many rows make a point; the entry reports 1 as the best of 1, 4, 24 and 48
/// @param seed of the forest
record ForestDetector(int shingle, long seed) implements AnomalyDetector {
  private static final int TREES = 100;
  private static final int SAMPLE = 256;
  private static final double DECAY = 1e-5;

  @Override
  public String name() {
    return "AWS forest, shingle " + shingle;
  }

  @Override
  public double[] scores(Series series) {
    RandomCutForest forest =
        RandomCutForest.builder()
            .dimensions(shingle)
            .shingleSize(shingle)
            .internalShinglingEnabled(true)
            .numberOfTrees(TREES)
            .sampleSize(SAMPLE)
            .timeDecay(DECAY)
            .randomSeed(seed)
            .build();
    double[] scores = new double[series.values().length];
    for (int row = 0; row < scores.length; row++) {
      float[] point = {(float) series.values()[row]};
      scores[row] = Math.min(1, forest.getAnomalyScore(point) / (Math.log(SAMPLE) / Math.log(2)));
      forest.update(point);
    }
    return scores;
  }
}
