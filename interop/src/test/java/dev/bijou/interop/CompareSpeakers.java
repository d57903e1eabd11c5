package dev.bijou.interop;

import dev.bijou.interop.config.Config;
import dev.bijou.interop.container.Array;
import dev.bijou.interop.container.WeightFile;
import dev.bijou.interop.container.Weights;
import dev.bijou.interop.speech.GlowTts;
import dev.bijou.operation.GatherLanes;
import dev.bijou.sequence.alignment.AlignedFlow;
import dev.bijou.sequence.alignment.Alignment;
import dev.bijou.tensor.Mapped;
import dev.bijou.tensor.Tensor;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;

/// What a speaker makes of the texts and spectrograms that `benchmarks/interop/glowtts.py` drew, beside what PyTorch makes of them
/// in double precision:
///
/// ```
/// java … dev.bijou.interop.CompareSpeakers CHECKPOINT…
/// ```
final class CompareSpeakers {
  private CompareSpeakers() {}

  /// The greatest differences, each as a share of 1 + the greatest value.
  ///
  /// @param mean of the symbols
  /// @param logDurations of the symbols
  /// @param latent of a spectrogram
  /// @param logDet of its lanes
  /// @param said the spectrogram that the text becomes
  record Difference(double mean, double logDurations, double latent, double logDet, double said) {
    double greatest() {
      return Math.max(Math.max(mean, logDurations), Math.max(Math.max(latent, logDet), said));
    }
  }

  public static void main(String[] arguments) throws Exception {
    for (String argument : arguments) {
      Path file = Path.of(argument);
      AlignedFlow flow = read(file);
      Difference first = of(flow, file);
      System.out.printf(
          "%s: %,d parameters, %s%n", file.getFileName(), flow.parameterCount(), first);
      time(flow);
    }
  }

  /// As `glowtts.py --time` does it, for 200 symbols.
  private static void time(AlignedFlow flow) {
    int[] ids = new java.util.Random(1).ints(200, 0, flow.symbols()).toArray();
    for (int i = 0; i < 4; i++) {
      long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
      AlignedFlow.Encoded encoded = flow.encode(ids);
      Alignment durations = flow.durations(encoded.logDurations(), 1);
      int frames = flow.sample(encoded.mean(), durations, 1, new java.util.Random(2)).lanes();
      System.out.printf(
          "Bijou: %d frames in %.2f s of processor%n",
          frames, (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start) / 1e9);
    }
  }

  static AlignedFlow read(Path file) throws java.io.IOException {
    String config = Files.readString(beside(file, ".json"));
    try (Weights weights = WeightFile.open(file)) {
      int[] all = IntStream.range(0, GlowTts.symbols(weights)).toArray();
      Config.Fields model = Config.parse(config, "config").top().object("model").orElseThrow();
      return GlowTts.read(weights, model, all);
    }
  }

  private static Path beside(Path file, String end) {
    return file.resolveSibling(file.getFileName().toString().replace(".pth", end));
  }

  static Difference of(AlignedFlow flow, Path file) {
    try (Weights expected = WeightFile.open(beside(file, ".npz"))) {
      int[] ids = expected.get("ids").whole();
      AlignedFlow.Encoded encoded = flow.encode(ids);
      Mapped z = flow.toBase(tensor(expected.get("mel")));
      int[] frames = flow.durations(encoded.logDurations(), 1).durations();
      Tensor noise = tensor(expected.get("noise"));
      int all = Arrays.stream(frames).sum();
      frames[frames.length - 1] -=
          all - noise.lanes(); // that make whole lanes: theirs leave the rest out
      Tensor base =
          GatherLanes.apply(1, new Alignment(frames).symbolOfFrame(), encoded.mean()).copy();
      for (int i = 0; i < base.size(); i++) {
        base.data()[base.offset() + i] += noise.data()[noise.offset() + i];
      }
      int whole = noise.lanes() / flow.squeeze() * flow.squeeze();
      Tensor said = flow.toData(Tensor.zeros(base.features(), whole).setLanes(base, 0)).value();
      return new Difference(
          difference(encoded.mean(), expected.get("mean")),
          difference(encoded.logDurations(), expected.get("log_durations")),
          difference(z.value(), expected.get("z")),
          difference(z.logDet(), expected.get("log_det")),
          difference(said, expected.get("said")));
    }
  }

  private static double difference(Tensor found, Array expected) {
    if (found.size() != expected.values().length) {
      throw new AssertionError(found.shape() + " is not " + Array.shown(expected.shape()));
    }
    double most = 0;
    double error = 0;
    for (int f = 0; f < found.features(); f++) {
      for (int n = 0; n < found.lanes(); n++) {
        float own = expected.values()[f * found.lanes() + n];
        most = Math.max(most, Math.abs(own));
        error = Math.max(error, Math.abs(found.get(f, n) - own));
      }
    }
    return error / (1 + most);
  }

  private static Tensor tensor(Array array) {
    Tensor tensor = Tensor.zeros(array.rows(), array.columns());
    System.arraycopy(array.values(), 0, tensor.data(), 0, tensor.size());
    return tensor;
  }
}
