package dev.bijou.speech.voice;

import dev.bijou.speech.audio.SampleStream;

/// A comb filter at the pitch: where there is a voice of period P, what differs from one period to the next is taken away,
///
/// y(t) = (1 − s) x(t) + s/2 · (x(t − P) + x(t + P))
///
/// where the strength s falls to 0 towards places without a voice. As many samples, in memory that does not grow.
final class CombedStream implements SampleStream {
  private final SampleStream source;
  private final TrackedSound sound;
  private final float strength;
  private long next;

  CombedStream(SampleStream source, float strength) {
    this.source = source;
    this.sound = new TrackedSound(source);
    this.strength = strength;
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
      target[offset + made] = combed(next++);
    }
    sound.forget(next);
    return made == 0 && count > 0 ? -1 : made;
  }

  private float combed(long at) {
    float own = sound.get(at);
    float voiced = sound.voiced(at);
    if (voiced == 0) {
      return own;
    }
    double period = sound.period(at);
    float neighbours = (sound.get(at - period) + sound.get(at + period)) / 2;
    return own + strength * voiced * (neighbours - own);
  }

  @Override
  public void close() {
    source.close();
  }
}
