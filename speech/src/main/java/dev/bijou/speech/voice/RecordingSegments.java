package dev.bijou.speech.voice;

import dev.bijou.random.Seeds;
import dev.bijou.sequence.Segments;
import dev.bijou.speech.audio.Framing;
import dev.bijou.speech.corpus.Recording;
import dev.bijou.speech.mel.LogMel;
import dev.bijou.speech.mel.MelSettings;
import dev.bijou.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// Segments of recordings with their log-mel spectra, as those of the whole recording. A sample stands for its 16-bit
/// cell: uniform noise of one step is added to it, but not to what the spectrum is computed from.
final class RecordingSegments implements Segments {
  private final int group;
  private final int frames;
  private final int hop;
  private final int padding;
  private final LogMel mel; // without reflection: what is beyond a segment is there
  private final int size;
  private final long seed;
  private final boolean changing; // from epoch to epoch
  private final Starts starts;

  /// Where a segment begins.
  ///
  /// @param sample of the recording
  private record Start(Recording recording, int sample) {}

  private interface Starts {
    Start of(int index, SplittableRandom random);
  }

  private RecordingSegments(
      MelSettings settings,
      int group,
      int frames,
      int size,
      long seed,
      boolean changing,
      Starts starts) {
    Framing framing = settings.framing();
    this.group = group;
    this.frames = frames;
    this.hop = framing.hop();
    this.padding = framing.padding();
    this.mel =
        new LogMel(
            new MelSettings(
                settings.sampleRateHz(),
                new Framing(framing.fftSize(), framing.windowSize(), hop, 0),
                settings.bands(),
                settings.lowestHz(),
                settings.highestHz()));
    this.size = size;
    this.seed = seed;
    this.changing = changing;
    this.starts = starts;
  }

  /// Segments that begin at any sample, new ones in each epoch; all positions are equally likely.
  ///
  /// @param recordings at least one of them as long as a segment
  /// @param group samples in a lane
  /// @param frames of the spectrum in a segment
  /// @param size segments in an epoch
  static RecordingSegments random(
      List<Recording> recordings,
      MelSettings settings,
      int group,
      int frames,
      int size,
      long seed) {
    int length = frames * settings.framing().hop();
    List<Recording> enough = longEnough(recordings, length);
    long[] ends = new long[enough.size()]; // places in the recordings up to here
    long places = 0;
    for (int i = 0; i < ends.length; i++) {
      places += enough.get(i).samples().length - length + 1;
      ends[i] = places;
    }
    long total = places;
    return new RecordingSegments(
        settings,
        group,
        frames,
        size,
        seed,
        true,
        (_, random) -> {
          long place = random.nextLong(total);
          int i = 0;
          while (place >= ends[i]) {
            i++;
          }
          return new Start(enough.get(i), (int) (place - (i == 0 ? 0 : ends[i - 1])));
        });
  }

  /// Segments one after the other, the same in each epoch, evenly thinned out where there are more than `most`.
  static RecordingSegments consecutive(
      List<Recording> recordings,
      MelSettings settings,
      int group,
      int frames,
      int most,
      long seed) {
    int length = frames * settings.framing().hop();
    List<Start> all = new ArrayList<>();
    for (Recording recording : longEnough(recordings, length)) {
      for (int from = 0; from + length <= recording.samples().length; from += length) {
        all.add(new Start(recording, from));
      }
    }
    int size = Math.min(most, all.size());
    return new RecordingSegments(
        settings,
        group,
        frames,
        size,
        seed,
        false,
        (index, _) -> all.get((int) ((long) index * all.size() / size)));
  }

  private static List<Recording> longEnough(List<Recording> recordings, int length) {
    return recordings.stream().filter(recording -> recording.samples().length >= length).toList();
  }

  /// Whether any of the recordings is as long as a segment.
  static boolean any(List<Recording> recordings, MelSettings settings, int frames) {
    return !longEnough(recordings, frames * settings.framing().hop()).isEmpty();
  }

  @Override
  public int features() {
    return group;
  }

  @Override
  public int contextFeatures() {
    return mel.settings().bands();
  }

  @Override
  public int frames() {
    return frames * hop / group;
  }

  @Override
  public int contextFrames() {
    return frames;
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public void read(long epoch, int index, Tensor x, Tensor given) {
    long drawn = changing ? epoch : 0;
    SplittableRandom random = new SplittableRandom(Seeds.of(seed, drawn, index));
    Start start = starts.of(index, random);
    short[] samples = start.recording.samples();
    for (int t = 0; t < frames * hop; t++) {
      double noise = random.nextDouble() - 0.5;
      x.data()[x.at(t % group) + t / group] =
          (float) ((samples[start.sample + t] + noise) * Recording.STEP);
    }
    Tensor spectrum = mel.of(withNeighbors(samples, start.sample));
    for (int b = 0; b < given.features(); b++) {
      System.arraycopy(spectrum.data(), spectrum.at(b), given.data(), given.at(b), frames);
    }
  }

  /// The segment with the samples before and after it that its spectrum sees: the recording filled up to whole frames,
  /// and reflected at its ends.
  private float[] withNeighbors(short[] samples, int from) {
    float[] sound = new float[frames * hop + 2 * padding];
    int last = Math.ceilDiv(samples.length, hop) * hop - 1;
    for (int i = 0; i < sound.length; i++) {
      int t = Math.abs(from - padding + i);
      t = t > last ? 2 * last - t : t;
      sound[i] = t < samples.length ? samples[t] * Recording.STEP : 0;
    }
    return sound;
  }
}
