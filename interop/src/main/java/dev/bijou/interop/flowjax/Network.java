package dev.bijou.interop.flowjax;

import dev.bijou.Activation;
import dev.bijou.interop.layer.Linear;
import dev.bijou.interop.layer.Net;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// A perceptron of equinox, which sees features and then the context.
///
/// @param layers its linear maps, two or more
/// @param activation between them
record Network(List<Linear> layers, Activation activation) {

  Linear last() {
    return layers.getLast();
  }

  /// The network as Bijou has it, which sees the context first.
  ///
  /// @param features how many it sees
  /// @param context how many context features it sees
  /// @param all how many context features there are: `context`, or it sees none of them
  Net contextFirst(int features, int context, int all) {
    int[] given = new int[all];
    Arrays.fill(given, -1);
    for (int i = 0; i < context; i++) {
      given[i] = features + i;
    }
    int[] inputs = IntStream.concat(Arrays.stream(given), IntStream.range(0, features)).toArray();
    return new Net(Net.Form.PERCEPTRON, activation, layers).withInputs(inputs);
  }
}
