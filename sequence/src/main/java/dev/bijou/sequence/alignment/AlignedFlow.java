package dev.bijou.sequence.alignment;

import dev.bijou.bijection.Bijection;
import dev.bijou.kernel.KernelChoice;
import dev.bijou.kernel.Kernels;
import dev.bijou.kernel.Staircase;
import dev.bijou.operation.GatherLanes;
import dev.bijou.operation.NormalLogProb;
import dev.bijou.operation.Squeeze;
import dev.bijou.operation.Subtract;
import dev.bijou.sequence.network.DurationNetwork;
import dev.bijou.sequence.network.PitchNetwork;
import dev.bijou.sequence.network.TextEncoder;
import dev.bijou.tensor.Context;
import dev.bijou.tensor.Mapped;
import dev.bijou.tensor.OverTime.Span;
import dev.bijou.tensor.Shapes;
import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Trainable;
import dev.bijou.tensor.Workspace;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The density of a sequence given the symbols that it follows, under their most likely alignment (Glow-TTS; Kim et al.,
/// 2020, arXiv:2005.11129):
///
/// ```
/// z = f⁻¹(x),  μ = encoder(symbols)
/// log p(x | symbols) = max_a Σ_j log N(z_j; μ_a(j), 1) + log |det ∂z/∂x|
/// ```
///
/// Frames are squeezed into lanes of several for the flow f. A [DurationNetwork] learns how long the alignment makes each
/// symbol, so that [#sample] can do without a sequence. The frames of a sequence are a multiple of [#squeeze]; lanes are
/// the frames, or the symbols, of one sequence.
public final class AlignedFlow implements Trainable {
  private static final Kernels KERNELS = KernelChoice.chosen().kernels();

  private final AlignedFlowSpec spec;
  private final TextEncoder encoder;
  private final DurationNetwork durations;
  private final Bijection decoder;
  private final @Nullable PitchNetwork pitch;

  AlignedFlow(AlignedFlowSpec spec, RandomGenerator random) {
    this.spec = spec;
    this.encoder = new TextEncoder(spec.encoder(), random);
    this.durations = new DurationNetwork(spec.durations(), spec.encoder().channels(), random);
    this.decoder = spec.decoder().build(random);
    this.pitch = spec.pitchNetwork(random);
  }

  /// What symbols become.
  ///
  /// @param mean of each symbol's frames in the base, features × symbols
  /// @param logDurations logarithms of the frames that each symbol lasts, at the median, 1 × symbols; a second row tells how far
  ///     they spread, where that is learned
  /// @param pitch to expect of each symbol, 1 × symbols; null where pitch is no condition
  public record Encoded(Tensor mean, Tensor logDurations, @Nullable Tensor pitch) {}

  /// A sequence as the flow sees it, given its symbols.
  ///
  /// @param alignment the most likely one
  /// @param normal log N(z_j; μ, 1) of each frame, 1 × frames, in nats
  /// @param volume log |det ∂z/∂x| of each squeezed lane, 1 × (frames / squeeze), in nats
  /// @param encoded the symbols
  public record Fit(Alignment alignment, Tensor normal, Tensor volume, Encoded encoded) {
    /// log p(x | symbols) in nats, summed in double.
    public double logProb() {
      return sum(normal) + sum(volume);
    }

    /// Σ (log duration − what the network says)² over the symbols.
    public double durationError() {
      double sum = 0;
      for (int i = 0; i < alignment.symbols(); i++) {
        double error = encoded.logDurations.get(0, i) - Math.log(alignment.durations()[i]);
        sum += error * error;
      }
      return sum;
    }

    /// Σ log P(duration) over the symbols, in nats, for the spread of the specification.
    double durationLogProb(double spread) {
      return Durations.logProb(encoded.logDurations, spread, alignment.durations());
    }

    private static double sum(Tensor x) {
      double sum = 0;
      for (int n = 0; n < x.lanes(); n++) {
        sum += x.get(0, n);
      }
      return sum;
    }
  }

  /// The number of features of a frame.
  public int features() {
    return spec.encoder().outputs();
  }

  /// The frames of a sequence are a multiple of this.
  public int squeeze() {
    return spec.squeeze();
  }

  /// The number of different symbols.
  public int symbols() {
    return spec.encoder().symbols();
  }

  /// The architecture as data.
  public AlignedFlowSpec spec() {
    return spec;
  }

  /// Encodes symbols, numbers in 0 … [#symbols] − 1, with the pitch that is to be expected. Time and memory grow with the
  /// square of their count.
  ///
  /// @throws IllegalArgumentException if a number is no symbol, or there is none
  public Encoded encode(int... symbols) {
    return encode(symbols, expected -> expected);
  }

  /// Encodes symbols with a pitch.
  ///
  /// @param heard makes the pitch of each symbol of that which is to be expected; not asked where pitch is no condition
  /// @throws IllegalArgumentException if a number is no symbol, there is none, or there are not as many pitches
  public Encoded encode(int[] symbols, UnaryOperator<float[]> heard) {
    if (symbols.length == 0) {
      throw new IllegalArgumentException("there are no symbols to encode");
    }
    TextEncoder.Encoded encoded = encoder.encode(symbols);
    Tensor logDurations = durations.logDurations(encoded.hidden());
    if (pitch == null) {
      return new Encoded(encoded.mean(), logDurations, null);
    }
    Tensor expected = pitch.expected(encoded.hidden());
    Tensor condition = Tensor.of(1, symbols.length, heard.apply(expected.toArray()));
    return new Encoded(
        pitch.onto(encoded.mean(), encoded.hidden(), condition), logDurations, expected);
  }

  /// Encodes the symbols of a sequence with its pitch, where that is known.
  ///
  /// @throws IllegalArgumentException if a number is no symbol, or there is none
  public Encoded encode(Transcribed sequence) {
    float[] known = sequence.pitch();
    return known == null ? encode(sequence.symbols()) : encode(sequence.symbols(), _ -> known);
  }

  /// The base's variable for a sequence, features × frames, and log |det| of each squeezed lane.
  ///
  /// @throws IllegalArgumentException if the shape does not fit
  public Mapped toBase(Tensor x) {
    Shapes.requireFeatures("x", x, "a frame", features());
    Mapped z = decoder.inverse(squeezed(x), Context.NONE);
    return new Mapped(unsqueezed(z.value()), z.logDet());
  }

  /// The sequence for the base's variable, features × frames, and log |det| of each squeezed lane.
  ///
  /// @throws IllegalArgumentException if the shape does not fit
  public Mapped toData(Tensor z) {
    Shapes.requireFeatures("z", z, "a frame", features());
    Mapped x = decoder.forward(squeezed(z), Context.NONE);
    return new Mapped(unsqueezed(x.value()), x.logDet());
  }

  private Tensor squeezed(Tensor x) {
    return Squeeze.apply(spec.squeeze(), Squeeze.Order.BY_LANE, x);
  }

  private Tensor unsqueezed(Tensor x) {
    return Squeeze.undo(spec.squeeze(), Squeeze.Order.BY_LANE, x);
  }

  /// The table log N(z_j; μ_i, 1) in nats, symbols × frames, by one matrix product. Records nothing.
  public static Tensor logLikelihoods(Tensor mean, Tensor z) {
    Shapes.requireFeatures("z", z, "the mean", mean.features());
    Workspace workspace = Workspace.current();
    int features = mean.features();
    int symbols = mean.lanes();
    int frames = z.lanes();
    Tensor table = workspace.scratch(symbols, frames);
    Tensor ofFrames = workspace.scratch(1, frames);
    Tensor ofSymbols = workspace.scratch(1, symbols);
    workspace.compute(() -> {
      ofFrames.fill(0);
      KERNELS.sumSquares(z.matrix(), Float.MAX_VALUE, ofFrames.data(), ofFrames.offset());
      ofSymbols.fill(0);
      KERNELS.sumSquares(mean.matrix(), Float.MAX_VALUE, ofSymbols.data(), ofSymbols.offset());
      float constant = (float) (features * NormalLogProb.of(0));
      for (int i = 0; i < symbols; i++) {
        Tensor row = table.rows(i, i + 1);
        row.fill(constant - 0.5f * ofSymbols.get(0, i));
        KERNELS.addScaled(
            -0.5f, ofFrames.data(), ofFrames.offset(), row.data(), row.offset(), frames);
      }
      KERNELS.linearBackwardData(
          mean.matrix(), z.matrix(), table.matrix(), Staircase.full(features, symbols));
    });
    return table;
  }

  /// Aligns a sequence with its symbols and tells how likely it is.
  ///
  /// @throws IllegalArgumentException if a shape does not fit, or there are fewer frames than symbols
  public Fit fit(Transcribed sequence) {
    Encoded encoded = encode(sequence);
    Mapped z = toBase(sequence.x());
    return fit(encoded, z, Alignment.best(logLikelihoods(encoded.mean(), z.value())));
  }

  /// Tells how likely a sequence is under a given alignment, which is at most as likely as under that of
  /// [#fit(Transcribed)].
  ///
  /// @throws IllegalArgumentException if a shape does not fit
  public Fit fit(Transcribed sequence, Alignment alignment) {
    int symbols = sequence.symbols().length;
    Tensor x = sequence.x();
    if (alignment.symbols() != symbols || alignment.frames() != x.lanes()) {
      throw new IllegalArgumentException(
          "an alignment of %d symbols with %d frames does not fit %d symbols and %d frames"
              .formatted(alignment.symbols(), alignment.frames(), symbols, x.lanes()));
    }
    return fit(encode(sequence), toBase(x), alignment);
  }

  private static Fit fit(Encoded encoded, Mapped z, Alignment alignment) {
    Tensor mean = GatherLanes.apply(1, alignment.symbolOfFrame(), encoded.mean());
    Tensor normal = NormalLogProb.apply(Subtract.apply(z.value(), mean));
    return new Fit(alignment, normal, z.logDet(), encoded);
  }

  /// How long symbols last: ⌈stretch · exp(log duration)⌉ frames each, and the last one as much longer as makes the frames
  /// a multiple of [#squeeze]. With a stretch below 1, the first two frames of each symbol stay, and the rest is shortened by
  /// so much more.
  ///
  /// @param logDurations 1 × symbols
  /// @param stretch 1 for the pace that was learned, 2 for half of it
  /// @throws IllegalArgumentException if the stretch is not positive and finite
  public Alignment durations(Tensor logDurations, float stretch) {
    return Durations.of(logDurations, stretch, spec.squeeze());
  }

  /// Whether it has learned how far durations spread, so that [#drawnDurations] draws them.
  public boolean drawsDurations() {
    return spec.durations().spread().isPresent();
  }

  /// Logarithms of durations in frames that are drawn, 1 × symbols, for [#durations]: each from its own density, where the
  /// network learns how far they spread, and the expected ones elsewhere.
  ///
  /// @param temperature 1 for draws from the density, 0 for its mean
  /// @throws IllegalArgumentException if the temperature is negative or not finite
  public Tensor drawnDurations(Encoded encoded, float temperature, RandomGenerator random) {
    requireTemperature(temperature);
    OptionalDouble spread = spec.durations().spread();
    return spread.isEmpty()
        ? encoded.logDurations
        : Durations.drawn(encoded.logDurations, spread.getAsDouble(), temperature, random);
  }

  private static void requireTemperature(float temperature) {
    if (!(temperature >= 0) || Float.isInfinite(temperature)) {
      throw new IllegalArgumentException(
          "temperature is " + temperature + ", but must be finite and not negative");
    }
  }

  /// Draws a sequence, features × frames, for an alignment with its symbols: f(μ + temperature · noise).
  ///
  /// @param mean of each symbol, features × symbols, see [#encode]
  /// @param temperature standard deviation of the noise: 1 for draws from the density, 0 for its most likely base variable
  /// @throws IllegalArgumentException if the frames are no multiple of [#squeeze], or the temperature is negative or not
  ///     finite
  public Tensor sample(
      Tensor mean, Alignment alignment, float temperature, RandomGenerator random) {
    return toData(sampleBase(mean, alignment, temperature, random)).value();
  }

  /// The base's variable of what [#sample] draws, features × frames: μ + temperature · noise.
  ///
  /// @throws IllegalArgumentException if the temperature is negative or not finite
  public Tensor sampleBase(
      Tensor mean, Alignment alignment, float temperature, RandomGenerator random) {
    requireTemperature(temperature);
    Tensor z = GatherLanes.apply(1, alignment.symbolOfFrame(), mean);
    for (int i = z.offset(), end = i + z.size(); i < end && temperature > 0; i++) {
      z.data()[i] += temperature * (float) random.nextGaussian();
    }
    return z;
  }

  /// Some frames of the sequence for the base's variable: the same as those of [#toData(Tensor)], but only they and the
  /// neighbours that they depend on are computed. Records nothing.
  ///
  /// @param z features × frames, a multiple of [#squeeze]
  /// @param from the first frame
  /// @param to the frame after the last one
  /// @return features × (to − from)
  /// @throws IllegalArgumentException if the shape does not fit
  /// @throws IndexOutOfBoundsException if there are no such frames
  public Tensor toData(Tensor z, int from, int to) {
    Objects.checkFromToIndex(from, to, z.lanes());
    int squeeze = spec.squeeze();
    int start = Math.max(0, from / squeeze - Span.of(decoder).reach()) * squeeze;
    int end =
        (int)
            Math.min(
                z.lanes(), ((long) Math.ceilDiv(to, squeeze) + Span.of(decoder).reach()) * squeeze);
    Workspace workspace = Workspace.current();
    Tensor own = workspace.scratch(z.features(), end - start).setLanes(z, start);
    return workspace.scratch(z.features(), to - from).setLanes(toData(own).value(), from - start);
  }

  /// Sets what depends on the data from some sequences, once, before training: the scales of the flow.
  public void initialize(List<Tensor> sequences) {
    int lanes = sequences.stream().mapToInt(x -> x.lanes() / spec.squeeze()).sum();
    Tensor all = Tensor.zeros(decoder.features(), lanes);
    int at = 0;
    for (Tensor x : sequences) {
      Tensor part = squeezed(x);
      for (int f = 0; f < part.features(); f++) {
        System.arraycopy(part.data(), part.at(f), all.data(), all.at(f) + at, part.lanes());
      }
      at += part.lanes();
    }
    decoder.initialize(all, Context.NONE);
  }

  @Override
  public void visit(String prefix, Visitor visitor) {
    encoder.visit(prefix + "encoder.", visitor);
    durations.visit(prefix + "durations.", visitor);
    decoder.visit(prefix + "decoder.", visitor);
    if (pitch != null) {
      pitch.visit(prefix + "pitch.", visitor);
    }
  }
}
