package dev.bijou.sequence.bijection;

import dev.bijou.bijection.Bijection;
import dev.bijou.bijection.BijectionSpec;
import dev.bijou.operation.Clip;
import dev.bijou.operation.Convolution;
import dev.bijou.operation.Overlap;
import dev.bijou.operation.Taps;
import dev.bijou.spec.support.Outline;
import dev.bijou.tensor.Context;
import dev.bijou.tensor.Mapped;
import dev.bijou.tensor.Numerics;
import dev.bijou.tensor.OverTime;
import dev.bijou.tensor.OverTime.Span;
import dev.bijou.tensor.Shapes;
import dev.bijou.tensor.Tensor;
import java.util.List;
import java.util.random.RandomGenerator;

/// The modified discrete cosine transform of a sequence whose lanes are blocks of M samples (Princen and Bradley, 1986;
/// Malvar, 1992): z[k, t] is the part of the sound around block t at the frequency (k + ½) / 2M of the sampling rate.
///
/// ```
/// z = C · overlap(x)        C[k, n] = √(2 / M) · cos(π (k + ½)(n + ½) / M)
/// ```
///
/// Both are orthogonal, so the log-determinant is 0. Neighbouring blocks overlap by a half to each side, under the sine
/// window, but for the ends of a segment. A sound's variance depends on the frequency far more than on the place within a
/// block, so what comes next has less to learn.
public final class LappedTransform implements Bijection, OverTime {
  private final Tensor cosines; // (features × features), its own inverse
  private final Tensor none; // (features × 1)

  /// @param features samples in a block, even
  /// @throws IllegalArgumentException if it is out of range
  public LappedTransform(int features) {
    int size = new Spec(features).features();
    this.none = Tensor.zeros(size, 1);
    this.cosines = Tensor.zeros(size, size);
    float[] wave = new float[8 * size]; // one turn: all cosines that there are
    for (int i = 0; i < wave.length; i++) {
      wave[i] = (float) (Math.sqrt(2.0 / size) * Math.cos(Math.PI * i / (4.0 * size)));
    }
    for (int k = 0; k < size; k++) {
      for (int n = 0; n < size; n++) {
        cosines.data()[cosines.at(k) + n] = wave[(2 * k + 1) * (2 * n + 1) % wave.length];
      }
    }
  }

  @Override
  public int features() {
    return none.features();
  }

  @Override
  public Span span() {
    return new Span(1, 1);
  }

  @Override
  public Mapped forward(Tensor z, Context context) {
    Shapes.requireFeatures("z", z, "the transform", features());
    Tensor x = Overlap.undo(transformed(z), context.segments());
    return Mapped.withoutDeterminant(Clip.apply(Numerics.IMAGE, x));
  }

  @Override
  public Mapped inverse(Tensor x, Context context) {
    Shapes.requireFeatures("x", x, "the transform", features());
    Tensor z = transformed(Overlap.apply(x, context.segments()));
    return Mapped.withoutDeterminant(Clip.apply(Numerics.IMAGE, z));
  }

  private Tensor transformed(Tensor blocks) {
    return Convolution.apply(Taps.one(), cosines, none, blocks, 1);
  }

  @Override
  public BijectionSpec spec() {
    return new Spec(features());
  }

  @Override
  public void visit(String prefix, Visitor visitor) {}

  /// The architecture as data.
  ///
  /// @param features samples in a block; even, at most 2,048
  public record Spec(int features) implements BijectionSpec {
    /// @throws IllegalArgumentException if the features are out of range
    public Spec {
      if (features < 2 || features > 2048 || features % 2 != 0) {
        throw new IllegalArgumentException(
            "features is " + features + ", but must be even and lie in 2 … 2,048");
      }
    }

    @Override
    public Bijection build(RandomGenerator random) {
      return new LappedTransform(features);
    }

    @Override
    public double size() {
      return 0;
    }

    @Override
    public double computed() {
      return (double) features * features;
    }

    @Override
    public List<String> description() {
      return List.of("lapped cosine transform of " + Outline.features(features));
    }
  }
}
