package dev.bijou.speech.drawing;

import dev.bijou.distribution.Distribution;
import dev.bijou.random.Seeds;
import dev.bijou.sequence.Segments;
import dev.bijou.sequence.SequenceLikelihood;
import dev.bijou.speech.mel.MelSettings;
import dev.bijou.speech.spectrum.MelFilters;
import dev.bijou.speech.spectrum.SpectralScore;
import dev.bijou.tensor.Context;
import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Workers;
import dev.bijou.tensor.Workspace;
import dev.bijou.train.Objective;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// Training through the direction that speaks: noise becomes sound, given the spectrogram of a recording, and its short-time
/// spectra are drawn to those of the recording, while the likelihood holds on:
///
/// loss = −mean log p(sample) + weight · [SpectralScore] of two draws (+ what [Critics] say of the first of them)
///
/// Statistics of normalizations stay as they are ([Objective#settled]), so that what is drawn is what will be heard. The score
/// is the negative loss on held-out segments, under the same noise each time and without what critics say: they get better, too.
public final class DrawnSound implements Objective {
  private static final int DRAWS = 2;

  /// Windows under which sounds are compared, in samples.
  private static final List<Integer> WINDOWS = List.of(2048, 1024, 512, 256);

  /// How far draws of the same spectrogram keep from each other: half as far as recordings do, as drawn sound is calmer.
  private static final double REPULSION = 0.5;

  /// Held-out segments that are drawn; as many as matter to the choice of weights.
  private static final int JUDGED = 32;

  /// Steps in which critics learn alone, and after which what they say counts in full.
  private static final int CRITICS_ALONE = 50;

  private static final int CRITICS_IN_FULL = 100;

  private final SequenceLikelihood likelihood;
  private final Distribution distribution;
  private final Optional<Critics> critics;
  private final Segments training;
  private final Segments validation;
  private final SpectralScore score;
  private final Weighing weighing;
  private final int batch;
  private final int shard;
  private final long seed;
  private long step;

  /// How sound is drawn and what it counts.
  ///
  /// @param weight of the score beside the likelihood
  /// @param critics weight of what critics say; 0 for none
  /// @param sigma standard deviation of the noise that is drawn from
  public record Weighing(double weight, double critics, float sigma) {
    /// @throws IllegalArgumentException if a number is out of range
    public Weighing {
      if (!(weight > 0 && weight <= 1e6)) {
        throw new IllegalArgumentException("weight is " + weight + ", but must lie in (0, 1e6]");
      }
      if (!(critics >= 0 && critics <= 1e6)) {
        throw new IllegalArgumentException("critics is " + critics + ", but must lie in 0 … 1e6");
      }
      if (!(sigma > 0 && sigma <= 10)) {
        throw new IllegalArgumentException("sigma is " + sigma + ", but must lie in (0, 10]");
      }
    }

    /// The voice with the critics that it needs.
    public Contest contest(Distribution voice, long seed) {
      return new Contest(voice, critics > 0 ? Optional.of(new Critics(seed)) : Optional.empty());
    }

    /// As options of a training, by name.
    public Map<String, String> options() {
      Map<String, String> options = new LinkedHashMap<>();
      options.put("weight of drawn spectra", Double.toString(weight));
      if (critics > 0) {
        options.put("weight of critics", Double.toString(critics));
      }
      options.put("sigma", Float.toString(sigma));
      return options;
    }
  }

  /// The segments of a training.
  ///
  /// @param batch segments in a step
  /// @param shards how a step goes through them
  public record Source(
      Segments training, Segments validation, int batch, SequenceLikelihood.Shards shards) {

    /// The likelihood of these segments.
    public SequenceLikelihood likelihood(Distribution distribution, long seed) {
      return new SequenceLikelihood(distribution, training, validation, shards, batch, seed);
    }
  }

  /// @param mel the settings of the spectrograms, whose bands are compared too
  /// @param seed of the order of segments, and of the noise
  public DrawnSound(Contest contest, Source source, MelSettings mel, Weighing weighing, long seed) {
    this.likelihood = source.likelihood(contest.voice(), seed);
    this.distribution = contest.voice();
    this.critics = contest.critics();
    this.training = source.training;
    this.validation = source.validation;
    MelFilters filters =
        new MelFilters(
            mel.sampleRateHz(),
            mel.framing().fftSize(),
            mel.bands(),
            mel.lowestHz(),
            mel.highestHz());
    this.score = new SpectralScore(WINDOWS, filters, mel.framing().hop(), REPULSION);
    this.weighing = weighing;
    this.batch = Math.min(source.batch, source.training.size());
    this.shard = source.shards.segments();
    this.seed = seed;
  }

