package dev.bijou.nn;

import dev.bijou.kernel.Activation;
import java.util.List;

/// The shape of the network inside a conditioner, as data. Whether it is dense (MLP, residual network) or masked (MADE,
/// residual MADE) is decided by the layer it serves.
public sealed interface NetworkSpec {

  /// The nonlinearity.
  Activation activation();

  /// The share of hidden units dropped in training; in [0, 1).
  float dropout();

  /// The same network with another dropout.
  NetworkSpec withDropout(float rate);

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
      requireDropout(dropout);
    }

    @Override
    public Mlp withDropout(float rate) {
      return new Mlp(hidden, activation, rate);
    }

    static void requireWidth(int width) {
      if (width < 1 || width > 65536) {
        throw new IllegalArgumentException(
            "hidden width is " + width + ", but must lie in 1 … 65536");
      }
    }

    static void requireDropout(float dropout) {
      if (!(dropout >= 0 && dropout < 1)) {
        throw new IllegalArgumentException("dropout is " + dropout + ", but must lie in [0, 1)");
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
      Mlp.requireDropout(dropout);
      if (blocks < 1 || blocks > 1024) {
        throw new IllegalArgumentException("blocks is " + blocks + ", but must lie in 1 … 1024");
      }
    }

    @Override
    public Residual withDropout(float rate) {
      return new Residual(hidden, blocks, activation, rate);
    }
  }
}
