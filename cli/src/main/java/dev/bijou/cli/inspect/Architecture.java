package dev.bijou.cli.inspect;

import dev.bijou.bijection.Affine;
import dev.bijou.bijection.BijectionSpec;
import dev.bijou.bijection.RationalQuadraticSpline;
import dev.bijou.bijection.ScalarBijection;
import dev.bijou.bijection.ScaleShift;
import dev.bijou.distribution.DistributionSpec;
import dev.bijou.nn.NetworkSpec;
import dev.bijou.nn.SequenceNetworkSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// An architecture in words: a line for each part, its own parts indented below it. Repeated parts are listed once.
final class Architecture {
  private static final String INDENT = "  ";

  private Architecture() {}

  static List<String> lines(DistributionSpec spec) {
    return switch (spec) {
      case DistributionSpec.StandardNormal normal ->
          List.of("standard normal, " + features(normal.features()));
      case DistributionSpec.DiagonalNormal normal ->
          List.of("diagonal normal, " + features(normal.features()));
      case DistributionSpec.StudentT t ->
          List.of(
              "Student t, "
                  + features(t.features())
                  + ", "
                  + t.degreesOfFreedom()
                  + " degrees of freedom");
      case DistributionSpec.UniformBox box ->
          List.of("uniform on a box, " + features(box.features()));
      case DistributionSpec.GaussianMixture mixture ->
          List.of(
              "mixture of %d normals, %s"
                  .formatted(mixture.components(), features(mixture.features())));
      case DistributionSpec.Flow flow ->
          list(
              "flow, from the base to the data",
              List.of(lines(flow.base()), lines(flow.bijection())));
      case DistributionSpec.Categorical codes ->
          List.of(
              "categories, each given those before: %d columns of %s codes, %s"
                  .formatted(codes.features(), codes.cardinalities(), network(codes.network())));
      case DistributionSpec.Values values ->
          list(
              "values given the categories, %s, of which %d may be absent"
                  .formatted(
                      features(values.features()),
                      values.layout().values().stream().filter(v -> v.state() >= 0).count()),
              List.of(lines(values.bijection())));
      case DistributionSpec.Mixed mixed ->
          list("categories and values", List.of(lines(mixed.codes()), lines(mixed.values())));
      case DistributionSpec.ScaledContext scaled ->
          list(
              "given %d standardized columns".formatted(scaled.context()),
              List.of(lines(scaled.of())));
      case DistributionSpec.UpsampledContext upsampled ->
          list(
              "given %d bands, upsampled by %d, in groups of %d"
                  .formatted(upsampled.context(), upsampled.stride(), upsampled.group()),
              List.of(lines(upsampled.of())));
      case DistributionSpec.Ensemble ensemble ->
          list(
              "mean of the densities of %d members".formatted(ensemble.members().size()),
              ensemble.members().stream().map(Architecture::lines).toList());
    };
  }

  static List<String> lines(BijectionSpec spec) {
    return switch (spec) {
      case BijectionSpec.Chain chain ->
          list("chain", chain.layers().stream().map(Architecture::lines).toList());
      case BijectionSpec.Inverted inverted -> list("inverse of", List.of(lines(inverted.of())));
      case BijectionSpec.Standardize _ -> List.of("standardize");
      case BijectionSpec.ActNorm _ -> List.of("activation normalization");
      case BijectionSpec.Permutation permutation ->
          List.of("permutation " + order(permutation.order()));
      case BijectionSpec.LuLinear _ -> List.of("linear, LU-factored");
      case BijectionSpec.InvertibleConvolution _ -> List.of("invertible 1×1 convolution");
      case BijectionSpec.LappedTransform lapped ->
          List.of("lapped cosine transform of %s".formatted(features(lapped.features())));
      case BijectionSpec.GroupedConvolution grouped ->
          List.of("invertible 1×1 convolution in groups of " + grouped.group());
      case BijectionSpec.Partial partial ->
          list(
              "%s done, of the others".formatted(features(partial.untouched())),
              List.of(lines(partial.of())));
      case BijectionSpec.SequenceCoupling coupling ->
          List.of(
              "coupling, %d of %d features pass: %s, %s"
                  .formatted(
                      coupling.passing(),
                      coupling.features(),
                      transformer(coupling.transformer()),
                      network(coupling.network())));
      case BijectionSpec.Logit _ -> List.of("logit");
      case BijectionSpec.Softplus _ -> List.of("softplus");
      case BijectionSpec.Coupling coupling ->
          List.of(
              "coupling, %d of %d features pass: %s, %s"
                  .formatted(
                      coupling.passing(),
                      coupling.features(),
                      transformer(coupling.transformer()),
                      network(coupling.network())));
      case BijectionSpec.MaskedAutoregressive masked ->
          List.of(
              "masked autoregressive: %s, %s"
                  .formatted(transformer(masked.transformer()), network(masked.network())));
    };
  }

