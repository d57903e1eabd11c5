package dev.bijou.sequence;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.bijou.distribution.Distribution;
import dev.bijou.sequence.alignment.AlignedFlow;
import dev.bijou.sequence.alignment.AlignedFlows;
import org.junit.jupiter.api.Test;

/// The examples of the Javadoc.
class ExamplesTest {
  private static final int SYMBOLS = 148;
  private static final int BANDS = 80;

  @Test
  void aVocoderIsBuilt() {
    long seed = 1;
    // @start region="vocoder"
    Vocoders.Options published = Vocoders.Options.squeezeWave128S();
    Distribution vocoder = Vocoders.squeezeWave(published).build(seed);
    // @end
    assertEquals(published.group(), vocoder.features());
  }

  @Test
  void anAlignedFlowIsBuilt() {
    long seed = 1;
    // @start region="aligned"
    AlignedFlows.Options small = AlignedFlows.Options.small(SYMBOLS, BANDS);
    AlignedFlow flow = AlignedFlows.glowTts(small).build(seed);
    // @end
    assertEquals(BANDS, flow.features());
  }
}
