package dev.bijou.speech.audio;

import dev.bijou.speech.SpeechException;

/// A stream that holds sound: at least one sample, none of them NaN or infinite.
final class NonEmpty implements SampleStream {
  /// A float file with larger values (40 dB over full scale) holds integers that were not scaled.
  private static final float LARGEST = 100;

  private final String name;
  private final SampleStream stream;
  private long position;

  NonEmpty(String name, SampleStream stream) {
    this.name = name;
    this.stream = stream;
  }

  @Override
  public int sampleRateHz() {
    return stream.sampleRateHz();
  }

  @Override
  public long length() {
    return stream.length();
  }

  @Override
  public int read(float[] target, int offset, int count) {
    int read = stream.read(target, offset, count);
    if (read < 0 && position == 0) {
      throw new SpeechException(name + ": holds no samples; record or copy it again");
    }
    for (int i = 0; i < read; i++) {
      float sample = target[offset + i];
      if (!(Math.abs(sample) <= LARGEST)) {
        throw new SpeechException(
            name + ", sample " + (position + i) + ": " + sample + problem(sample));
      }
    }
    position += Math.max(0, read);
    return read;
  }

  private static String problem(float sample) {
    return Float.isFinite(sample)
        ? " is far beyond the full scale of 1; scale the file"
        : " is not a valid sample; write the file again";
  }

  @Override
  public void close() {
    stream.close();
  }
}
