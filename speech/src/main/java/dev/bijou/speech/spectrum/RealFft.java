package dev.bijou.speech.spectrum;

/// The discrete Fourier transform of n real numbers, n a power of two, in double precision:
/// X(k) = Σₜ x(t)·exp(−2πi·k·t/n) for k = 0 … n/2.
///
/// Works by a complex transform of half the length, radix 2. Holds working memory: not safe for use by several threads
/// at once.
public final class RealFft {
  private final int size;
  private final int half;
  private final double[] cos; // cos(2πk/n), k < n/2
  private final double[] sin;
  private final int[] reversed; // bit-reversed indices below n/2
  private final double[] re;
  private final double[] im;

  /// @param size n
  /// @throws IllegalArgumentException if it is no power of two, or below 2
  public RealFft(int size) {
    if (size < 2 || Integer.bitCount(size) != 1) {
      throw new IllegalArgumentException("the size must be a power of two, got " + size);
    }
    this.size = size;
    half = size / 2;
    cos = new double[half];
    sin = new double[half];
    reversed = new int[half];
    re = new double[half];
    im = new double[half];
    int shift = Integer.numberOfLeadingZeros(half) + 1;
    for (int k = 0; k < half; k++) {
      cos[k] = Math.cos(2 * Math.PI * k / size);
      sin[k] = Math.sin(2 * Math.PI * k / size);
      reversed[k] = half == 1 ? 0 : Integer.reverse(k) >>> shift;
    }
  }

  /// n.
  public int size() {
    return size;
  }

  /// n/2 + 1.
  public int bins() {
    return half + 1;
  }

  /// Transforms.
  ///
  /// @param x n values; not modified
  /// @param real filled with the real parts of X(0) … X(n/2)
  /// @param imaginary filled with the imaginary parts
  public void forward(double[] x, double[] real, double[] imaginary) {
    for (int k = 0; k < half; k++) {
      int t = 2 * reversed[k];
      re[k] = x[t];
      im[k] = x[t + 1];
    }
    transform();
    for (int k = 0; k <= half; k++) {
      int a = k == half ? 0 : k;
      int b = k == 0 ? 0 : half - k;
      double evenRe = (re[a] + re[b]) / 2;
      double evenIm = (im[a] - im[b]) / 2;
      double oddRe = (im[a] + im[b]) / 2;
      double oddIm = (re[b] - re[a]) / 2;
      double c = k == half ? -1 : cos[k];
      double s = k == half ? 0 : sin[k];
      real[k] = evenRe + c * oddRe + s * oddIm;
      imaginary[k] = evenIm + c * oddIm - s * oddRe;
    }
  }

  /// Transforms back. The imaginary parts of X(0) and X(n/2) are taken for zero.
  ///
  /// @param real of X(0) … X(n/2); not modified
  /// @param imaginary of X(0) … X(n/2); not modified
  /// @param x filled with n values
  public void inverse(double[] real, double[] imaginary, double[] x) {
    for (int k = 0; k < half; k++) {
      int b = half - k;
      double aIm = k == 0 ? 0 : imaginary[k];
      double bIm = k == 0 ? 0 : imaginary[b];
      double evenRe = (real[k] + real[b]) / 2;
      double evenIm = (aIm - bIm) / 2;
      double diffRe = (real[k] - real[b]) / 2;
      double diffIm = (aIm + bIm) / 2;
      double oddRe = cos[k] * diffRe - sin[k] * diffIm;
      double oddIm = cos[k] * diffIm + sin[k] * diffRe;
      // The conjugate goes in and comes out, so that the forward transform serves.
      int r = reversed[k];
      re[r] = evenRe - oddIm;
      im[r] = -(evenIm + oddRe);
    }
    transform();
    for (int t = 0; t < half; t++) {
      x[2 * t] = re[t] / half;
      x[2 * t + 1] = -im[t] / half;
    }
  }

  /// The complex transform of length n/2, in place, of values in bit-reversed order.
  private void transform() {
    for (int length = 2; length <= half; length *= 2) {
      int middle = length / 2;
      int stride = size / length;
      for (int start = 0; start < half; start += length) {
        for (int j = 0; j < middle; j++) {
          double c = cos[j * stride];
          double s = sin[j * stride];
          int a = start + j;
          int b = a + middle;
          double tRe = c * re[b] + s * im[b];
          double tIm = c * im[b] - s * re[b];
          re[b] = re[a] - tRe;
          im[b] = im[a] - tIm;
          re[a] += tRe;
          im[a] += tIm;
        }
      }
    }
  }
}
