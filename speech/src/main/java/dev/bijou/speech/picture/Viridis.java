package dev.bijou.speech.picture;

/// A scale of colours from dark blue over green to yellow that grows evenly lighter, so that it can be read in print
/// and by color-blind people.
final class Viridis {
  /// Colours at equal steps, between which colors are interpolated.
  private static final int[] ANCHORS = {
    0x440154, 0x482878, 0x3E4A89, 0x31688E, 0x26828E, 0x1F9E89, 0x35B779, 0x6DCD59, 0xB4DE2C,
    0xFDE725
  };

  private Viridis() {}

  /// The colour of a value in 0 … 1, as 0xRRGGBB; values outside are taken for the nearer end.
  static int rgb(float value) {
    float place = Math.clamp(value, 0, 1) * (ANCHORS.length - 1);
    int low = Math.min((int) place, ANCHORS.length - 2);
    float part = place - low;
    int rgb = 0;
    for (int shift = 16; shift >= 0; shift -= 8) {
      int a = ANCHORS[low] >> shift & 0xFF;
      int b = ANCHORS[low + 1] >> shift & 0xFF;
      rgb |= Math.round(a + part * (b - a)) << shift;
    }
    return rgb;
  }
}
