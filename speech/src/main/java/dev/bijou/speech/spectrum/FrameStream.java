package dev.bijou.speech.spectrum;

import dev.bijou.speech.audio.Framing;
import dev.bijou.speech.audio.SampleStream;
import java.util.Arrays;

/// The spectra of a stream's frames, one after the other, in memory that does not grow with the stream.
public final class FrameStream {
  private static final int BLOCK_SAMPLES = 8192;

  private final Framing framing;
  private final SampleStream source;
  private final RealFft fft;
  private final double[] window;
  private final double[] frame;
  private final double[] real;
  private final double[] imaginary;
  private final float[] sound; // reflected at the ends; the next frame begins at `position`
  private int position;
  private int held;
  private long samples; // read so far
  private boolean started;
  private boolean ended;

  public FrameStream(Framing framing, SampleStream source) {
    this.framing = framing;
    this.source = source;
    fft = new RealFft(framing.fftSize());
    window = framing.window();
    frame = new double[framing.fftSize()];
    real = new double[framing.bins()];
    imaginary = new double[framing.bins()];
    sound = new float[BLOCK_SAMPLES + 4 * framing.fftSize()];
  }

  /// Computes the spectrum of the next frame; false at the end.
  public boolean next() {
    if (!started) {
      start();
    }
    while (held - position < framing.fftSize()) {
      if (ended) {
        return false;
      }
      fill();
    }
    for (int t = 0; t < frame.length; t++) {
      frame[t] = sound[position + t] * window[t];
    }
    position += framing.hop();
    fft.forward(frame, real, imaginary);
    return true;
  }

  /// Real parts of the spectrum; valid until the next one.
  public double[] real() {
    return real;
  }

  /// Imaginary parts of the spectrum; valid until the next one.
  public double[] imaginary() {
    return imaginary;
  }

  /// Samples read so far; all of them once [#next] has said false.
  public long samples() {
    return samples;
  }

  private void start() {
    started = true;
    int padding = framing.padding();
    int read = source.readFully(sound, padding, padding + 1);
    samples = read;
    held = padding + read;
    if (read <= padding) {
      end();
    }
    for (int t = 1; t <= padding && read > 0; t++) {
      sound[padding - t] = sound[padding + reflected(t, reach())];
    }
  }

  /// How many samples at an end the reflection is made of: one more than the padding, or all of short sound.
  private int reach() {
    return (int) Math.min(framing.filled(samples), framing.padding() + 1);
  }

  /// The index in 0 … size − 1 that stands for t ≥ 0 when sound is reflected at both ends as often as needed.
  private static int reflected(int t, int size) {
    if (size == 1) {
      return 0;
    }
    int period = 2 * (size - 1);
    int inPeriod = t % period;
    return inPeriod < size ? inPeriod : period - inPeriod;
  }

  /// Drops the samples that are done, and takes those that the source has ready, without waiting for more of a live
  /// source.
  private void fill() {
    System.arraycopy(sound, position, sound, 0, held - position);
    held -= position;
    position = 0;
    int read = source.read(sound, held, sound.length - held - 2 * framing.fftSize());
    if (read < 0) {
      end();
    } else {
      samples += read;
      held += read;
    }
  }

  /// Fills up to whole groups, then reflects the end, which is still held: a hop is shorter than a frame without
  /// padding.
  private void end() {
    ended = true;
    if (samples == 0) {
      held = 0;
      return;
    }
    int zeros = (int) (framing.filled(samples) - samples);
    Arrays.fill(sound, held, held + zeros, 0);
    held += zeros;
    int last = held - 1;
    for (int t = 1; t <= framing.padding(); t++) {
      sound[last + t] = sound[last - reflected(t, reach())];
    }
    held += framing.padding();
  }
}
