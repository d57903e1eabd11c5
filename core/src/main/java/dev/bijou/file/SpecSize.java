package dev.bijou.file;

import dev.bijou.alignment.AlignedFlowSpec;
import dev.bijou.bijection.BijectionSpec;
import dev.bijou.bijection.ScalarBijection;
import dev.bijou.distribution.DistributionSpec;
import dev.bijou.nn.NetworkSpec;
import dev.bijou.nn.SequenceNetworkSpec;
import dev.bijou.nn.TextEncoderSpec;

/// How many numbers a specification has at least, known before any are allocated.
///
/// Counts the weights and leaves out biases and the like. Doubles, so that no product overflows.
final class SpecSize {
  private SpecSize() {}

  /// A lower bound on the elements that a distribution saves.
  static double atLeast(DistributionSpec spec) {
    return switch (spec) {
      case DistributionSpec.StandardNormal _,
          DistributionSpec.StudentT _,
          DistributionSpec.UniformBox _ ->
          0;
      case DistributionSpec.DiagonalNormal normal -> normal.features();
      case DistributionSpec.GaussianMixture mixture ->
          (double) mixture.features() * mixture.components();
      case DistributionSpec.Categorical codes -> {
        double logits = codes.cardinalities().stream().mapToDouble(k -> k).sum();
        double inputs = logits - codes.features();
        yield weights(codes.network(), codes.context() + inputs, logits);
      }
      case DistributionSpec.Values values -> values.features() + atLeast(values.bijection());
      case DistributionSpec.Mixed mixed -> atLeast(mixed.codes()) + atLeast(mixed.values());
      case DistributionSpec.Flow flow -> atLeast(flow.base()) + atLeast(flow.bijection());
      case DistributionSpec.ScaledContext scaled -> scaled.context() + atLeast(scaled.of());
      case DistributionSpec.UpsampledContext upsampled -> {
        double context = upsampled.context();
        yield context * context * upsampled.kernel() + atLeast(upsampled.of());
      }
      case DistributionSpec.Ensemble ensemble ->
          ensemble.members().stream().mapToDouble(SpecSize::atLeast).sum();
    };
  }

  /// A lower bound on the elements that an aligned flow saves.
  static double atLeast(AlignedFlowSpec spec) {
    TextEncoderSpec encoder = spec.encoder();
    double channels = encoder.channels();
    double attention = 4 * channels * channels;
    double convolutions = 2 * channels * encoder.hidden() * encoder.kernel();
    double width = spec.durations().channels();
    return encoder.symbols() * channels
        + encoder.prenet().layers() * encoder.prenet().kernel() * channels * channels
        + encoder.layers() * (attention + convolutions)
        + channels * (channels + encoder.outputs())
        + spec.durations().kernel() * width * (channels + width)
        + atLeast(spec.decoder());
  }

  private static double atLeast(BijectionSpec spec) {
    return switch (spec) {
      case BijectionSpec.Chain chain ->
          chain.layers().stream().mapToDouble(SpecSize::atLeast).sum();
      case BijectionSpec.Inverted inverted -> atLeast(inverted.of());
      case BijectionSpec.Permutation _,
          BijectionSpec.LappedTransform _,
          BijectionSpec.Logit _,
          BijectionSpec.Softplus _ ->
          0;
      case BijectionSpec.Standardize standardize -> standardize.features();
      case BijectionSpec.ActNorm norm -> norm.features();
      case BijectionSpec.LuLinear linear -> (double) linear.features() * linear.features();
      case BijectionSpec.InvertibleConvolution convolution ->
          (double) convolution.features() * convolution.features();
      case BijectionSpec.GroupedConvolution convolution ->
          (double) convolution.group() * convolution.group();
      case BijectionSpec.Partial partial -> atLeast(partial.of());
      case BijectionSpec.SequenceCoupling coupling ->
          weights(
              coupling.network(),
              coupling.passing(),
              coupling.context(),
              parameters(coupling.features() - coupling.passing(), coupling.transformer()));
      case BijectionSpec.Coupling coupling ->
          weights(
              coupling.network(),
              coupling.passing() + coupling.context(),
              parameters(coupling.features() - coupling.passing(), coupling.transformer()));
      case BijectionSpec.MaskedAutoregressive masked ->
          weights(
              masked.network(),
              masked.features() + masked.context(),
              parameters(masked.features(), masked.transformer()));
    };
  }

