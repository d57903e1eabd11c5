package dev.bijou.speech.tuning;

import dev.bijou.random.Seeds;
import dev.bijou.sequence.Segments;
import dev.bijou.speech.corpus.Recording;
import dev.bijou.tensor.Tensor;
import java.util.List;
import java.util.SplittableRandom;

/// Segments of recordings at whole frames, in turn with the spectrogram of the recording and with the one that a
/// speaker made of it. A sample stands for its 16-bit cell: uniform noise of one step is added to it.
///
/// @param utterances to draw from, each longer than a segment
/// @param group samples per lane
/// @param hop samples that a frame stands for
/// @param contextFrames frames in a segment
/// @param size segments in an epoch
/// @param seed of the draws
/// @param changing whether each epoch has other segments
record HeardSegments(
    List<Heard> utterances,
    int group,
    int hop,
    int contextFrames,
    int size,
    long seed,
    boolean changing)
    implements Segments {

  /// A recording with its spectrograms, bands × frames.
  ///
  /// @param own that of the recording
  /// @param spoken what the speaker made of it, with the same frames
  record Heard(short[] samples, Tensor own, Tensor spoken) {
    /// Frames that stand for samples.
    int frames(int hop) {
      return Math.min(own.lanes(), samples.length / hop);
    }
  }

  @Override
  public int features() {
    return group;
  }

  @Override
  public int contextFeatures() {
    return utterances.getFirst().own.features();
  }

  @Override
  public int frames() {
    return contextFrames * hop / group;
  }

  @Override
  public void read(long epoch, int index, Tensor x, Tensor given) {
    long drawn = changing ? epoch : 0;
    SplittableRandom random = new SplittableRandom(Seeds.of(seed, drawn, index));
    Heard heard = utterances.get(random.nextInt(utterances.size()));
    int first = random.nextInt(heard.frames(hop) - contextFrames + 1);
    for (int t = 0; t < contextFrames * hop; t++) {
      double noise = random.nextDouble() - 0.5;
      x.data()[x.at(t % group) + t / group] =
          (float) ((heard.samples[first * hop + t] + noise) * Recording.STEP);
    }
    Tensor mel = index % 2 == 0 ? heard.own : heard.spoken;
    for (int b = 0; b < given.features(); b++) {
      System.arraycopy(mel.data(), mel.at(b) + first, given.data(), given.at(b), contextFrames);
    }
  }
}
