package dev.bijou.speech.speaker;

import dev.bijou.ModelFileException;
import dev.bijou.sequence.alignment.AlignedFlow;
import dev.bijou.sequence.alignment.AlignedLikelihood;
import dev.bijou.sequence.alignment.Alignment;
import dev.bijou.sequence.alignment.SymbolAligner;
import dev.bijou.sequence.alignment.Transcribed;
import dev.bijou.speech.SpeechException;
import dev.bijou.speech.training.RoundListener;
import dev.bijou.speech.training.TrainingLimits;
import dev.bijou.speech.training.TrainingProvenance;
import dev.bijou.speech.training.run.TrainingRun;
import dev.bijou.tensor.Workers;
import dev.bijou.train.TrainingOptions;
import java.util.List;
import java.util.Map;

/// Trains a speaker on a transcribed corpus by maximum likelihood, validated on the held-out utterances after each
/// round.
///
/// {@snippet class="dev.bijou.speech.speaker.SpeakerTest" region="train"}
public final class SpeakerTraining {
  private static final int WARMUP_STEPS = 500;
  private static final float CLIP_NORM = 5;
  private static final float SECOND_DECAY = 0.98f;
  private static final float AVERAGING = 0.999f;
  private static final int GUIDE_ROUNDS = 15; // they change little afterwards
  private static final int NO_PATIENCE = 1 << 30; // rounds

  private final SpokenCorpus corpus;
  private final SpeakerModel model;
  private final TrainingLimits limits;

  private SpeakerTraining(SpokenCorpus corpus, SpeakerModel model, TrainingLimits limits) {
    this.corpus = corpus;
    this.model = model;
    this.limits = limits;
  }

  /// A training on a corpus.
  ///
  /// @throws SpeechException if the corpus has no held-out utterances
  public static SpeakerTraining of(SpokenCorpus corpus, SpeakerModel model, TrainingLimits limits) {
    if (corpus.valid().isEmpty()) {
      throw new SpeechException(
          corpus.data().corpus() + ": has no held-out utterances; add recordings, or a valid.csv");
    }
    return new SpeakerTraining(corpus, model, limits);
  }

  /// Mean seconds of sound per step.
  public double secondsPerStep() {
    return seconds(corpus.train()) / corpus.train().size() * model.plan().batch();
  }

  private double seconds(List<SpokenCorpus.Utterance> utterances) {
    long frames = utterances.stream().mapToLong(utterance -> utterance.mel().lanes()).sum();
    return (double) frames * corpus.mel().framing().hop() / corpus.mel().sampleRateHz();
  }

  /// Trains, from the start or from the checkpoint of the limits if there is one.
  ///
  /// @throws ModelFileException if the checkpoint belongs to another training or cannot be read
  public Speaker run(Workers workers, RoundListener<Speaker> listener) {
    return TrainingRun.toEnd(
        new TrainingRun.Plan<>(
            "speaker",
            model.name(),
            corpus.data(),
            limits,
            Map.of(
                "architecture and plan",
                model.toString(),
                "inventory",
                corpus.inventory().toString(),
                "hash of the symbols",
                corpus.sha256()),
            () -> model.spec(corpus.inventory(), corpus.mel()).build(limits.seed()),
            this::objective,
            trainingOptions(),
            new TrainingProvenance.HeldOut(
                corpus.valid().size(), seconds(corpus.valid()), Double.NaN),
            (flow, provenance) -> new Speaker(flow, corpus.inventory(), corpus.mel(), provenance)),
        workers,
        listener);
  }

  private AlignedLikelihood objective(AlignedFlow flow) {
    AlignedLikelihood.Plan plan = model.plan();
    return new AlignedLikelihood(
        flow,
        transcribed(corpus.train()),
        plan.guided() > 0 ? guides() : List.of(),
        transcribed(corpus.valid()),
        new AlignedLikelihood.Plan(
            plan.batch(), plan.shards(), limits.round(plan.round()), plan.guided()),
        limits.seed());
  }

  /// The alignments that guide the flow until it finds its own.
  private List<Alignment> guides() {
    List<Transcribed> cepstra =
        corpus.train().stream()
            .map(SpokenCorpus.Utterance::transcribed)
            .map(utterance -> new Transcribed(utterance.symbols(), Cepstra.of(utterance.x())))
            .toList();
    return SymbolAligner.align(cepstra, corpus.inventory().size(), GUIDE_ROUNDS);
  }

  private static List<Transcribed> transcribed(List<SpokenCorpus.Utterance> utterances) {
    return utterances.stream().map(SpokenCorpus.Utterance::transcribed).toList();
  }

  private TrainingOptions trainingOptions() {
    return new TrainingOptions(
        model.plan().batch(),
        limits.rounds(model.plan().round()),
        model.learningRate(),
        0,
        CLIP_NORM,
        limits.warmup(WARMUP_STEPS, model.plan().round()),
        SECOND_DECAY,
        AVERAGING,
        NO_PATIENCE,
        limits.seed(),
        limits.budget());
  }
}