  @Override
  public void initialize() {
    // The voice has its scales.
  }

  @Override
  public boolean settled() {
    return true;
  }

  @Override
  public boolean keepsLatest() {
    return critics.isPresent();
  }

  @Override
  public long stepsPerEpoch() {
    return likelihood.stepsPerEpoch();
  }

  @Override
  public int shards() {
    return likelihood.shards();
  }

  @Override
  public void prepare(long newStep) {
    step = newStep;
    likelihood.prepare(newStep);
  }

  @Override
  public double backward(int number, Workspace workspace) {
    double loss = likelihood.backward(number, workspace);
    int first = number * shard;
    int count = Math.min(shard, batch - first);
    long epoch = step / stepsPerEpoch();
    int from = (int) (step % stepsPerEpoch()) * batch + first;
    double share = weighing.weight / batch;
    return loss
        + workspace.run(() -> {
          Drawn drawn = draw(training, epoch, from, count, Seeds.of(seed, step, number));
          Tensor scores = score.apply(drawn.recorded, drawn.draws, count);
          scores.gradient().fill((float) share);
          double said = share * sum(scores);
          if (critics.isEmpty()) {
            workspace.backward();
            return said;
          }
          return said + judged(critics.get(), drawn, count, (double) count / batch);
        });
  }

  /// The voice learns from the critics, and they from what it has drawn.
  private double judged(Critics by, Drawn drawn, int count, double share) {
    Tensor first = drawn.draws.getFirst();
    Tensor heard = first.copy();
    double loss = by.convince(drawn.recorded, first, count, share * weighing.critics * heeded());
    Workspace.current().backward();
    by.learn(drawn.recorded, heard, count, share);
    return loss;
  }

  /// How much of what critics say counts: nothing until they have learned a little.
  private double heeded() {
    return Math.clamp((step - CRITICS_ALONE) / (double) (CRITICS_IN_FULL - CRITICS_ALONE), 0, 1);
  }

  @Override
  public double score(Workers workers) {
    int size = Math.min(JUDGED, validation.size());
    double[] sums = new double[Math.ceilDiv(size, shard)];
    workers.run(
        sums.length,
        (task, workspace) -> {
          int from = task * shard;
          int count = Math.min(shard, size - from);
          sums[task] = workspace.run(() -> sum(scores(from, count, Seeds.of(~seed, task, 0))));
        });
    return likelihood.score(workers) - weighing.weight * Arrays.stream(sums).sum() / size;
  }

  private static double sum(Tensor scores) {
    double sum = 0;
    for (int s = 0; s < scores.lanes(); s++) {
      sum += scores.get(0, s);
    }
    return sum;
  }

  /// How held-out segments compare with draws.
  private Tensor scores(int from, int count, long noise) {
    Drawn drawn = draw(validation, 0, from, count, noise);
    return score.apply(drawn.recorded, drawn.draws, count);
  }

  /// Recorded segments, and draws for their spectrograms.
  private record Drawn(Tensor recorded, List<Tensor> draws) {}

  private Drawn draw(Segments source, long epoch, int from, int count, long noise) {
    int frames = source.frames();
    int contextFrames = source.contextFrames();
    Tensor x = Workspace.current().scratch(source.features(), count * frames);
    Tensor given = Workspace.current().scratch(source.contextFeatures(), count * contextFrames);
    Tensor one = Tensor.zeros(source.features(), frames);
    Tensor oneGiven = Tensor.zeros(source.contextFeatures(), contextFrames);
    for (int n = 0; n < count; n++) {
      source.read(epoch, from + n, one, oneGiven);
      place(one, x, n);
      place(oneGiven, given, n);
    }
    RandomGenerator random = new Scaled(Seeds.random(noise), weighing.sigma);
    List<Tensor> draws = new ArrayList<>();
    for (int i = 0; i < DRAWS; i++) {
      draws.add(distribution.sample(x.lanes(), Context.of(given, count), random));
    }
    return new Drawn(x, draws);
  }

  private static void place(Tensor segment, Tensor all, int number) {
    int lanes = segment.lanes();
    for (int f = 0; f < segment.features(); f++) {
      System.arraycopy(
          segment.data(), segment.at(f), all.data(), all.at(f) + number * lanes, lanes);
    }
  }

  /// Normal numbers of another standard deviation.
  private record Scaled(RandomGenerator source, float sigma) implements RandomGenerator {
    @Override
    public long nextLong() {
      return source.nextLong();
    }

    @Override
    public double nextGaussian() {
      return sigma * source.nextGaussian();
    }
  }
}
