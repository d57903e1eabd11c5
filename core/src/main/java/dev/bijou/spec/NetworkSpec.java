package dev.bijou.spec;

import dev.bijou.Activation;
import dev.bijou.spec.support.Ranges;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// The shape of the network inside a conditioner, as data. Whether it is dense (MLP, residual network) or masked (MADE,
/// residual MADE) is decided by the layer it serves.
public sealed interface NetworkSpec {

  /// The nonlinearity.
  Activation activation();

  /// The share of hidden units dropped in training; in [0, 1).
  float dropout();

  /// The same network with another dropout.
  NetworkSpec withDropout(float rate);

  /// How many weights it has, without biases, if each unit sees all units of the layer before.
  double weights(double inputs, double outputs);

  /// The network in a few words.
  String description();

  private static String described(NetworkSpec spec, String shape) {
    return "%s, %s%s"
        .formatted(
            shape,
            spec.activation().name().toLowerCase(Locale.ROOT),
            spec.dropout() == 0 ? "" : ", dropout " + spec.dropout());
  }

  /// A multilayer perceptron, out = L_n(act(… act(L_1(in)))).
  ///
  /// @param hidden width of each hidden layer, at least one
  /// @param activation the nonlinearity
  /// @param dropout share of hidden units dropped in training
  record Mlp(List<Integer> hidden, Activation activation, float dropout) implements NetworkSpec {
    /// @throws IllegalArgumentException if there is no hidden layer, or a width or the dropout is out of range
    public Mlp {
      hidden = List.copyOf(hidden);
      if (hidden.isEmpty()) {
        throw new IllegalArgumentException(
            "hidden is empty: a network needs at least one hidden layer");
      }
      hidden.forEach(Mlp::requireWidth);
      Ranges.requireDropout(dropout);
    }

    @Override
    public Mlp withDropout(float rate) {
      return new Mlp(hidden, activation, rate);
    }

    @Override
    public double weights(double inputs, double outputs) {
      double weights = 0;
      double width = inputs;
      for (int units : hidden) {
        weights += width * units;
        width = units;
      }
      return weights + width * outputs;
    }

    @Override
    public String description() {
      return NetworkSpec.described(
          this, "MLP of " + hidden.stream().map(String::valueOf).collect(Collectors.joining("+")));
    }

    static void requireWidth(int width) {
      if (width < 1 || width > 65536) {
        throw new IllegalArgumentException(
            "hidden width is " + width + ", but must lie in 1 … 65536");
      }
    }
  }

  /// A pre-activation residual network (He et al., 2016, arXiv:1603.05027):
  /// h = L_0(in); per block h ← h + B(act(A(act(h)))); out = L(act(h)).
  ///
  /// @param hidden width of the residual stream and of the blocks
  /// @param blocks number of blocks, at least 1
  /// @param activation the nonlinearity
  /// @param dropout share of inner units of a block dropped in training
  record Residual(int hidden, int blocks, Activation activation, float dropout)
      implements NetworkSpec {
    /// @throws IllegalArgumentException if the width, the blocks or the dropout is out of range
    public Residual {
      Mlp.requireWidth(hidden);
      Ranges.requireDropout(dropout);
      if (blocks < 1 || blocks > 1024) {
        throw new IllegalArgumentException("blocks is " + blocks + ", but must lie in 1 … 1024");
      }
    }

    @Override
    public Residual withDropout(float rate) {
      return new Residual(hidden, blocks, activation, rate);
    }

    @Override
    public double weights(double inputs, double outputs) {
      double width = hidden;
      return inputs * width + 2 * blocks * width * width + width * outputs;
    }

    @Override
    public String description() {
      return NetworkSpec.described(this, "residual network of %d × %d".formatted(blocks, hidden));
    }
  }

  /// A residual network whose sum is read as it is (nflows, normflows): as [Residual], but out = L(h).
  ///
  /// @param hidden width of the residual stream and of the blocks
  /// @param blocks number of blocks, at least 1
  /// @param activation the nonlinearity
  /// @param dropout share of inner units of a block dropped in training
  record OpenResidual(int hidden, int blocks, Activation activation, float dropout)
      implements NetworkSpec {
    /// @throws IllegalArgumentException if the width, the blocks or the dropout is out of range
    public OpenResidual {
      var _ = new Residual(hidden, blocks, activation, dropout);
    }

    @Override
    public OpenResidual withDropout(float rate) {
      return new OpenResidual(hidden, blocks, activation, rate);
    }

    @Override
    public double weights(double inputs, double outputs) {
      return new Residual(hidden, blocks, activation, dropout).weights(inputs, outputs);
    }

    @Override
    public String description() {
      return NetworkSpec.described(
          this, "residual network of %d × %d, read as it is".formatted(blocks, hidden));
    }
  }

  /// A residual network whose blocks see the context once more (nflows, normflows), with a line before each of them, such as a
  /// batch normalization that evaluates:
  ///
  /// ```
  /// GATING: h = L_0(in);             per block u = A(act(slope ⊙ h + intercept)),       h ← h + B(act(u)) ⊙ sigmoid(C(c))
  /// ADDED:  h = L_0(in) + act(C_0(c)); per block u = A(act(slope ⊙ h + intercept)) + C(c), h ← h + B(act(u))
  /// out = L(h)
  /// ```
  ///
  /// @param hidden width of the residual stream and of the blocks
  /// @param blocks number of blocks, at least 1
  /// @param context how many of the first inputs are the context c; 0 for none, and no C
  /// @param role what the context does
  /// @param activation the nonlinearity
  /// @param dropout share of inner units of a block dropped in training
  record ConditionedResidual(
      int hidden, int blocks, int context, Role role, Activation activation, float dropout)
      implements NetworkSpec {

    /// What the context does in a block.
    public enum Role {
      /// It weakens what the block adds.
      GATING,
      /// It is added to what the block sees.
      ADDED
    }

    /// @throws IllegalArgumentException if the width, the blocks, the context or the dropout is out of range
    public ConditionedResidual {
      var _ = new Residual(hidden, blocks, activation, dropout);
      Ranges.requireContext(context);
    }

    @Override
    public ConditionedResidual withDropout(float rate) {
      return new ConditionedResidual(hidden, blocks, context, role, activation, rate);
    }

    @Override
    public double weights(double inputs, double outputs) {
      return new Residual(hidden, blocks, activation, dropout).weights(inputs, outputs)
          + (double) blocks * context * hidden;
    }

    @Override
    public String description() {
      return NetworkSpec.described(
          this, "residual network of %d × %d, each given the context".formatted(blocks, hidden));
    }
  }
}
