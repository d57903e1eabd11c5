package dev.bijou.speech.voice;

import dev.bijou.sequence.SequenceSampler;
import dev.bijou.speech.audio.SampleStream;
import dev.bijou.tensor.Tensor;
import java.util.Optional;

/// The samples of groups, as they are drawn.
final class SpokenStream implements SampleStream {
  private final int sampleRateHz;
  private final SequenceSampler.Stream groups;
  private final Runnable closing;
  private final long length;
  private float[] ready = new float[0];
  private int next; // within `ready`
  private long given;

  SpokenStream(int sampleRateHz, SequenceSampler.Stream groups, Runnable closing, long length) {
    this.sampleRateHz = sampleRateHz;
    this.groups = groups;
    this.closing = closing;
    this.length = length;
  }

  /// Writes the samples of lanes in their order.
  ///
  /// @return how many there are
  static int interleave(Tensor lanes, float[] target, int offset) {
    int group = lanes.features();
    for (int j = 0; j < group; j++) {
      for (int n = 0; n < lanes.lanes(); n++) {
        target[offset + n * group + j] = lanes.data()[lanes.at(j) + n];
      }
    }
    return lanes.size();
  }

  @Override
  public int sampleRateHz() {
    return sampleRateHz;
  }

  @Override
  public long length() {
    return length;
  }

  @Override
  public int read(float[] target, int offset, int count) {
    if (count == 0) {
      return 0;
    }
    while (next == ready.length) {
      Optional<Tensor> lanes = given == length ? Optional.empty() : groups.next();
      if (lanes.isEmpty()) {
        return -1;
      }
      ready = new float[lanes.get().size()];
      interleave(lanes.get(), ready, 0);
      next = 0;
    }
    int read = Math.min(count, ready.length - next);
    if (length != UNKNOWN) {
      read = (int) Math.min(read, length - given);
    }
    System.arraycopy(ready, next, target, offset, read);
    next += read;
    given += read;
    return read == 0 ? -1 : read;
  }

  @Override
  public void close() {
    closing.run();
  }
}