  /// The elements that a distribution holds beside those it saves, because they follow from its specification alone.
  static double computed(DistributionSpec spec) {
    return switch (spec) {
      case DistributionSpec.StandardNormal _,
          DistributionSpec.StudentT _,
          DistributionSpec.UniformBox _,
          DistributionSpec.DiagonalNormal _,
          DistributionSpec.GaussianMixture _,
          DistributionSpec.Categorical _ ->
          0;
      case DistributionSpec.Values values -> computed(values.bijection());
      case DistributionSpec.Mixed mixed -> computed(mixed.values());
      case DistributionSpec.Flow flow -> computed(flow.base()) + computed(flow.bijection());
      case DistributionSpec.ScaledContext scaled -> computed(scaled.of());
      case DistributionSpec.UpsampledContext upsampled -> computed(upsampled.of());
      case DistributionSpec.Ensemble ensemble ->
          ensemble.members().stream().mapToDouble(SpecSize::computed).sum();
    };
  }

  /// The elements that an aligned flow holds beside those it saves.
  static double computed(AlignedFlowSpec spec) {
    return computed(spec.decoder());
  }

  private static double computed(BijectionSpec spec) {
    return switch (spec) {
      case BijectionSpec.Chain chain ->
          chain.layers().stream().mapToDouble(SpecSize::computed).sum();
      case BijectionSpec.Inverted inverted -> computed(inverted.of());
      case BijectionSpec.Partial partial -> computed(partial.of());
      case BijectionSpec.LappedTransform transform ->
          (double) transform.features() * transform.features();
      case BijectionSpec.Permutation _,
          BijectionSpec.Logit _,
          BijectionSpec.Softplus _,
          BijectionSpec.Standardize _,
          BijectionSpec.ActNorm _,
          BijectionSpec.LuLinear _,
          BijectionSpec.InvertibleConvolution _,
          BijectionSpec.GroupedConvolution _,
          BijectionSpec.SequenceCoupling _,
          BijectionSpec.Coupling _,
          BijectionSpec.MaskedAutoregressive _ ->
          0;
    };
  }

  private static double parameters(int features, ScalarBijection transformer) {
    return (double) features * transformer.parameterCount();
  }

  private static double weights(
      SequenceNetworkSpec network, double visible, double context, double out) {
    double channels = network.channels();
    double ends = visible * channels + channels * out;
    double layer =
        switch (network) {
          case SequenceNetworkSpec.WaveNet net -> 2 * channels * channels * (net.kernel() + 1);
          case SequenceNetworkSpec.GatedConvolutions net ->
              2 * channels * channels * (net.kernel() + 1);
          case SequenceNetworkSpec.SqueezeWave net ->
              3 * channels * channels + net.kernel() * channels;
        };
    double last =
        network instanceof SequenceNetworkSpec.SqueezeWave ? 0 : channels * channels; // no residual
    return ends + network.layers() * (layer + 2 * channels * context) - last;
  }

  private static double weights(NetworkSpec network, double in, double out) {
    return switch (network) {
      case NetworkSpec.Mlp mlp -> {
        double weights = 0;
        double width = in;
        for (int hidden : mlp.hidden()) {
          weights += width * hidden;
          width = hidden;
        }
        yield weights + width * out;
      }
      case NetworkSpec.Residual residual -> {
        double hidden = residual.hidden();
        yield in * hidden + 2 * residual.blocks() * hidden * hidden + hidden * out;
      }
    };
  }
}
