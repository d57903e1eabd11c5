package dev.bijou.sequence.network;

import dev.bijou.Activation;
import dev.bijou.nn.Initial;
import dev.bijou.operation.Activate;
import dev.bijou.operation.Add;
import dev.bijou.operation.Dropout;
import dev.bijou.operation.RelativeAttention;
import dev.bijou.operation.Taps;
import dev.bijou.tensor.Parameter;
import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Trainable;
import dev.bijou.tensor.Workspace;
import java.util.random.RandomGenerator;

/// One layer of a transformer (Vaswani et al., 2017, arXiv:1706.03762) with relative positions and convolutions in place of
/// linear maps:
///
/// ```
/// x ← normalization(x + output(attention(queries(x), keys(x), values(x))))
/// x ← normalization(x + contract(ReLU(expand(x))))
/// ```
final class TransformerLayer implements Trainable {
  private final TextEncoderSpec spec;
  private final ConvolutionLayer queries;
  private final ConvolutionLayer keys;
  private final ConvolutionLayer values;
  private final Parameter relativeKeys; // (features of a head × window)
  private final Parameter relativeValues; // (features of a head × window)
  private final ConvolutionLayer output;
  private final Normalization attended;
  private final ConvolutionLayer expand;
  private final ConvolutionLayer contract;
  private final Normalization convolved;

  TransformerLayer(TextEncoderSpec spec, RandomGenerator random) {
    this.spec = spec;
    int channels = spec.channels();
    int head = channels / spec.heads();
    this.queries = ConvolutionLayer.balanced(channels, channels, random);
    this.keys = ConvolutionLayer.balanced(channels, channels, random);
    this.values = ConvolutionLayer.balanced(channels, channels, random);
    this.relativeKeys = new Parameter(Initial.normal(head, 2 * spec.window() + 1, random));
    this.relativeValues = new Parameter(Initial.normal(head, 2 * spec.window() + 1, random));
    this.output = ConvolutionLayer.plain(Taps.one(), channels, channels, random);
    this.attended = new Normalization(channels);
    Taps taps = Taps.centred(spec.kernel(), 1);
    this.expand = ConvolutionLayer.plain(taps, channels, spec.hidden(), random);
    this.contract = ConvolutionLayer.plain(taps, spec.hidden(), channels, random);
    this.convolved = new Normalization(channels);
  }

  Tensor apply(Tensor x) {
    Workspace workspace = Workspace.current();
    Tensor attention =
        RelativeAttention.apply(
            spec.heads(),
            spec.dropout(),
            new RelativeAttention.Operands(
                queries.apply(x, 1),
                keys.apply(x, 1),
                values.apply(x, 1),
                workspace.read(relativeKeys),
                workspace.read(relativeValues)));
    Tensor h = attended.apply(Add.apply(x, drop(output.apply(attention, 1))));
    Tensor wide = drop(Activate.apply(Activation.RELU, expand.apply(h, 1)));
    return convolved.apply(Add.apply(h, drop(contract.apply(wide, 1))));
  }

  private Tensor drop(Tensor x) {
    return Dropout.apply(spec.dropout(), x);
  }

  @Override
  public void visit(String prefix, Visitor visitor) {
    queries.visit(prefix + "queries.", visitor);
    keys.visit(prefix + "keys.", visitor);
    values.visit(prefix + "values.", visitor);
    visitor.parameter(prefix + "relativeKeys", relativeKeys);
    visitor.parameter(prefix + "relativeValues", relativeValues);
    output.visit(prefix + "output.", visitor);
    attended.visit(prefix + "attended.", visitor);
    expand.visit(prefix + "expand.", visitor);
    contract.visit(prefix + "contract.", visitor);
    convolved.visit(prefix + "convolved.", visitor);
  }
}
