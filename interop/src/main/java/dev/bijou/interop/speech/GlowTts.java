package dev.bijou.interop.speech;

import dev.bijou.ModelFileException;
import dev.bijou.bijection.BijectionSpec;
import dev.bijou.bijection.Chain;
import dev.bijou.bijection.Standardize;
import dev.bijou.bijection.parameterization.FreeLinear;
import dev.bijou.bijection.parameterization.LinkedScaleShift;
import dev.bijou.interop.config.Config.Fields;
import dev.bijou.interop.container.Array;
import dev.bijou.interop.container.Weights;
import dev.bijou.nn.Initial;
import dev.bijou.operation.LinkedLogScale.Link;
import dev.bijou.sequence.alignment.AlignedFlow;
import dev.bijou.sequence.alignment.AlignedFlowSpec;
import dev.bijou.sequence.bijection.SequenceCoupling;
import dev.bijou.sequence.network.DurationSpec;
import dev.bijou.sequence.network.TextEncoderSpec;
import dev.bijou.sequence.spec.SequenceNetworkSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/// Glow-TTS (Kim et al., 2020, arXiv:2005.11129) as its authors' code writes it, of one speaker and any size: what names and
/// shapes do not say is in the `model` section of its configuration.
///
/// Block b of the decoder is an ActNorm `decoder.flows.3b`, a product with a small matrix `decoder.flows.3b+1` for each group
/// of features, and a coupling `decoder.flows.3b+2`.
public final class GlowTts {
  private static final String KNOWN = "encoder.emb.weight";
  private static final double LEAST_SIGMOID = 1e-6; // their scale is this and sigmoid(a + 2)
  private static final double SIGMOID_SHIFT = 2;

  private final Weights weights;
  private final Fields model;
  private final int[] chosen; // of their symbols
  private final Numbers numbers = new Numbers();
  private final Convolutions convolutions;
  private final List<BijectionSpec> layers = new ArrayList<>(); // from the data to the base

  private GlowTts(Weights weights, Fields model, int[] chosen) {
    this.weights = weights;
    this.model = model;
    this.chosen = chosen;
    this.convolutions = new Convolutions(weights, numbers);
  }

  /// Whether names look like those of such a speaker.
  public static boolean owns(Weights weights) {
    return weights.names().stream().anyMatch(name -> name.endsWith(KNOWN))
        && weights.names().stream().anyMatch(name -> name.endsWith("decoder.flows.0.logs"));
  }

  /// How many symbols it knows.
  public static int symbols(Weights weights) {
    return Prefix.without(weights, KNOWN).extent(KNOWN, 0);
  }

  /// The density of spectrograms given symbols.
  ///
  /// @param model the `model` section of the configuration
  /// @param chosen the number that each symbol of the result has in the file
  /// @throws ModelFileException if the weights are no such speaker
  public static AlignedFlow read(Weights all, Fields model, int[] chosen) {
    Weights weights = Prefix.without(all, KNOWN);
    if (weights.has("emb_g.weight")) {
      throw weights.problem("several speakers (emb_g), but only a Glow-TTS of one is supported");
    }
    if (weights.has("encoder.proj_s.weight")) {
      throw weights.problem(
          "the encoder has scales (proj_s), but only means (mean_only) are supported");
    }
    AlignedFlow made = new GlowTts(weights, model, chosen).made();
    weights.requireAllUsed(_ -> false);
    return made;
  }

  private AlignedFlow made() {
    TextEncoderSpec encoder = encoder();
    DurationSpec durations = durations();
    int features = weights.extent("decoder.flows.0.logs", 1);
    if (features % encoder.outputs() != 0) {
      throw weights.problem(
          "the decoder has %d features, which are no frames of %d"
              .formatted(features, encoder.outputs()));
    }
    int blocks = 0;
    while (weights.has("decoder.flows.%d.logs".formatted(3 * blocks))) {
      block(blocks++, features);
    }
    for (int b = 0; b < blocks; b++) {
      name(b, 3 * (blocks - 1 - b), features);
    }
    AlignedFlowSpec spec =
        new AlignedFlowSpec(
            features / encoder.outputs(),
            encoder,
            durations,
            new Chain.Spec(layers.reversed()),
            OptionalInt.empty());
    weights.requireHolds(spec.size());
    AlignedFlow made = spec.build(Initial.unset());
    numbers.fill(made);
    return made;
  }

