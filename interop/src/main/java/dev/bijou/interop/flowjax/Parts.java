package dev.bijou.interop.flowjax;

import dev.bijou.Activation;
import dev.bijou.interop.config.Config.Fields;
import dev.bijou.interop.container.Array;
import dev.bijou.interop.layer.Activations;
import dev.bijou.interop.layer.Linear;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/// Reads bijections from their constructor calls and, in the order of the fields of their classes, from leaves.
final class Parts {
  private static final String KNOWN =
      "supported are Chain, Scan, Invert, Coupling, MaskedAutoregressive, Affine, Permute and Flip";
  private static final int ONE = 0; // outside of a scan
  private static final int UNKNOWN = -1;

  private final Leaves leaves;
  private final int features;
  private int steps = ONE;

  Parts(Leaves leaves, int features) {
    this.leaves = leaves;
    this.features = features;
  }

  /// The bijection of a constructor call.
  Part read(Fields call) {
    Fields arguments = call.object("arguments").orElse(call);
    String name = call.text("class", "");
    return switch (name) {
      case "Invert" -> new Part.Invert(read(inner(arguments, "bijection")));
      case "Scan" -> scan(call, () -> read(inner(arguments, "bijection")));
      case "Chain" ->
          new Part.Chain(arguments.objects("bijections").stream().map(this::read).toList());
      case "Coupling" -> coupling(arguments);
      case "MaskedAutoregressive" -> autoregressive(arguments);
      case "Affine" -> affine();
      case "Permute" -> permute();
      case "Flip" -> new Part.Flip();
      default ->
          throw call.wrong("class", "is %s, which is not supported; %s".formatted(name, KNOWN));
    };
  }

  /// The bijection of a ready-made flow: layers, each followed by a permutation, and all inverted unless that is not wanted.
  Part readyMade(Fields call, Fields arguments) {
    boolean coupling = call.text("class", "").equals("coupling_flow");
    Part scan =
        scan(
            call,
            () -> {
              Part layer = coupling ? coupling(arguments) : autoregressive(arguments);
              return switch (features) {
                case 1 -> layer;
                case 2 -> new Part.Chain(List.of(layer, new Part.Flip()));
                default -> new Part.Chain(List.of(layer, permute()));
              };
            });
    return arguments.flag("invert", true) ? new Part.Invert(scan) : scan;
  }

  private static Fields inner(Fields arguments, String name) {
    return arguments
        .object(name)
        .orElseThrow(() -> arguments.wrong(name, "is missing, or no constructor call"));
  }

  @FunctionalInterface
  private interface Reading {
    Part read();
  }

  private Part scan(Fields call, Reading reading) {
    if (steps != ONE) {
      throw call.wrong("class", "is a Scan within a Scan, which is not supported");
    }
    steps = UNKNOWN;
    Part of = reading.read();
    int found = steps == UNKNOWN ? 1 : steps;
    steps = ONE;
    return new Part.Scan(of, found);
  }

  private Part coupling(Fields arguments) {
    Transformer transformer = Transformer.of(arguments);
    List<List<Linear>> networks = new ArrayList<>();
    int depth = depth(arguments);
    int passing = 0;
    for (int i = 0; i <= depth; i++) {
      List<Array> weights = next("a weight of a Coupling", -1, -1);
      if (i == 0) {
        passing = leaves.plain(1);
        if (passing < 0 || passing > features || leaves.plain(0) != features) {
          throw leaves.problem(
              "a Coupling of other than the %d features of the base".formatted(features));
        }
      }
      add(networks, weights, List.of(), next("a bias of a Coupling", -1));
    }
    return transform(arguments, networks, transformer, passing);
  }

  private Part autoregressive(Fields arguments) {
    Transformer transformer = Transformer.of(arguments);
    List<List<Linear>> networks = new ArrayList<>();
    int depth = depth(arguments);
    for (int i = 0; i <= depth; i++) {
      List<Array> masks = next("a mask of a MaskedAutoregressive", -1, -1);
      List<Array> weights = next("a weight of a MaskedAutoregressive", masks.getFirst().shape());
      add(networks, weights, masks, next("a bias of a MaskedAutoregressive", -1));
    }
    return transform(arguments, networks, transformer, -1);
  }

  private static int depth(Fields arguments) {
    int depth = (int) arguments.number("nn_depth", 1);
    if (depth < 1 || depth > 1000) {
      throw arguments.wrong("nn_depth", "is %d, but must lie in 1 … 1000".formatted(depth));
    }
    return depth;
  }

  /// Adds a layer to the network of each step.
  private void add(
      List<List<Linear>> networks, List<Array> weights, List<Array> masks, List<Array> biases) {
    for (int step = 0; step < weights.size(); step++) {
      if (networks.size() == step) {
        networks.add(new ArrayList<>());
      }
      Array weight = weights.get(step);
      List<Linear> layers = networks.get(step);
      if (biases.get(step).values().length != weight.rows()
          || !layers.isEmpty() && layers.getLast().outputs() != weight.shape()[1]) {
        throw leaves.problem("the layers of a network do not fit each other");
      }
      double[] w = weight.doubles();
      BitSet seen = null;
      if (!masks.isEmpty()) {
        seen = new BitSet();
        float[] mask = masks.get(step).values();
        for (int i = 0; i < w.length; i++) {
          seen.set(i, mask[i] != 0);
          w[i] = mask[i] == 0 ? 0 : w[i];
        }
      }
      layers.add(new Linear(weight.rows(), weight.shape()[1], w, biases.get(step).doubles(), seen));
    }
  }

  private Part transform(
      Fields arguments, List<List<Linear>> networks, Transformer transformer, int passing) {
    Activation activation = Activations.of(arguments, "nn_activation", "relu");
    int seen = passing < 0 ? features : passing;
    int context = networks.getFirst().getFirst().inputs() - seen;
    int computed = networks.getFirst().getLast().outputs();
    int needed = transformer.map().parameterCount() * (passing < 0 ? features : features - passing);
    if (context < 0 || computed != needed) {
      throw leaves.problem(
          "a network sees %d numbers and computes %d, but %d features and %d are needed for this transformer"
              .formatted(seen + context, computed, seen, needed));
    }
    return new Part.Transform(
        leaves,
        networks.stream().map(layers -> new Network(layers, activation)).toList(),
        transformer,
        passing,
        context);
  }

  private Part affine() {
    return new Part.Affine(
        leaves,
        next("the location of an Affine", features),
        next("the scale of an Affine", features));
  }

  private Part permute() {
    List<int[]> orders = next("a permutation", features).stream().map(Array::whole).toList();
    for (int[] order : orders) {
      int[] sorted = order.clone();
      Arrays.sort(sorted);
      if (!Arrays.equals(sorted, Linear.all(features))) {
        throw leaves.problem("a Permute that is no permutation");
      }
    }
    next("an inverse permutation", features);
    return new Part.Permute(orders);
  }

  /// An array for each step; one outside of a scan.
  private List<Array> next(String what, int... shape) {
    if (steps == ONE) {
      return List.of(leaves.next(what, shape));
    }
    int[] stacked = new int[shape.length + 1];
    stacked[0] = steps;
    System.arraycopy(shape, 0, stacked, 1, shape.length);
    Array stack = leaves.next(what, stacked);
    steps = stack.rows();
    if (steps == 0) {
      throw leaves.problem("a Scan of no steps");
    }
    return stack.slices();
  }
}
