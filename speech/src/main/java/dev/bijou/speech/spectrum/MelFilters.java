package dev.bijou.speech.spectrum;

import java.util.Arrays;

/// Triangular filters with equal widths on the [MelScale] and equal areas:
/// filter b rises from f(b) to f(b+1), falls to f(b+2), and its peak is 2/(f(b+2) − f(b)).
public final class MelFilters {
  private final int[] first; // the first bin with a weight
  private final double[][] weights;
  private final int bins;
  private final double[] sums; // of the weights of each bin

  /// @param fftSize samples of a frame
  /// @param lowestHz where the first filter begins
  /// @param highestHz where the last filter ends
  public MelFilters(int sampleRateHz, int fftSize, int bands, double lowestHz, double highestHz) {
    bins = fftSize / 2 + 1;
    first = new int[bands];
    weights = new double[bands][];
    sums = new double[bins];
    double[] edges = new double[bands + 2];
    double low = MelScale.mel(lowestHz);
    double high = MelScale.mel(highestHz);
    for (int i = 0; i < edges.length; i++) {
      edges[i] = MelScale.hz(low + (high - low) * i / (bands + 1));
    }
    double binHz = (double) sampleRateHz / fftSize;
    for (int b = 0; b < bands; b++) {
      int from = Math.clamp((long) Math.floor(edges[b] / binHz), 0, bins - 1);
      int to = Math.clamp((long) Math.ceil(edges[b + 2] / binHz), 0, bins - 1);
      first[b] = from;
      weights[b] = new double[to - from + 1];
      for (int k = from; k <= to; k++) {
        double rising = (k * binHz - edges[b]) / (edges[b + 1] - edges[b]);
        double falling = (edges[b + 2] - k * binHz) / (edges[b + 2] - edges[b + 1]);
        double height = Math.max(0, Math.min(rising, falling));
        weights[b][k - from] = height * 2 / (edges[b + 2] - edges[b]);
        sums[k] += weights[b][k - from];
      }
    }
  }

  /// How many filters there are.
  public int bands() {
    return weights.length;
  }

  /// How many frequencies they see.
  public int bins() {
    return bins;
  }

  /// Band b of a spectrum's magnitudes.
  public double apply(int band, double[] magnitudes) {
    double sum = 0;
    for (int i = 0; i < weights[band].length; i++) {
      sum += weights[band][i] * magnitudes[first[band] + i];
    }
    return sum;
  }

  /// The weight of a bin in a band.
  public double weight(int band, int bin) {
    int i = bin - first[band];
    return i < 0 || i >= weights[band].length ? 0 : weights[band][i];
  }

  /// The derivative of [#apply]: adds `slope` times the weights of the band.
  public void add(int band, double slope, double[] magnitudes) {
    for (int i = 0; i < weights[band].length; i++) {
      magnitudes[first[band] + i] += slope * weights[band][i];
    }
  }

  /// For each bin the mean of the values of the bands that see it, by their weights; 0 where none does.
  ///
  /// @param values one for each band
  /// @param target overwritten, one for each bin
  public void spread(double[] values, double[] target) {
    Arrays.fill(target, 0);
    for (int b = 0; b < weights.length; b++) {
      add(b, values[b], target);
    }
    for (int k = 0; k < bins; k++) {
      target[k] = sums[k] == 0 ? 0 : target[k] / sums[k];
    }
  }
}
