package dev.bijou.speech.voice;

import dev.bijou.speech.audio.Framing;
import dev.bijou.speech.audio.SampleStream;
import dev.bijou.speech.spectrum.FrameStream;
import dev.bijou.speech.spectrum.OverlapAdd;

/// The work of a [dev.bijou.speech.voice.Denoiser], frame by frame.
final class DenoisedStream implements SampleStream {
  private final SampleStream source;
  private final FrameStream frames;
  private final OverlapAdd sum;
  private final float[] bias;
  private final double strength;
  private final double[] real;
  private final double[] imaginary;
  private final float[] ready;
  private int next; // within `ready`
  private int held;
  private long given; // samples made, those in `ready` included
  private boolean finished;

  DenoisedStream(Framing framing, float[] bias, double strength, SampleStream source) {
    this.source = source;
    this.bias = bias;
    this.strength = strength;
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
      for (int k = 0; k < real.length; k++) {
        double re = frames.real()[k];
        double im = frames.imaginary()[k];
        double magnitude = Math.sqrt(re * re + im * im);
        double scale = magnitude == 0 ? 0 : Math.max(magnitude - strength * bias[k], 0) / magnitude;
        real[k] = re * scale;
        imaginary[k] = im * scale;
      }
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
