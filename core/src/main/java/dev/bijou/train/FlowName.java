package dev.bijou.train;

import dev.bijou.bijection.Affine;
import dev.bijou.bijection.Chain;
import dev.bijou.distribution.DistributionSpec;
import dev.bijou.flow.Flows;
import java.util.Arrays;
import java.util.stream.Collectors;

/// The ready-made flows by name.
public enum FlowName {
  /// Masked autoregressive rational-quadratic splines: the most exact density.
  NEURAL_SPLINE("neural-spline"),
  /// Rational-quadratic spline couplings.
  NEURAL_SPLINE_COUPLING("neural-spline-coupling"),
  /// Masked affine autoregressive layers.
  MASKED_AUTOREGRESSIVE("masked-autoregressive"),
  /// Inverse autoregressive layers: fast samples, slow densities.
  INVERSE_AUTOREGRESSIVE("inverse-autoregressive"),
  /// Affine couplings: the fastest.
  REAL_NVP("real-nvp");

  private final String text;

  FlowName(String text) {
    this.text = text;
  }

  /// The flow of that name.
  ///
  /// @throws IllegalArgumentException if there is none; the message lists all
  public static FlowName of(String text) {
    return Arrays.stream(values())
        .filter(name -> name.text.equals(text))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "no flow is called \"%s\"; there are %s"
                    .formatted(
                        text,
                        Arrays.stream(values())
                            .map(FlowName::toString)
                            .collect(Collectors.joining(", ")))));
  }

  /// The specification of this flow.
  public DistributionSpec spec(int features, Flows.Options options) {
    return switch (this) {
      case NEURAL_SPLINE -> Flows.neuralSpline(features, options);
      case NEURAL_SPLINE_COUPLING -> Flows.neuralSplineCoupling(features, options);
      case MASKED_AUTOREGRESSIVE -> Flows.maskedAutoregressive(features, options);
      case INVERSE_AUTOREGRESSIVE -> Flows.inverseAutoregressive(features, options);
      case REAL_NVP -> Flows.realNvp(features, options);
    };
  }

  /// The layers of this flow, from the base to standardized data.
  Chain.Spec layers(int features, Flows.Options options) {
    return switch (this) {
      case NEURAL_SPLINE -> Flows.autoregressive(features, options, options.spline());
      case NEURAL_SPLINE_COUPLING -> Flows.couplings(features, options, options.spline());
      case MASKED_AUTOREGRESSIVE -> Flows.autoregressive(features, options, Affine.standard());
      case INVERSE_AUTOREGRESSIVE -> Flows.inverseLayers(features, options);
      case REAL_NVP -> Flows.couplings(features, options, Affine.standard());
    };
  }

  @Override
  public String toString() {
    return text;
  }
}
