package dev.bijou.bijection;

import dev.bijou.operation.Add;
import dev.bijou.tensor.Context;
import dev.bijou.tensor.Mapped;
import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Workspace;
import java.util.List;

/// Runs the layers of a chain one at a time, each in memory that the next one uses again, so that the memory of a chain is
/// that of its largest layer.
///
/// In training the images of the layers are not kept either (Gomez et al., 2017, arXiv:1707.04585): the backward pass goes
/// from the base to the data, builds the argument of each layer from its image, runs the layer once more on a tape of its
/// own, and plays that back.
final class Stepwise {
  private Stepwise() {}

  /// One direction of a layer.
  @FunctionalInterface
  interface Direction {
    Mapped of(Bijection layer, Tensor value, Context context);
  }

  /// Whether [#evaluate] is worth it: what nobody records can be forgotten.
  static boolean serves(Workspace workspace, List<Bijection> layers) {
    return layers.size() > 1 && workspace.hasParts() && !workspace.recording();
  }

  /// The layers' maps one after the other, in the order given. Records nothing.
  static Mapped evaluate(
      List<Bijection> layers, Direction direction, Tensor start, Context context) {
    return run(layers, new int[layers.size()], direction, start, context);
  }

  private static Mapped run(
      List<Bijection> layers, int[] seeds, Direction direction, Tensor start, Context context) {
    Workspace workspace = Workspace.current();
    Tensor value = start;
    Tensor place = workspace.scratch(start.features(), start.lanes());
    Tensor other = workspace.scratch(start.features(), start.lanes());
    Tensor logDet = workspace.scratch(1, start.lanes());
    logDet.fill(0);
    for (int i = 0; i < seeds.length; i++) {
      Bijection layer = layers.get(i);
      Tensor argument = value;
      Tensor image = place;
      workspace
          .part(seeds[i])
          .run(() -> {
            Mapped mapped = direction.of(layer, argument, context);
            image.set(mapped.value());
            add(mapped.logDet(), logDet);
            return image;
          });
      workspace.endPart();
      value = image;
      place = other;
      other = image;
    }
    return new Mapped(value, logDet);
  }

  private static void add(Tensor x, Tensor sum) {
    for (int i = 0; i < sum.size(); i++) {
      sum.data()[sum.offset() + i] += x.data()[x.offset() + i];
    }
  }

  /// The inverse of a chain, recorded as one operation.
  static Mapped rebuilding(List<Bijection> layers, Tensor x, Context context) {
    Workspace workspace = Workspace.current();
    int[] seeds = new int[layers.size()]; // in the order of the inverse
    for (int i = 0; i < seeds.length; i++) {
      seeds[i] = workspace.nextSeed();
    }
    Mapped image = run(layers.reversed(), seeds, Bijection::inverse, x, context);
    Tensor z = workspace.output(x.features(), x.lanes(), true);
    z.set(image.value());
    Tensor logDet = workspace.output(1, x.lanes(), true);
    logDet.set(image.logDet());
    workspace.record(
        z,
        () -> {
          Tensor dx =
              backward(workspace, layers, seeds, context, z, image.value(), logDet.gradient());
          if (x.tracked()) {
            Add.accumulate(dx, x);
          }
        });
    return new Mapped(z, logDet);
  }

  /// The gradient in x. `place` is where the arguments go, one after the other.
  private static Tensor backward(
      Workspace workspace,
      List<Bijection> layers,
      int[] seeds,
      Context context,
      Tensor z,
      Tensor place,
      Tensor dLogDet) {
    Tensor dValue = workspace.scratch(z.features(), z.lanes());
    dValue.set(z.gradient());
    place.set(z);
    for (int i = 0; i < seeds.length; i++) {
      Bijection layer = layers.get(i);
      Workspace part = workspace.part(seeds[seeds.length - 1 - i]);
      part.run(() -> {
        Tensor argument = part.output(z.features(), z.lanes(), true);
        Mapped again = layer.retrace(place, argument, context);
        Add.accumulate(dValue, again.value());
        Add.accumulate(dLogDet, again.logDet());
        part.backward();
        dValue.set(argument.gradient());
        place.set(argument);
        return place;
      });
      workspace.endPart();
    }
    return dValue;
  }
}
