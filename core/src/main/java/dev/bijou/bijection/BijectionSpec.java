package dev.bijou.bijection;

import dev.bijou.spec.Specification;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/// The architecture of a bijection as data. Each map has its own, as a nested record beside its code.
public interface BijectionSpec extends Specification<Bijection> {

  /// The number of features of the map.
  int features();

  /// How the map passes on a value that is pinned outside the boxes of its splines, as the stand-in for an absent value is.
  ///
  /// @throws IllegalArgumentException if the map, or a part of it, does not leave such a value alone
  default Pins pins() {
    throw Pins.refused(Specification.kind(getClass()));
  }

  /// How a map passes on a value that is pinned outside the boxes of its splines: unchanged, though it may go to another
  /// feature.
  ///
  /// @param box the bound of the widest spline, 0 without splines
  /// @param sources for each feature of the data, the feature of the base that it comes from
  record Pins(float box, List<Integer> sources) {
    /// Copies the list.
    public Pins {
      sources = List.copyOf(sources);
    }

    /// A map without splines that leaves each feature in its place.
    public static Pins identity(int features) {
      return new Pins(0, IntStream.range(0, features).boxed().toList());
    }

    /// How a layer of scalar maps passes pinned values on.
    ///
    /// @param layer the name of the layer
    /// @throws IllegalArgumentException if the scalar map does not
    static Pins of(String layer, int features, ScalarBijection transformer) {
      if (Float.isInfinite(transformer.identityBeyond())) {
        throw refused(layer + " of " + Specification.kind(transformer.getClass()));
      }
      return new Pins(transformer.identityBeyond(), identity(features).sources());
    }

    private static IllegalArgumentException refused(String layer) {
      return new IllegalArgumentException(
          "values that may be absent need splines and permutations alone, but there is a layer "
              + layer);
    }

    /// This map, and then one that is nearer to the data.
    Pins then(Pins next) {
      return new Pins(Math.max(box, next.box), next.sources.stream().map(sources::get).toList());
    }

    /// This map run the other way.
    Pins inverted() {
      List<Integer> back = new ArrayList<>(Collections.nCopies(sources.size(), 0));
      for (int i = 0; i < sources.size(); i++) {
        back.set(sources.get(i), i);
      }
      return new Pins(box, back);
    }
  }
}
