package dev.bijou.speech.evaluation;

import dev.bijou.distribution.Distribution;
import dev.bijou.speech.corpus.Recording;
import dev.bijou.speech.mel.LogMel;
import dev.bijou.speech.voice.Voice;
import dev.bijou.tensor.Context;
import dev.bijou.tensor.OverTime.Span;
import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Workers;
import java.util.Arrays;
import java.util.SplittableRandom;

/// The log-density of whole recordings under a voice, with the noise of their 16-bit cells; samples after the last
/// whole frame of a recording do not count. Works in chunks, each with the neighbors that it depends on, in bounded
/// memory.
public final class RecordingLikelihood {
  private static final int CHUNK = 128; // frames

  private final Voice voice;
  private final LogMel frontEnd;
  private final long seed;
  private final Workers workers;

  /// @param seed of the noise within the cells
  public RecordingLikelihood(Voice voice, long seed, Workers workers) {
    this.voice = voice;
    this.frontEnd = new LogMel(voice.mel());
    this.seed = seed;
    this.workers = workers;
  }

  /// Samples of a recording that count.
  public long samples(Recording recording) {
    int hop = voice.mel().framing().hop();
    return recording.samples().length / hop * hop;
  }

  /// log p(recording | its spectrogram), in nats.
  public double logDensity(Recording recording) {
    Distribution distribution = voice.distribution();
    int rate = Span.of(distribution).contextRate();
    int reach = Math.ceilDiv(Span.of(distribution).reach(), rate);
    Tensor mel = frontEnd.of(recording.sound());
    int frames = (int) (samples(recording) / voice.mel().framing().hop());
    Tensor x = noisy(recording, frames * rate);
    double[] sums = new double[Math.ceilDiv(frames, CHUNK)];
    workers.run(
        sums.length,
        (chunk, workspace) -> {
          int from = chunk * CHUNK;
          int to = Math.min(frames, from + CHUNK);
          int first = Math.max(0, from - reach);
          int end = Math.min(frames, to + reach);
          Tensor own = cut(x, first * rate, end * rate);
          Context given = Context.of(cut(mel, first, end), 1);
          Tensor logProb = workspace.run(() -> distribution.logProb(own, given));
          for (int n = (from - first) * rate; n < (to - first) * rate; n++) {
            sums[chunk] += logProb.get(0, n);
          }
        });
    return Arrays.stream(sums).sum();
  }

  private Tensor noisy(Recording recording, int lanes) {
    int group = voice.distribution().features();
    Tensor x = Tensor.zeros(group, lanes);
    SplittableRandom random = new SplittableRandom(seed);
    for (int t = 0; t < group * lanes; t++) {
      double noise = random.nextDouble() - 0.5;
      x.data()[x.at(t % group) + t / group] =
          (float) ((recording.samples()[t] + noise) * Recording.STEP);
    }
    return x;
  }

  private static Tensor cut(Tensor source, int from, int to) {
    return Tensor.zeros(source.features(), to - from).setLanes(source, from);
  }
}
