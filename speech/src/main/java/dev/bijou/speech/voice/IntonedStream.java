package dev.bijou.speech.voice;

import dev.bijou.speech.audio.SampleStream;

/// Another pitch for the same speech, by pitch-synchronous overlap-add (Moulines and Charpentier, 1990): a voice of period P
/// becomes one of
///
/// P' = M · (P / M)^range / 2^(shift / 12)
///
/// with M the geometric mean of the periods so far and of 0.4 s to come. Its waves are cut out from one mark to the next, a
/// period apart, and put down again P' apart, some twice or not at all; lengths, vowels and what has no voice stay as they
/// are. As many samples, in memory that does not grow.
final class IntonedStream implements SampleStream {
  /// Periods change by at most this factor.
  private static final double MOST = 1.6;

  private static final int UNVOICED_STEP = 128; // samples between marks where there is no voice
  private static final int RING = 1 << 13;

  private final SampleStream source;
  private final TrackedSound sound;
  private final double range;
  private final double shift; // factor of the frequency
  private final int ahead; // samples
  private final float[] sum = new float[RING]; // of what is put down, by the sample's number
  private final float[] weight = new float[RING];
  private long next; // the sample that is given next
  private long before; // the mark before `mark`
  private long mark; // in the source
  private long after;
  private double put; // where the next wave is put down
  private double logPeriods;
  private long counted;
  private long place; // up to which periods are counted

  /// @param range 1 as it is, 2 twice as lively, 0 monotonous
  /// @param semitones higher
  IntonedStream(SampleStream source, double range, double semitones) {
    this.source = source;
    this.sound = new TrackedSound(source);
    this.range = range;
    this.shift = Math.pow(2, semitones / 12);
    this.ahead = source.sampleRateHz() * 2 / 5;
    this.before = -UNVOICED_STEP;
    this.after = following(0);
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
    int made = 0;
    int most = Math.min(count, TrackedSound.HOP);
    for (; made < most && sound.has(next); made++) {
      // A wave reaches less than two periods back from where it is put down.
      while (put <= next + 2L * sound.longest()) {
        putDown();
      }
      int at = (int) (next & (RING - 1));
      target[offset + made] = weight[at] < 0.01f ? sound.get(next) : sum[at] / weight[at];
      sum[at] = 0;
      weight[at] = 0;
      next++;
    }
    sound.forget(Math.min(next, before) - sound.longest());
    return made == 0 && count > 0 ? -1 : made;
  }

  /// Puts the wave of the nearest mark down, and finds the place of the next one.
  private void putDown() {
    while (Math.abs(after - put) < Math.abs(mark - put)) {
      before = mark;
      mark = after;
      after = following(mark);
    }
    count();
    long to = Math.round(put);
    for (long t = before + 1; t < after; t++) {
      long at = t - mark + to;
      if (at >= next) {
        double share =
            t <= mark
                ? (double) (t - before) / (mark - before)
                : (double) (after - t) / (after - mark);
        float window = (float) (0.5 - 0.5 * Math.cos(Math.PI * share));
        sum[(int) (at & (RING - 1))] += window * sound.get(t);
        weight[(int) (at & (RING - 1))] += window;
      }
    }
    double period = sound.period(mark);
    if (period == 0) {
      put = Math.max(after, put + 1); // without a voice each wave stays where it is
    } else {
      put += Math.clamp(wanted(period) / period, 1 / MOST, MOST) * (after - mark);
    }
  }

  /// Counts the periods up to some time after the mark, be there a voice or not.
  private void count() {
    while (place * TrackedSound.HOP < mark + ahead && sound.has(place * TrackedSound.HOP)) {
      double one = sound.periodOf(place++);
      if (one > 0) {
        logPeriods += Math.log(one);
        counted++;
      }
    }
  }

  private double wanted(double period) {
    double mean = counted == 0 ? period : Math.exp(logPeriods / counted);
    return mean * Math.pow(period / mean, range) / shift;
  }

  /// The mark after one: a period on, where the sound is most alike to that around this mark.
  private long following(long from) {
    double period = sound.period(from);
    if (period == 0) {
      return from + UNVOICED_STEP;
    }
    int about = (int) Math.round(period);
    int slack = Math.max(2, about / 12);
    int half = about / 2;
    long best = from + about;
    double alike = Double.NEGATIVE_INFINITY;
    for (long to = from + about - slack; to <= from + about + slack; to++) {
      double product = 0;
      double power = 1e-9;
      for (int t = -half; t <= half; t++) {
        float other = sound.get(to + t);
        product += (double) sound.get(from + t) * other;
        power += (double) other * other;
      }
      double now = product / Math.sqrt(power);
      if (now > alike) {
        alike = now;
        best = to;
      }
    }
    return best;
  }

  @Override
  public void close() {
    source.close();
  }
}
