package dev.bijou.interop.speech;

import dev.bijou.ModelFileException;
import dev.bijou.bijection.BijectionSpec;
import dev.bijou.bijection.Chain;
import dev.bijou.bijection.Partial;
import dev.bijou.bijection.parameterization.FreeLinear;
import dev.bijou.bijection.parameterization.LinkedScaleShift;
import dev.bijou.distribution.Distribution;
import dev.bijou.distribution.DistributionSpec;
import dev.bijou.distribution.StandardNormal;
import dev.bijou.flow.Flow;
import dev.bijou.interop.container.Array;
import dev.bijou.interop.container.Weights;
import dev.bijou.nn.Initial;
import dev.bijou.operation.LinkedLogScale.Link;
import dev.bijou.sequence.bijection.SequenceCoupling;
import dev.bijou.sequence.distribution.UpsampledContext;
import dev.bijou.sequence.spec.SequenceNetworkSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/// WaveGlow (Prenger et al., 2019, arXiv:1811.00002) as NVIDIA's code writes it, and SqueezeWave (Zhai et al., 2020,
/// arXiv:2001.05685) as its authors' does, of any size: architecture and numbers are read from the names and shapes.
///
/// Flow i is the product with `convinv.i.conv.weight`, then a coupling with the network `WN.i`; before some flows, a few
/// features are done.
public final class Vocoder {
  private final Weights weights;
  private final Numbers numbers = new Numbers();
  private final Convolutions convolutions;
  private final boolean upsamples; // WaveGlow
  private final int hop;
  private final List<BijectionSpec> layers = new ArrayList<>(); // from the data to the base
  private final List<int[]> sizes = new ArrayList<>(); // of each flow: features, those done before

  private Vocoder(Weights weights, int hop) {
    this.weights = weights;
    this.hop = hop;
    this.convolutions = new Convolutions(weights, numbers);
    this.upsamples = weights.has("upsample.weight");
  }

  /// Whether names look like those of such a vocoder.
  public static boolean owns(Weights weights) {
    return weights.names().stream().anyMatch(name -> name.contains("convinv.0.conv.weight"))
        && weights.names().stream().anyMatch(name -> name.contains("WN.0.start."));
  }

  /// What it is called.
  public static String name(Weights weights) {
    return weights.names().stream().anyMatch(name -> name.contains("upsample.weight"))
        ? "WaveGlow"
        : "SqueezeWave";
  }

  /// The density of groups of samples given the frames of a spectrogram.
  ///
  /// @param hop samples of a frame
  /// @throws ModelFileException if the weights are no such vocoder, or do not fit the hop
  public static Distribution read(Weights all, int hop) {
    Weights weights = Prefix.without(all, "convinv.0.conv.weight");
    Distribution made = new Vocoder(weights, hop).made();
    weights.requireAllUsed(
        name -> name.endsWith(".num_batches_tracked") || name.endsWith(".W_inverse"));
    return made;
  }

  private Distribution made() {
    int group = matrix(0);
    if (hop % group != 0) {
      throw weights.problem("groups of %d samples do not fit a hop of %d".formatted(group, hop));
    }
    int flows = 0;
    while (weights.has("convinv." + flows + ".conv.weight")) {
      flows++;
    }
    int mels = 0;
    for (int i = 0; i < flows; i++) {
      int features = matrix(i);
      int before = i == 0 ? group : matrix(i - 1);
      if (features > before || features % 2 != 0 || features < 2) {
        throw weights.problem(
            "convinv.%d mixes %d features after %d".formatted(i, features, before));
      }
      mels = coupling(i, features, group);
    }
    DistributionSpec flow =
        new Flow.Spec(new StandardNormal.Spec(group), new Chain.Spec(layers.reversed()));
    DistributionSpec spec = flow;
    if (upsamples) {
      int kernel = weights.extent("upsample.weight", 2);
      spec = new UpsampledContext.Spec(flow, mels, kernel, hop, group);
      convolutions.upsampling("upsample", hop);
    }
    for (int i = 0; i < flows; i++) {
      name(i, 2 * (flows - 1 - i));
    }
    weights.requireHolds(spec.size());
    Distribution made = spec.build(Initial.unset());
    numbers.fill(made);
    return made;
  }

  private int matrix(int flow) {
    String name = "convinv." + flow + ".conv.weight";
    int[] shape = weights.shape(name);
    if (shape.length != 3 || shape[0] != shape[1] || shape[2] != 1) {
      throw weights.problem(
          "%s has shape %s, but must be square".formatted(name, Array.shown(shape)));
    }
    return shape[0];
  }

