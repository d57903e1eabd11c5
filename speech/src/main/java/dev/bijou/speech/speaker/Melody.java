package dev.bijou.speech.speaker;

import dev.bijou.sequence.alignment.Alignment;
import dev.bijou.speech.metric.PitchTracker;
import java.util.Arrays;

/// The pitch of an utterance as the condition of a flow: in thirds of an octave above the mean of its voiced frames, which makes
/// it about 1 in the mean square.
final class Melody {
  /// Below which a dip of the tracker is a period: voices may be rough.
  private static final double THRESHOLD = 0.25;

  private static final double PER_OCTAVE = 3;

  /// Frames farther from the median are taken for mistakes of the tracker, in octaves.
  private static final double FARTHEST = 0.8;

  private Melody() {}

  /// The pitch of each frame; NaN where there is no voice.
  ///
  /// @param hop samples of a frame
  static float[] of(float[] sound, int sampleRateHz, int hop, int frames) {
    PitchTracker tracker = new PitchTracker(sampleRateHz, THRESHOLD);
    int before = (tracker.reach() - hop) / 2;
    float[] padded = new float[before + Math.max(sound.length, frames * hop) + tracker.reach()];
    System.arraycopy(sound, 0, padded, before, sound.length);
    double[] octaves = new double[frames];
    for (int t = 0; t < frames; t++) {
      double hertz = tracker.pitch(padded, t * hop);
      octaves[t] = hertz > 0 ? Math.log(hertz) / Math.log(2) : Double.NaN;
    }
    double[] voiced = voiced(octaves);
    double median = voiced.length == 0 ? 0 : voiced[voiced.length / 2];
    for (int t = 0; t < frames; t++) {
      octaves[t] = Math.abs(octaves[t] - median) <= FARTHEST ? octaves[t] : Double.NaN;
    }
    double mean = Arrays.stream(voiced(octaves)).average().orElse(0);
    float[] melody = new float[frames];
    for (int t = 0; t < frames; t++) {
      melody[t] = (float) (PER_OCTAVE * (octaves[t] - mean));
    }
    return melody;
  }

  private static double[] voiced(double[] octaves) {
    return Arrays.stream(octaves).filter(Double::isFinite).sorted().toArray();
  }

  /// The mean pitch of each symbol; where it has no voice, on the line between its neighbours.
  static float[] ofSymbols(float[] frames, Alignment alignment) {
    int[] durations = alignment.durations();
    float[] means = new float[durations.length];
    int from = 0;
    for (int i = 0; i < means.length; i++) {
      double sum = 0;
      int count = 0;
      for (int t = from; t < from + durations[i]; t++) {
        if (Float.isFinite(frames[t])) {
          sum += frames[t];
          count++;
        }
      }
      means[i] = count == 0 ? Float.NaN : (float) (sum / count);
      from += durations[i];
    }
    return filled(means);
  }

  private static float[] filled(float... means) {
    int last = -1; // the symbol with a pitch before
    for (int i = 0; i <= means.length; i++) {
      if (i < means.length && Float.isNaN(means[i])) {
        continue;
      }
      for (int j = last + 1; j < i; j++) {
        float share = (float) (j - last) / (i - last);
        float before = last < 0 ? (i < means.length ? means[i] : 0) : means[last];
        float after = i == means.length ? before : means[i];
        means[j] = before + share * (after - before);
      }
      last = i;
    }
    return means;
  }
}
