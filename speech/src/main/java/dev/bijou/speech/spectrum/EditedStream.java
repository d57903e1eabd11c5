package dev.bijou.speech.spectrum;

import dev.bijou.speech.audio.Framing;
import dev.bijou.speech.audio.SampleStream;

/// A stream whose short-time spectra are changed frame by frame and put together again ([OverlapAdd]); as many samples, at
/// most a window late, in memory that does not grow.
public final class EditedStream implements SampleStream {
  private final SampleStream source;
  private final FrameStream frames;
  private final OverlapAdd sum;
  private final Edit edit;
  private final double[] real;
  private final double[] imaginary;
  private final float[] ready;
  private int next; // within `ready`
  private int held;
  private long given; // samples made, those in `ready` included
  private boolean finished;

  /// What is done to a frame.
  @FunctionalInterface
  public interface Edit {
    /// Changes a spectrum; called for each frame in turn.
    void apply(double[] real, double[] imaginary);
  }

  public EditedStream(Framing framing, SampleStream source, Edit edit) {
    this.source = source;
    this.edit = edit;
    frames = new FrameStream(framing, source);
    sum = new OverlapAdd(framing);
    real = new double[framing.bins()];
    imaginary = new double[framing.bins()];
    ready = new float[framing.fftSize()];
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
    while (next == held) {
      if (count == 0 || finished) {
        return count == 0 ? 0 : -1;
      }
      advance();
    }
    int read = Math.min(count, held - next);
    System.arraycopy(ready, next, target, offset, read);
    next += read;
    return read;
  }

  private void advance() {
    int made;
    if (frames.next()) {
      System.arraycopy(frames.real(), 0, real, 0, real.length);
      System.arraycopy(frames.imaginary(), 0, imaginary, 0, imaginary.length);
      edit.apply(real, imaginary);
      made = sum.add(real, imaginary, ready, 0);
    } else {
      finished = true;
      made = sum.finish(ready, 0);
    }
    next = 0;
    // What was reflected beyond the end is not given.
    held = (int) Math.min(made, frames.samples() - given);
    given += held;
  }

  @Override
  public void close() {
    source.close();
  }
}