  private TextEncoderSpec encoder() {
    int symbols = weights.extent(KNOWN, 0);
    int channels = weights.extent(KNOWN, 1);
    numbers.put("encoder.embedding", () -> columns(weights.get(KNOWN, symbols, channels)));
    int prenet = count("encoder.pre.conv_layers.%d.weight");
    for (int i = 0; i < prenet; i++) {
      String to = "encoder.prenet.%d.".formatted(i);
      convolutions.plain("encoder.pre.conv_layers." + i, to + "convolution");
      normalization("encoder.pre.norm_layers." + i, to + "normalization");
    }
    if (prenet > 0) {
      convolutions.plain("encoder.pre.proj", "encoder.projection");
    } else { // what passes around nothing
      numbers.put("encoder.projection.weight", () -> new float[channels * channels]);
      numbers.put("encoder.projection.bias", () -> new float[channels]);
    }
    int layers = count("encoder.encoder.attn_layers.%d.conv_q.weight");
    String relative = "encoder.encoder.attn_layers.0.emb_rel_k";
    int heads = whole("n_heads", 2);
    int window = 0;
    if (weights.has(relative)) {
      heads = channels / Math.max(1, weights.extent(relative, 2));
      window = weights.extent(relative, 1) / 2;
    }
    if (model.has("block_length")) {
      throw model.wrong("block_length", "is set, but attention to blocks is not supported");
    }
    for (int i = 0; i < layers; i++) {
      attention(i, channels / Math.max(1, heads), window);
    }
    convolutions.plain("encoder.proj_m", "encoder.mean");
    String wide = "encoder.encoder.ffn_layers.0.conv_1";
    return new TextEncoderSpec(
        chosen.length,
        channels,
        new TextEncoderSpec.Prenet(
            prenet, prenet == 0 ? 1 : convolutions.shape("encoder.pre.conv_layers.0")[2], 0.5f),
        layers,
        heads,
        window,
        layers == 0 ? 1 : convolutions.shape(wide)[0],
        layers == 0 ? 1 : convolutions.shape(wide)[2],
        0.1f,
        convolutions.shape("encoder.proj_m")[0]);
  }

  /// How many modules of a name there are.
  private int count(String name) {
    int count = 0;
    while (weights.has(name.formatted(count))) {
      count++;
    }
    return count;
  }

  /// symbols × channels → channels × the chosen symbols.
  private float[] columns(Array embedding) {
    int channels = embedding.shape()[1];
    float[] turned = new float[channels * chosen.length];
    for (int i = 0; i < chosen.length; i++) {
      for (int c = 0; c < channels; c++) {
        turned[c * chosen.length + i] = embedding.values()[chosen[i] * channels + c];
      }
    }
    return turned;
  }

  private void normalization(String module, String name) {
    numbers.put(name + ".gain", () -> weights.get(module + ".gamma", -1).values());
    numbers.put(name + ".shift", () -> weights.get(module + ".beta", -1).values());
  }

  private void attention(int layer, int head, int window) {
    String from = "encoder.encoder.attn_layers.%d.".formatted(layer);
    String to = "encoder.layers.%d.".formatted(layer);
    convolutions.plain(from + "conv_q", to + "queries");
    convolutions.plain(from + "conv_k", to + "keys");
    convolutions.plain(from + "conv_v", to + "values");
    convolutions.plain(from + "conv_o", to + "output");
    relative(from + "emb_rel_k", to + "relativeKeys", head, window);
    relative(from + "emb_rel_v", to + "relativeValues", head, window);
    normalization("encoder.encoder.norm_layers_1." + layer, to + "attended");
    normalization("encoder.encoder.norm_layers_2." + layer, to + "convolved");
    convolutions.plain("encoder.encoder.ffn_layers.%d.conv_1".formatted(layer), to + "expand");
    convolutions.plain("encoder.encoder.ffn_layers.%d.conv_2".formatted(layer), to + "contract");
  }

  /// 1 × (2 · window + 1) × features of a head → its transpose; zeros where there are none.
  private void relative(String array, String name, int head, int window) {
    int places = 2 * window + 1;
    numbers.put(
        name,
        () -> {
          float[] turned = new float[head * places];
          if (weights.has(array)) {
            float[] given = weights.get(array, 1, places, head).values();
            for (int i = 0; i < given.length; i++) {
              turned[i % head * places + i / head] = given[i];
            }
          }
          return turned;
        });
  }

  private DurationSpec durations() {
    for (int i = 0; i < 2; i++) {
      String to = "durations.layers.%d.".formatted(i);
      convolutions.plain("encoder.proj_w.conv_" + (i + 1), to + "convolution");
      normalization("encoder.proj_w.norm_" + (i + 1), to + "normalization");
    }
    convolutions.plain("encoder.proj_w.proj", "durations.end");
    int[] shape = convolutions.shape("encoder.proj_w.conv_1");
    return new DurationSpec(shape[0], shape[2], 0.1f, OptionalDouble.empty());
  }

