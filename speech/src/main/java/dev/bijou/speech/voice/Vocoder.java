package dev.bijou.speech.voice;

import dev.bijou.sequence.SequenceSampler;
import dev.bijou.speech.audio.SampleStream;
import dev.bijou.speech.mel.LogMel;
import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Workers;
import java.util.function.IntFunction;

/// Speaks with a voice: turns noise and a log-mel spectrogram into sound. The same seed gives the same sound, for any
/// number of threads and however it is read.
public final class Vocoder {
  /// Frames in a chunk: three seconds.
  private static final int CHUNK = 256;

  /// Frames of silence from which the denoiser gets its bias.
  private static final int SILENT_FRAMES = 88;

  /// How often the spectrogram is corrected.
  private static final int PASSES = 2;

  /// Strength of the comb at the pitch.
  private static final float COMB = 0.67f;

  /// Frames until something is heard of a corrected sound, and of one with another pitch: the first chunk has them all, as
  /// each chunk is drawn with its neighbours.
  private static final int CORRECTED_LATE = 14;

  private static final int INTONED_LATE = 40;

  private final Voice voice;
  private final SequenceSampler sampler;
  private final boolean corrected;
  private final double range;
  private final double semitones;

  Vocoder(Voice voice, float sigma, long seed, Workers workers) {
    this(
        voice, new SequenceSampler(voice.distribution(), seed, sigma, CHUNK, workers), false, 1, 0);
  }

  private Vocoder(
      Voice voice, SequenceSampler sampler, boolean corrected, double range, double semitones) {
    this.voice = voice;
    this.sampler = sampler;
    this.corrected = corrected;
    this.range = range;
    this.semitones = semitones;
  }

  /// This vocoder, but what it draws is corrected: magnitudes are scaled frame by frame until the sound has the
  /// spectrogram that was asked for, or nearly, and what differs from one period of the voice to the next is damped. That
  /// sounds clearer; it is no draw from the density any more. It is some hundred milliseconds of sound late.
  public Vocoder corrected() {
    return new Vocoder(voice, sampler, true, range, semitones);
  }

  /// This vocoder at another pitch, see [#intoned(SampleStream, double, double)].
  ///
  /// @throws IllegalArgumentException if a number is out of range
  public Vocoder intoned(double range, double semitones) {
    requireIntonation(range, semitones);
    return new Vocoder(voice, sampler, corrected, range, semitones);
  }

  /// Speaks a spectrogram as it arrives: the first samples are there as soon as the first frames and their neighbors
  /// are, and memory does not grow.
  ///
  /// @param samples how many are wanted, or [SampleStream#UNKNOWN] for all that the frames stand for
  public SampleStream speak(LogMel.Stream mel, long samples) {
    return stream(mel::read, mel::close, samples);
  }

  /// Speaks a spectrogram of bands × frames: hop samples a frame.
  public float[] speak(Tensor mel) {
    return stream(mel, SampleStream.UNKNOWN).readAll();
  }

  /// Speaks a spectrogram of bands × frames piece by piece.
  ///
  /// @param samples how many are wanted, or [SampleStream#UNKNOWN] for all that the frames stand for
  public SampleStream stream(Tensor mel, long samples) {
    return stream(SequenceSampler.piecewise(mel), samples);
  }

  /// Speaks a spectrogram as it arrives.
  ///
  /// @param frames gives the next frames, bands × as many as it is asked for; fewer only at the end
  /// @param samples how many are wanted, or [SampleStream#UNKNOWN] for all that the frames stand for
  public SampleStream stream(IntFunction<Tensor> frames, long samples) {
    return stream(frames, () -> {}, samples);
  }

  private SampleStream stream(IntFunction<Tensor> frames, Runnable closing, long samples) {
    int late = (corrected ? CORRECTED_LATE : 0) + (isIntoned(range, semitones) ? INTONED_LATE : 0);
    if (!corrected) {
      return intoned(drawn(frames, late, closing, samples), range, semitones);
    }
    MelMatch match = new MelMatch(voice.mel(), PASSES);
    SampleStream drawn = drawn(match.remembering(frames), late, closing, samples);
    return intoned(new CombedStream(match.apply(drawn), COMB), range, semitones);
  }

  private SampleStream drawn(IntFunction<Tensor> frames, int late, Runnable closing, long samples) {
    SequenceSampler.Stream stream =
        late == 0 ? sampler.stream(frames) : sampler.stream(frames, late);
    return new SpokenStream(voice.sampleRateHz(), stream, closing, samples);
  }

  /// Speech at another pitch, by overlapping its waves more or less; lengths and vowels stay as they are. It is about half a second of
  /// sound late.
  ///
  /// @param range how far the pitch moves about its mean: 1 as it is, 2 twice as far (in semitones), 0 not at all
  /// @param semitones how much higher it is
  /// @throws IllegalArgumentException if a number is out of range
  public static SampleStream intoned(SampleStream sound, double range, double semitones) {
    requireIntonation(range, semitones);
    return isIntoned(range, semitones) ? new IntonedStream(sound, range, semitones) : sound;
  }

  private static boolean isIntoned(double range, double semitones) {
    return range != 1 || semitones != 0;
  }

  private static void requireIntonation(double range, double semitones) {
    if (!(range >= 0 && range <= 4) || !(Math.abs(semitones) <= 12)) {
      throw new IllegalArgumentException(
          "range is %s and semitones %s, but must lie in 0 … 4 and −12 … 12"
              .formatted(range, semitones));
    }
  }

  /// A sound of this vocoder without the voice's own noise, by spectral subtraction of what the voice makes of an all-zero
  /// log-mel spectrogram without noise. It has as many samples, is one window late, and takes no more memory than that.
  ///
  /// @param strength how much of the noise is subtracted; 0.1 is usual, 0 changes nothing
  public SampleStream denoised(SampleStream sound, double strength) {
    return denoiser().apply(sound, strength);
  }

  private Denoiser denoiser() {
    SequenceSampler calm =
        new SequenceSampler(voice.distribution(), 0, 0, CHUNK, sampler.workers());
    Tensor flat = Tensor.zeros(voice.mel().bands(), SILENT_FRAMES);
    float[] sound = new float[SILENT_FRAMES * voice.mel().framing().hop()];
    int[] at = {0};
    calm.sample(flat, lanes -> at[0] += SpokenStream.interleave(lanes, sound, at[0]));
    return new Denoiser(voice.mel().framing(), Denoiser.biasOf(voice.mel().framing(), sound));
  }
}
