package dev.bijou.interop.layer;

import dev.bijou.Activation;
import dev.bijou.ModelFileException;
import dev.bijou.interop.config.Config.Fields;

/// The nonlinearities by the names that they have in PyTorch and JAX.
public final class Activations {
  private Activations() {}

  /// The nonlinearity that a field names, `otherwise` if there is none.
  ///
  /// @throws ModelFileException if it is one that Bijou has not
  public static Activation of(Fields fields, String field, String otherwise) {
    String name = fields.text(field, otherwise);
    return switch (name) {
      case "ReLU", "relu" -> Activation.RELU;
      case "SiLU", "silu", "swish" -> Activation.SILU;
      case "Tanh", "tanh" -> Activation.TANH;
      default ->
          throw fields.wrong(field, "is %s, but ReLU, SiLU and Tanh are supported".formatted(name));
    };
  }
}
