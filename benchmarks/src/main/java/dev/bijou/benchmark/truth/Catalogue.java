package dev.bijou.benchmark.truth;

import java.util.List;
import java.util.stream.Stream;

/// All tables.
final class Catalogue {
  /// In the order in which they are learned.
  static final List<KnownTruth> ALL =
      Stream.of(NamesAndCounts.all(), Gaps.all(), Numbers.all(), Extremes.all(), Sizes.all())
          .flatMap(List::stream)
          .toList();

  private Catalogue() {}

  /// Throws an [IllegalArgumentException] if there is none of this name.
  static KnownTruth named(String name) {
    return ALL.stream()
        .filter(truth -> truth.name().equals(name))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException("no table is called \"%s\"; see --list".formatted(name)));
  }
}
