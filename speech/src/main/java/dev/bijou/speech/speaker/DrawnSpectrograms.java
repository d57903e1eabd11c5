package dev.bijou.speech.speaker;

import dev.bijou.random.RowOrder;
import dev.bijou.random.Seeds;
import dev.bijou.sequence.alignment.AlignedFlow;
import dev.bijou.sequence.alignment.AlignedLikelihood;
import dev.bijou.sequence.alignment.Alignment;
import dev.bijou.sequence.alignment.Transcribed;
import dev.bijou.speech.spectrum.PatchScore;
import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Workers;
import dev.bijou.tensor.Workspace;
import dev.bijou.train.Objective;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/// Training of a speaker through the direction that speaks: spectrograms are drawn for the symbols of a recording, with the
/// durations that it has, and are drawn to it, while the likelihood holds on:
///
/// loss = −mean log p(value | symbols) + weight · [PatchScore] of two draws
///
/// Nothing is dropped while it draws, so that what is drawn is what will be heard. The score is the negative loss on held-out
/// utterances, under the same noise each time.
final class DrawnSpectrograms implements Objective {
  private static final int DRAWS = 2;

  /// Utterances of a shard that are drawn: fewer than the likelihood has, as each is drawn twice.
  private static final int AT_A_TIME = 2;

  private static final PatchScore SCORE = new PatchScore(8, 4, 1);

  private final AlignedFlow flow;
  private final AlignedLikelihood likelihood;
  private final List<Lesson> training;
  private final List<Lesson> validation;
  private final double weight;
  private final float temperature;
  private final long seed;
  private final RowOrder even; // of the even epochs
  private final RowOrder odd;
  private List<Lesson> batch = List.of();
  private long step;

  /// An utterance, and how its frames belong to its symbols.
  record Lesson(Transcribed sequence, Alignment alignment) {}

  /// @param weight of the score beside the likelihood
  /// @param temperature of what is drawn
  DrawnSpectrograms(
      AlignedFlow flow,
      AlignedLikelihood likelihood,
      List<Lesson> training,
      List<Lesson> validation,
      double weight,
      float temperature,
      long seed) {
    this.flow = flow;
    this.likelihood = likelihood;
    this.training = training;
    this.validation = validation;
    this.weight = weight;
    this.temperature = temperature;
    this.seed = seed;
    this.even = new RowOrder(training.size(), ~seed);
    this.odd = new RowOrder(training.size(), ~seed);
  }

  @Override
  public void initialize() {
    // The speaker has its scales.
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
    int count = shards() * AT_A_TIME;
    List<Lesson> chosen = new ArrayList<>();
    for (long i = newStep * count; i < (newStep + 1) * count; i++) {
      long epoch = i / training.size();
      int[] order = (epoch % 2 == 0 ? even : odd).of(epoch);
      chosen.add(training.get(order[(int) (i % training.size())]));
    }
    batch = chosen;
  }

  @Override
  public double backward(int shard, Workspace workspace) {
    double loss = likelihood.backward(shard, workspace);
    Workspace all = workspace.settled().sharing();
    double share = weight / batch.size();
    for (int i = 0; i < AT_A_TIME; i++) {
      Lesson lesson = batch.get(shard * AT_A_TIME + i);
      RandomGenerator random = Seeds.random(Seeds.of(seed, step, shard * AT_A_TIME + i));
      Workspace part = all.part(all.nextSeed());
      loss +=
          part.run(() -> {
            Tensor score = score(lesson, random);
            score.gradient().fill((float) share);
            Workspace.current().backward();
            return share * score.get(0, 0);
          });
      all.endPart();
    }
    all.backward();
    return loss;
  }

  private Tensor score(Lesson lesson, RandomGenerator random) {
    AlignedFlow.Encoded encoded = flow.encode(lesson.sequence);
    List<Tensor> draws = new ArrayList<>();
    for (int i = 0; i < DRAWS; i++) {
      draws.add(flow.sample(encoded.mean(), lesson.alignment, temperature, random));
    }
    return SCORE.apply(lesson.sequence.x(), draws);
  }

  @Override
  public double score(Workers workers) {
    double[] scores = new double[validation.size()];
    workers.run(
        scores.length,
        (i, workspace) ->
            scores[i] =
                workspace.run(() ->
                    (double)
                        score(validation.get(i), Seeds.random(Seeds.of(~seed, i, 0))).get(0, 0)));
    return likelihood.score(workers) - weight * Arrays.stream(scores).average().orElseThrow();
  }
}