  /// Adds the layers of a flow, and says how many bands its network sees.
  private int coupling(int flow, int features, int group) {
    String wn = "WN." + flow + ".";
    int channels = convolutions.shape(wn + "start")[0];
    int depth = 0;
    while (weights.names().stream().anyMatch(has(wn + "res_skip_layers." + depth + "."))) {
      depth++;
    }
    if (depth == 0) {
      throw weights.problem(wn + "res_skip_layers is missing");
    }
    String given = wn + (stacks(flow) ? "cond_layers.0" : "cond_layer");
    int context = convolutions.shape(given)[1];
    String first = wn + "in_layers.0" + (upsamples ? "" : ".1");
    int kernel = convolutions.shape(first)[2];
    SequenceNetworkSpec network =
        upsamples
            ? new SequenceNetworkSpec.WaveNet(channels, depth, kernel)
            : new SequenceNetworkSpec.SqueezeWave(channels, depth, kernel);
    int done = group - features;
    add(done, new FreeLinear.Spec(features));
    add(
        done,
        new SequenceCoupling.Spec(
            features,
            features / 2,
            context,
            upsamples ? 1 : hop / group,
            network,
            new LinkedScaleShift(Link.EXPONENTIAL, 0)));
    sizes.add(new int[] {features, done, depth});
    if (upsamples && context % group != 0) {
      throw weights.problem(
          "%s sees %d numbers, which are no groups of %d".formatted(given, context, group));
    }
    return upsamples ? context / group : context;
  }

  private static Predicate<String> has(String prefix) {
    return name -> name.startsWith(prefix);
  }

  /// Whether the context has a layer of its own for each layer, as in early checkpoints.
  private boolean stacks(int flow) {
    return weights.names().stream().anyMatch(has("WN." + flow + ".cond_layers.0."));
  }

  private void add(int done, BijectionSpec layer) {
    layers.add(done == 0 ? layer : new Partial.Spec(done, layer));
  }

  /// Names the numbers of a flow.
  ///
  /// @param place of its coupling in the chain
  private void name(int flow, int place) {
    int features = sizes.get(flow)[0];
    String of = sizes.get(flow)[1] == 0 ? "" : "of.";
    String chain = (upsamples ? "of." : "") + "bijection.layers.";
    numbers.put(
        chain + (place + 1) + "." + of + "weight",
        () -> weights.get("convinv." + flow + ".conv.weight", features, features, 1).values());
    String to = chain + place + "." + of + "conditioner.";
    String from = "WN." + flow + ".";
    int depth = sizes.get(flow)[2];
    convolutions.normalized(from + "start", to + "start");
    if (stacks(flow)) {
      String[] modules = new String[depth];
      for (int i = 0; i < depth; i++) {
        modules[i] = from + "cond_layers." + i;
      }
      convolutions.stacked(modules, to + "projection");
    } else {
      convolutions.normalized(from + "cond_layer", to + "projection");
    }
    for (int i = 0; i < depth; i++) {
      String layer = to + "layers." + i + ".";
      String output = from + "res_skip_layers." + i;
      if (upsamples) {
        convolutions.normalized(from + "in_layers." + i, layer + "convolution");
        convolutions.normalized(output, layer + "output");
      } else {
        separable(from + "in_layers." + i, layer);
        convolutions.normalized(output, layer + "residual");
      }
    }
    int half = features / 2;
    int[] rows = new int[2 * half]; // shifts, then log-scales, as pairs
    for (int f = 0; f < half; f++) {
      rows[2 * f] = f;
      rows[2 * f + 1] = half + f;
    }
    convolutions.reordered(from + "end", to + "end", rows, 0);
  }

  /// A batch normalization, a depthwise convolution and a pointwise one.
  private void separable(String module, String layer) {
    int channels = convolutions.shape(module + ".1")[0];
    int kernel = convolutions.shape(module + ".1")[2];
    String norm = module + ".0.";
    numbers.put(
        layer + "normalization.gain", () -> weights.get(norm + "weight", channels).values());
    numbers.put(layer + "normalization.shift", () -> weights.get(norm + "bias", channels).values());
    numbers.put(
        layer + "normalization.averages",
        () -> {
          float[] both = new float[2 * channels];
          float[] variance = weights.get(norm + "running_var", channels).values();
          for (int i = 0; i < channels; i++) {
            if (variance[i] < 0) {
              throw weights.problem("%srunning_var holds %s".formatted(norm, variance[i]));
            }
          }
          System.arraycopy(
              weights.get(norm + "running_mean", channels).values(), 0, both, 0, channels);
          System.arraycopy(variance, 0, both, channels, channels);
          return both;
        });
    numbers.put(
        layer + "depthwise.weight",
        () -> weights.get(module + ".1.weight", channels, 1, kernel).values());
    numbers.put(layer + "depthwise.bias", () -> weights.get(module + ".1.bias", channels).values());
    convolutions.plain(module + ".2", layer + "pointwise");
  }
}
