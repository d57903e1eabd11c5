package dev.bijou.interop.flowjax;

import dev.bijou.interop.container.Array;
import dev.bijou.interop.layer.Assembly;
import dev.bijou.interop.layer.Linear;
import java.util.List;
import java.util.stream.IntStream;

/// A bijection y = f(x) of flowjax with its numbers, of which there is one set for each step of a [Scan].
interface Part {

  /// Adds f, or its inverse, as what leads towards the base.
  ///
  /// @param step of the scan that the part is in, 0 outside of one
  void add(Assembly assembly, int step, boolean inverse);

  /// How many context features it sees.
  default int context() {
    return 0;
  }

  /// One after the other.
  record Chain(List<Part> parts) implements Part {
    @Override
    public void add(Assembly assembly, int step, boolean inverse) {
      (inverse ? parts.reversed() : parts).forEach(part -> part.add(assembly, step, inverse));
    }

    @Override
    public int context() {
      return parts.stream().mapToInt(Part::context).max().orElse(0);
    }
  }

  /// The other way round.
  record Invert(Part of) implements Part {
    @Override
    public void add(Assembly assembly, int step, boolean inverse) {
      of.add(assembly, step, !inverse);
    }

    @Override
    public int context() {
      return of.context();
    }
  }

  /// The same part with the numbers of each step in turn.
  record Scan(Part of, int steps) implements Part {
    @Override
    public void add(Assembly assembly, int step, boolean inverse) {
      for (int i = 0; i < steps; i++) {
        of.add(assembly, inverse ? steps - 1 - i : i, inverse);
      }
    }

    @Override
    public int context() {
      return of.context();
    }
  }

  /// y = x backwards.
  record Flip() implements Part {
    @Override
    public void add(Assembly assembly, int step, boolean inverse) {
      int n = assembly.features();
      assembly.renumber(IntStream.range(0, n).map(i -> n - 1 - i).toArray());
    }
  }

  /// y_i = x_{order[i]}
  record Permute(List<int[]> orders) implements Part {
    @Override
    public void add(Assembly assembly, int step, boolean inverse) {
      int[] order = orders.get(step);
      if (!inverse) {
        assembly.renumber(order);
        return;
      }
      int[] back = new int[order.length];
      for (int i = 0; i < order.length; i++) {
        back[order[i]] = i;
      }
      assembly.renumber(back);
    }
  }

  /// y = scale · x + location for each feature, with scale = softplus(raw).
  record Affine(Leaves leaves, List<Array> locations, List<Array> raws) implements Part {
    @Override
    public void add(Assembly assembly, int step, boolean inverse) {
      int n = assembly.features();
      double[] scale = new double[n];
      double[] shift = new double[n];
      for (int f = 0; f < n; f++) {
        double raw = raws.get(step).values()[f];
        double s = Math.max(raw, 0) + Math.log1p(Math.exp(-Math.abs(raw)));
        double location = locations.get(step).values()[f];
        scale[f] = inverse ? 1 / s : s;
        shift[f] = inverse ? -location / s : location;
      }
      if (!assembly.addScale(scale, shift)) {
        throw leaves.problem("a scale of an Affine is too large or too small to be held");
      }
    }
  }

  /// Features go through scalar maps whose parameters a network computes.
  ///
  /// @param leaves for messages
  /// @param networks of each step
  /// @param transformer the scalar map
  /// @param passing how many of the first features pass; −1 if each feature sees those before it
  /// @param context how many context features the networks see, after the others
  record Transform(
      Leaves leaves, List<Network> networks, Transformer transformer, int passing, int context)
      implements Part {
    @Override
    public void add(Assembly assembly, int step, boolean inverse) {
      if (inverse) {
        assembly.addInverted(inner -> add(inner, step, false));
      } else if (passing >= 0) {
        addCoupling(assembly, networks.get(step));
      } else {
        addAutoregressive(assembly, networks.get(step));
      }
    }

    private void addCoupling(Assembly assembly, Network network) {
      int n = assembly.features();
      if (passing >= n) {
        throw leaves.problem("a Coupling changes none of the %d features".formatted(n));
      }
      assembly.addCoupling(
          IntStream.range(0, passing).toArray(),
          IntStream.range(passing, n).toArray(),
          network.contextFirst(passing, context, assembly.context()),
          transformer.map());
    }

    private void addAutoregressive(Assembly assembly, Network network) {
      int n = assembly.features();
      if (n == 1 && context == 0) { // which depends on nothing
        assembly.addConstant(new int[] {0}, network.last().bias(), transformer.map());
      } else if (!assembly.addAutoregressive(
          Linear.all(n), network.contextFirst(n, context, assembly.context()), transformer.map())) {
        throw leaves.problem("the masks of a MaskedAutoregressive are not autoregressive");
      }
    }
  }
}