  private static String transformer(ScalarBijection scalar) {
    return switch (scalar) {
      case Affine _, ScaleShift _ -> "affine";
      case RationalQuadraticSpline spline ->
          "rational-quadratic spline of %d bins on ±%s".formatted(spline.bins(), spline.bound());
    };
  }

  private static String network(SequenceNetworkSpec network) {
    return "%s of %d × %d"
        .formatted(
            switch (network) {
              case SequenceNetworkSpec.WaveNet _ -> "WaveNet";
              case SequenceNetworkSpec.GatedConvolutions _ -> "gated convolutions";
              case SequenceNetworkSpec.SqueezeWave _ -> "SqueezeWave";
            },
            network.layers(),
            network.channels());
  }

  private static String network(NetworkSpec network) {
    String shape =
        switch (network) {
          case NetworkSpec.Mlp mlp ->
              "MLP of "
                  + mlp.hidden().stream().map(String::valueOf).collect(Collectors.joining("+"));
          case NetworkSpec.Residual residual ->
              "residual network of %d × %d".formatted(residual.blocks(), residual.hidden());
        };
    return "%s, %s%s"
        .formatted(
            shape,
            network.activation().name().toLowerCase(Locale.ROOT),
            network.dropout() == 0 ? "" : ", dropout " + network.dropout());
  }

  private static String order(List<Integer> order) {
    int shown = 12;
    return order.size() <= shown ? order.toString() : "of " + features(order.size());
  }

  private static String features(int count) {
    return count + (count == 1 ? " feature" : " features");
  }

  private static List<String> list(String title, List<List<String>> parts) {
    List<String> lines = new ArrayList<>();
    lines.add(title);
    for (int i = 0; i < parts.size(); ) {
      Repeat repeat = Repeat.at(parts, i);
      List<List<String>> period = parts.subList(i, i + repeat.length());
      if (repeat.times() > 1) {
        lines.add(INDENT + repeat.times() + " times");
      }
      String indent = repeat.times() > 1 ? INDENT + INDENT : INDENT;
      period.forEach(part -> part.forEach(line -> lines.add(indent + line)));
      i += repeat.length() * repeat.times();
    }
    return lines;
  }

  /// A run of parts that is repeated.
  ///
  /// @param length parts in the run
  /// @param times how often it occurs
  private record Repeat(int length, int times) {

    /// The repetition from `from` on that covers most parts, the shortest such.
    static Repeat at(List<List<String>> parts, int from) {
      Repeat best = new Repeat(1, 1);
      for (int length = 1; from + 2 * length <= parts.size(); length++) {
        List<List<String>> run = parts.subList(from, from + length);
        int times = 1;
        while (from + (times + 1) * length <= parts.size()
            && parts.subList(from + times * length, from + (times + 1) * length).equals(run)) {
          times++;
        }
        if (times > 1 && times * length > best.times * best.length) {
          best = new Repeat(length, times);
        }
      }
      return best;
    }
  }
}
