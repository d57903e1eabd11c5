package dev.bijou.sequence;

import dev.bijou.distribution.DistributionSpec;
import dev.bijou.file.FileContractTest;
import java.util.Map;
import java.util.stream.Stream;

/// Distributions of sequences are saved and loaded as all others are.
class SequenceFilesTest extends FileContractTest {
  @Override
  protected Stream<Map.Entry<String, DistributionSpec>> specifications() {
    return SequenceCatalogue.all().entrySet().stream();
  }
}
