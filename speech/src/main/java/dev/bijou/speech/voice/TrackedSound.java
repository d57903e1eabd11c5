package dev.bijou.speech.voice;

import dev.bijou.speech.audio.SampleStream;
import dev.bijou.speech.metric.PitchTracker;
import java.util.Arrays;

/// A stretch of a stream with the period of its voice, which moves on: samples by their number in the stream, zero outside of
/// it, and periods interpolated between places 256 samples apart.
final class TrackedSound {
  static final int HOP = 256;

  private static final double THRESHOLD = 0.25;
  private static final double LARGEST_STEP =
      1.2; // of the period from place to place within a voice
  private static final int BLOCK = 4096;

  private final SampleStream source;
  private final PitchTracker tracker;
  private float[] sound = new float[4 * BLOCK];
  private long first; // the number of the first sample that is held
  private int held;
  private boolean ended;
  private double[] periods =
      new double[64]; // of place number firstPlace + i; 0 where there is no voice
  private long firstPlace;
  private int places;

  TrackedSound(SampleStream source) {
    this.source = source;
    this.tracker = new PitchTracker(source.sampleRateHz(), THRESHOLD);
    // The tracker and the neighbours of the first sample see silence before it.
    this.first = -margin();
    this.held = margin();
  }

  /// Samples before and after one that are seen with it.
  private int margin() {
    return tracker.reach() + 2;
  }

  /// The longest period.
  int longest() {
    return tracker.longest();
  }

  /// Whether the stream has a sample; reads on as far as that needs.
  boolean has(long sample) {
    while (!ended && first + held <= sample) {
      fill();
    }
    return sample < first + held;
  }

  /// A sample at or after the last [#forget]; zero outside the stream.
  float get(long sample) {
    int at = (int) (sample - first);
    return at < 0 || !has(sample) ? 0 : sound[at];
  }

  /// Between two samples, by cubic polynomials (Catmull and Rom).
  float get(double place) {
    long i = (long) Math.floor(place);
    float f = (float) (place - i);
    float a = get(i - 1);
    float b = get(i);
    float c = get(i + 1);
    float d = get(i + 2);
    return b + 0.5f * f * (c - a + f * (2 * a - 5 * b + 4 * c - d + f * (3 * (b - c) + d - a)));
  }

  /// How much of a voice there is at a sample, 0 … 1.
  float voiced(long sample) {
    long place = sample / HOP;
    float share = (float) (sample % HOP) / HOP;
    return (periodOf(place) > 0 ? 1 - share : 0) + (periodOf(place + 1) > 0 ? share : 0);
  }

  /// The period at a sample, in samples; that of the nearer place where two differ by more than a voice can, 0 where there is
  /// no voice.
  double period(long sample) {
    double from = periodOf(sample / HOP);
    double to = periodOf(sample / HOP + 1);
    double share = (double) (sample % HOP) / HOP;
    if (from == 0 || to == 0) {
      return Math.max(from, to);
    }
    boolean leap = Math.max(from, to) > LARGEST_STEP * Math.min(from, to);
    return leap ? (share < 0.5 ? from : to) : from + share * (to - from);
  }

  /// The period at a place, sample 256 · place; 0 where there is no voice, and beyond the end.
  double periodOf(long place) {
    while (firstPlace + places <= place) {
      if (places == periods.length) {
        periods = Arrays.copyOf(periods, 2 * places);
      }
      periods[places] = track((firstPlace + places) * HOP);
      places++;
    }
    return periods[(int) (place - firstPlace)];
  }

  private double track(long sample) {
    long from = sample - tracker.reach() / 2;
    has(from + tracker.reach());
    int at = (int) (from - first);
    if (at >= held) {
      return 0;
    }
    if (at + tracker.reach() > held) { // zeros after the end
      sound =
          at + tracker.reach() > sound.length ? Arrays.copyOf(sound, at + tracker.reach()) : sound;
      Arrays.fill(sound, held, at + tracker.reach(), 0);
    }
    double pitch = tracker.pitch(sound, at);
    return pitch == 0 ? 0 : source.sampleRateHz() / pitch;
  }

  /// Lets go of what lies far before a sample.
  void forget(long sample) {
    int drop = (int) Math.min(held, sample - 2L * margin() - first);
    if (drop >= BLOCK) {
      System.arraycopy(sound, drop, sound, 0, held - drop);
      held -= drop;
      first += drop;
      int gone = (int) Math.min(places, Math.max(0, first) / HOP - firstPlace);
      System.arraycopy(periods, gone, periods, 0, places - gone);
      firstPlace += gone;
      places -= gone;
    }
  }

  private void fill() {
    if (sound.length - held < BLOCK) {
      sound = Arrays.copyOf(sound, sound.length + 4 * BLOCK);
    }
    int read = source.read(sound, held, BLOCK);
    if (read < 0) {
      ended = true;
    } else {
      held += read;
    }
  }
}