  /// Adds the layers of a block.
  private void block(int block, int features) {
    String coupling = "decoder.flows.%d.".formatted(3 * block + 2);
    int depth = depth(coupling);
    if (depth == 0) {
      throw weights.problem(coupling + "wn.in_layers is missing");
    }
    int channels = convolutions.shape(coupling + "start")[0];
    int kernel = convolutions.shape(coupling + "wn.in_layers.0")[2];
    boolean sigmoid = model.flag("sigmoid_scale", false);
    layers.add(new Standardize.Spec(features));
    layers.add(new FreeLinear.Spec(features));
    layers.add(
        new SequenceCoupling.Spec(
            features,
            features / 2,
            0,
            1,
            network(channels, depth, kernel),
            sigmoid
                ? new LinkedScaleShift(Link.SIGMOID, (float) LEAST_SIGMOID)
                : new LinkedScaleShift(Link.EXPONENTIAL, 0)));
  }

  /// How many layers the network of a coupling has, whether or not they are normalized.
  private int depth(String coupling) {
    int depth = 0;
    while (holds(coupling + "wn.in_layers." + depth + ".")) {
      depth++;
    }
    return depth;
  }

  private boolean holds(String prefix) {
    return weights.names().stream().anyMatch(name -> name.startsWith(prefix));
  }

  private SequenceNetworkSpec network(int channels, int depth, int kernel) {
    int dilation = whole("dilation_rate", 1);
    return switch (dilation) {
      case 1 -> new SequenceNetworkSpec.GatedConvolutions(channels, depth, kernel, 0.05f);
      case 2 -> new SequenceNetworkSpec.WaveNet(channels, depth, kernel);
      default ->
          throw model.wrong(
              "dilation_rate", "is %d, but 1 and 2 are supported".formatted(dilation));
    };
  }

  /// Names the numbers of a block.
  ///
  /// @param place of its coupling in the chain
  private void name(int block, int place, int features) {
    String chain = "decoder.layers.";
    String norm = "decoder.flows.%d.".formatted(3 * block);
    String matrix = "decoder.flows.%d.weight".formatted(3 * block + 1);
    numbers.put(
        chain + (place + 2) + ".logScale",
        () -> {
          float[] logs = weights.get(norm + "logs", 1, features, 1).values();
          for (int i = 0; i < logs.length; i++) {
            logs[i] = -logs[i];
          }
          return logs;
        });
    numbers.put(chain + (place + 2) + ".shift", () -> shift(norm, features));
    numbers.put(chain + (place + 1) + ".weight", () -> grouped(matrix, features));
    String from = "decoder.flows.%d.".formatted(3 * block + 2);
    String to = chain + place + ".conditioner.";
    convolutions.normalized(from + "start", to + "start");
    int depth = depth(from);
    for (int i = 0; i < depth; i++) {
      convolutions.normalized(from + "wn.in_layers." + i, to + "layers." + i + ".convolution");
      convolutions.normalized(from + "wn.res_skip_layers." + i, to + "layers." + i + ".output");
    }
    int half = features / 2;
    int[] rows = new int[2 * half]; // shifts, then log-scales, as pairs
    for (int f = 0; f < half; f++) {
      rows[2 * f] = f;
      rows[2 * f + 1] = half + f;
    }
    boolean sigmoid = model.flag("sigmoid_scale", false);
    double more = sigmoid ? SIGMOID_SHIFT - Link.SIGMOID.shift(LEAST_SIGMOID) : 0;
    convolutions.reordered(from + "end", to + "end", rows, (float) more);
  }

  /// z = bias + exp(logs) · x as (x − shift) · exp(logs).
  private float[] shift(String norm, int features) {
    float[] bias = weights.get(norm + "bias", 1, features, 1).values();
    float[] logs = weights.get(norm + "logs", 1, features, 1).values();
    float[] shift = new float[features];
    for (int f = 0; f < features; f++) {
      shift[f] = (float) (-bias[f] * Math.exp(-logs[f]));
    }
    return shift;
  }

  /// The matrix of all features of the same small one for each group, see [dev.bijou.operation.GroupedProduct].
  private float[] grouped(String name, int features) {
    int size = weights.extent(name, 0);
    if (size < 2 || size % 2 != 0 || features % size != 0) {
      throw weights.problem(
          "%s mixes groups of %d of the %d features".formatted(name, size, features));
    }
    float[] small = weights.get(name, size, size).values();
    float[] whole = new float[features * features];
    int half = size / 2;
    for (int g = 0; g < features / size; g++) {
      for (int i = 0; i < size; i++) {
        int row = i / half * (features / 2) + g * half + i % half;
        for (int j = 0; j < size; j++) {
          int column = j / half * (features / 2) + g * half + j % half;
          whole[row * features + column] = small[i * size + j];
        }
      }
    }
    return whole;
  }

  private int whole(String name, int otherwise) {
    double value = model.number(name, otherwise);
    if (value != Math.rint(value) || value < 1 || value > 65536) {
      throw model.wrong(name, "is %s, but must be a whole number from 1 on".formatted(value));
    }
    return (int) value;
  }
}
