package dev.bijou.speech.audio;

/// Samples in memory as a stream.
final class ArrayStream implements SampleStream {
  private final int sampleRateHz;
  private final float[] samples;
  private int position;

  ArrayStream(int sampleRateHz, float[] samples) {
    this.sampleRateHz = sampleRateHz;
    this.samples = samples;
  }

  @Override
  public int sampleRateHz() {
    return sampleRateHz;
  }

  @Override
  public long length() {
    return samples.length;
  }

  @Override
  public int read(float[] target, int offset, int count) {
    if (position == samples.length && count > 0) {
      return -1;
    }
    int read = Math.min(count, samples.length - position);
    System.arraycopy(samples, position, target, offset, read);
    position += read;
    return read;
  }
}
