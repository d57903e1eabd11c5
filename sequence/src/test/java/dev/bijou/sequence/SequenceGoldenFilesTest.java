package dev.bijou.sequence;

import dev.bijou.distribution.DistributionSpec;
import dev.bijou.file.GoldenFilesTest;
import java.util.Map;

/// The files of every released version with sequences load.
class SequenceGoldenFilesTest extends GoldenFilesTest {
  @Override
  protected Map<String, DistributionSpec> specifications() {
    return SequenceCatalogue.all();
  }
}
