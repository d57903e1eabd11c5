package dev.bijou.speech.voice;

import dev.bijou.speech.audio.SampleStream;
import dev.bijou.speech.metric.PitchTracker;
import java.util.Arrays;

/// A comb filter at the pitch: where there is a voice of period P, what differs from one period to the next is taken away,
///
/// y(t) = (1 − s) x(t) + s/2 · (x(t − P) + x(t + P))
///
/// with P and the strength s interpolated between places 256 samples apart; s falls to 0 towards places without a voice. A
/// neighbouring period between two samples is interpolated by cubic polynomials (Catmull and Rom). As many samples, in
/// memory that does not grow.
final class CombedStream implements SampleStream {
  private static final int HOP = 256;
  private static final double THRESHOLD = 0.25;
  private static final double LARGEST_STEP = 1.2;

  private final SampleStream source;
  private final float strength;
  private final PitchTracker tracker;
  private final int before; // samples from where the tracker begins to the place that it speaks of
  private final int reach; // samples after a place that are seen
  private final int margin; // samples before a place that are seen
  private float[] sound; // `margin` zeros, the sound, and zeros after its end
  private int held; // of `sound`
  private int place; // in `sound`: where the next hop begins
  private boolean ended;
  private final float[] ready = new float[HOP];
  private int next; // within `ready`
  private int made;
  private double period = Double.NaN; // at `place`; 0 where there is no voice

  CombedStream(SampleStream source, float strength) {
    this.source = source;
    this.strength = strength;
    this.tracker = new PitchTracker(source.sampleRateHz(), THRESHOLD);
    this.before = tracker.reach() / 2;
    this.margin = Math.max(before, tracker.longest() + 2);
    this.reach = Math.max(tracker.reach() - before, tracker.longest() + 2);
    this.sound = new float[margin + 8 * HOP + reach];
    this.held = margin;
    this.place = margin;
  }

  @Override
  public int sampleRateHz() {
    return source.sampleRateHz();
  }

  @Override
  public long length() {
    return source.length();
  }

  @Override
  public int read(float[] target, int offset, int count) {
    if (next == made && count > 0 && !advance()) {
      return -1;
    }
    int read = Math.min(count, made - next);
    System.arraycopy(ready, next, target, offset, read);
    next += read;
    return read;
  }

  /// Filters the samples up to the next place; false at the end.
  private boolean advance() {
    while (!ended && held < place + HOP + reach) {
      fill();
    }
    made = Math.clamp(held - place, 0, HOP);
    next = 0;
    if (made == 0) {
      return false;
    }
    double from = Double.isNaN(period) ? periodAt(place) : period;
    double to = periodAt(place + HOP);
    for (int i = 0; i < made; i++) {
      ready[i] = combed(place + i, from, to, (float) i / HOP);
    }
    period = to;
    place += HOP;
    return true;
  }

  private float combed(int at, double from, double to, float share) {
    float voiced = (from > 0 ? 1 - share : 0) + (to > 0 ? share : 0);
    if (voiced == 0) {
      return sound[at];
    }
    double now = period(from, to, share);
    float neighbours = (between(at - now) + between(at + now)) / 2;
    return sound[at] + strength * voiced * (neighbours - sound[at]);
  }

  /// Between two places; the nearer one's period where they differ by more than a voice can.
  private static double period(double from, double to, float share) {
    if (from == 0 || to == 0) {
      return Math.max(from, to);
    }
    boolean leap = Math.max(from, to) > LARGEST_STEP * Math.min(from, to);
    return leap ? (share < 0.5f ? from : to) : from + share * (to - from);
  }

  private float between(double place) {
    int i = (int) Math.floor(place);
    float f = (float) (place - i);
    float a = sound[i - 1];
    float b = sound[i];
    float c = sound[i + 1];
    float d = sound[i + 2];
    return b
        + 0.5f * f * (c - a + f * (2 * a - 5 * b + 4 * c - d + f * (3 * (b - c) + d - a)));
  }

  private double periodAt(int at) {
    double pitch = tracker.pitch(sound, at - before);
    return pitch == 0 ? 0 : sampleRateHz() / pitch;
  }

  /// Drops what is no longer needed and takes what the source has ready; zeros after its end.
  private void fill() {
    int drop = Math.max(0, place - margin);
    System.arraycopy(sound, drop, sound, 0, held - drop);
    held -= drop;
    place -= drop;
    int room = sound.length - held - HOP - reach;
    if (room < HOP) {
      sound = Arrays.copyOf(sound, sound.length + 8 * HOP);
      room += 8 * HOP;
    }
    int read = source.read(sound, held, room);
    if (read < 0) {
      ended = true;
      Arrays.fill(sound, held, sound.length, 0);
    } else {
      held += read;
    }
  }

  @Override
  public void close() {
    source.close();
  }
}
