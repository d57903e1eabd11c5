package dev.bijou.speech.spectrum;

import dev.bijou.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// The frames of some sounds at one resolution, and the weighted sum of their distances, see [SpectralScore].
final class SpectralFrames {
  /// Amplitude of the white noise below which magnitudes do not count.
  static final double NOISE = 2e-5;

  private final Resolution resolution;
  private final List<Side> sides;
  private final double[][] weights;
  private final double[] window;
  private final RealFft fft;
  private final double[] block;
  private final List<Spectrum> spectra;

  /// One window, and what is compared under it.
  ///
  /// @param size samples of the window, a power of two
  /// @param hop samples from one frame to the next
  /// @param share weight of the distance
  /// @param bands filters whose outputs are compared; none for the magnitudes themselves
  record Resolution(int size, int hop, double share, Optional<MelFilters> bands) {
    static Resolution ofMagnitudes(int size, double share) {
      return new Resolution(size, size / 2, share, Optional.empty());
    }

    static Resolution ofBands(MelFilters filters, int hop) {
      return new Resolution(2 * (filters.bins() - 1), hop, 1, Optional.of(filters));
    }

    private double[] window() {
      return IntStream.range(0, size)
          .mapToDouble(t -> 0.5 - 0.5 * Math.cos(2 * Math.PI * t / size))
          .toArray();
    }

    private double leastPower() {
      return NOISE * NOISE * 3 / 8 * size;
    }

    private int values() {
      return bands.map(MelFilters::bands).orElse(size / 2 + 1);
    }
  }

  /// A segment of one of the sounds, and the derivative of the score in it.
  static final class Side {
    private final double[] sound;
    private final double[] slope;
    private final boolean tracked;

    Side(Tensor from, int segment, int segments) {
      int group = from.features();
      int lanes = from.lanes() / segments;
      this.sound = new double[group * lanes];
      this.slope = new double[group * lanes];
      this.tracked = from.tracked();
      for (int j = 0; j < group; j++) {
        int at = from.at(j) + segment * lanes;
        for (int n = 0; n < lanes; n++) {
          sound[n * group + j] = from.data()[at + n];
        }
      }
    }

    void writeSlope(Tensor to, int segment, int segments) {
      int group = to.features();
      int lanes = to.lanes() / segments;
      for (int j = 0; j < group; j++) {
        int at = to.at(j) + segment * lanes;
        for (int n = 0; n < lanes; n++) {
          to.data()[at + n] = (float) slope[n * group + j];
        }
      }
    }
  }

  /// @param weights of the distances, by sides
  SpectralFrames(Resolution resolution, List<Side> sides, double[][] weights) {
    this.resolution = resolution;
    this.sides = sides;
    this.weights = weights;
    this.window = resolution.window();
    this.fft = new RealFft(resolution.size());
    this.block = new double[resolution.size()];
    this.spectra = sides.stream().map(_ -> new Spectrum(fft.bins(), resolution.values())).toList();
  }

  /// The sum, whose derivative is added to the sides; 0 where a segment is shorter than a window.
  double add(int samples) {
    int frames = samples < block.length ? 0 : (samples - block.length) / resolution.hop() + 1;
    double share = resolution.share() / ((double) frames * resolution.values());
    double sum = 0;
    for (int t = 0; t < frames; t++) {
      int from = t * resolution.hop();
      for (int i = 0; i < sides.size(); i++) {
        transform(sides.get(i), from, spectra.get(i));
      }
      for (int i = 0; i < sides.size(); i++) {
        for (int j = i + 1; j < sides.size(); j++) {
          if (weights[i][j] != 0) {
            sum += compare(share * weights[i][j], spectra.get(i), spectra.get(j));
          }
        }
      }
      for (int i = 0; i < sides.size(); i++) {
        if (sides.get(i).tracked) {
          back(spectra.get(i), from, sides.get(i).slope);
        }
      }
    }
    return sum;
  }

  private void transform(Side side, int from, Spectrum to) {
    for (int n = 0; n < block.length; n++) {
      block[n] = window[n] * side.sound[from + n];
    }
    fft.forward(block, to.real, to.imaginary);
    to.measure(resolution);
  }

  private static double compare(double weight, Spectrum x, Spectrum y) {
    double sum = 0;
    for (int k = 0; k < x.logs.length; k++) {
      double difference = x.logs[k] - y.logs[k];
      double slope = weight * Math.signum(difference);
      sum += weight * Math.abs(difference);
      x.slopes[k] += slope;
      y.slopes[k] -= slope;
    }
    return sum;
  }

  /// The derivative in the spectrum, g·X, becomes that in the sound, Σₖ gₖ (Re Xₖ cos − Im Xₖ sin): the inverse transform
  /// has that over the size, and counts all but the first and the last frequency twice.
  private void back(Spectrum spectrum, int from, double[] slope) {
    double[] byPower = spectrum.byPower(resolution);
    int last = byPower.length - 1;
    for (int k = 0; k <= last; k++) {
      double scale = byPower[k] * block.length * (k == 0 || k == last ? 1 : 0.5);
      spectrum.real[k] *= scale;
      spectrum.imaginary[k] *= scale;
    }
    fft.inverse(spectrum.real, spectrum.imaginary, block);
    for (int n = 0; n < block.length; n++) {
      slope[from + n] += window[n] * block[n];
    }
  }

  /// The spectrum of a frame, the logarithms that are compared, and the derivatives in these.
  private static final class Spectrum {
    private final double[] real;
    private final double[] imaginary;
    private final double[] power; // |X|² + ε²
    private final double[] magnitude;
    private final double[] bands;
    private final double[] byMagnitude;
    private final double[] logs;
    private final double[] slopes;

    Spectrum(int bins, int values) {
      real = new double[bins];
      imaginary = new double[bins];
      power = new double[bins];
      magnitude = new double[bins];
      byMagnitude = new double[bins];
      bands = new double[values];
      logs = new double[values];
      slopes = new double[values];
    }

    void measure(Resolution resolution) {
      double least = resolution.leastPower();
      for (int k = 0; k < power.length; k++) {
        power[k] = real[k] * real[k] + imaginary[k] * imaginary[k] + least;
      }
      Arrays.fill(slopes, 0);
      if (resolution.bands().isEmpty()) {
        for (int k = 0; k < logs.length; k++) {
          logs[k] = 0.5 * Math.log(power[k]);
        }
        return;
      }
      MelFilters filters = resolution.bands().get();
      for (int k = 0; k < power.length; k++) {
        magnitude[k] = Math.sqrt(power[k]);
      }
      for (int b = 0; b < logs.length; b++) {
        bands[b] = Math.max(filters.apply(b, magnitude), Double.MIN_NORMAL);
        logs[b] = Math.log(bands[b]);
      }
    }

    /// The derivative in X is this times X.
    double[] byPower(Resolution resolution) {
      if (resolution.bands().isEmpty()) {
        for (int k = 0; k < power.length; k++) {
          byMagnitude[k] = slopes[k] / power[k];
        }
        return byMagnitude;
      }
      Arrays.fill(byMagnitude, 0);
      for (int b = 0; b < logs.length; b++) {
        resolution.bands().get().add(b, slopes[b] / bands[b], byMagnitude);
      }
      for (int k = 0; k < power.length; k++) {
        byMagnitude[k] /= magnitude[k];
      }
      return byMagnitude;
    }
  }
}
