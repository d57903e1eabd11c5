package dev.bijou.speech.speaker;

import dev.bijou.ModelFileException;
import dev.bijou.sequence.alignment.AlignedFlow;
import dev.bijou.sequence.alignment.AlignedLikelihood;
import dev.bijou.sequence.alignment.Alignment;
import dev.bijou.sequence.alignment.SymbolAligner;
import dev.bijou.sequence.alignment.Transcribed;
import dev.bijou.speech.SpeechException;
import dev.bijou.speech.json.ProvenanceJson;
import dev.bijou.speech.training.RoundListener;
import dev.bijou.speech.training.TrainingLimits;
import dev.bijou.speech.training.TrainingProvenance;
import dev.bijou.speech.training.run.TrainingRun;
import dev.bijou.tensor.Workers;
import dev.bijou.train.Objective;
import dev.bijou.train.TrainingOptions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

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

  /// Factor of the peak learning rate of the first training.
  private static final float CONTINUED_RATE = 0.5f;

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
    return run(
        "speaker",
        Map.of(),
        () -> model.spec(corpus.inventory(), corpus.mel()).build(limits.seed()),
        flow -> objective(flow, model.plan().guided()),
        trainingOptions(model.learningRate()),
        provenance -> provenance,
        workers,
        listener);
  }

  /// Goes on training a speaker with these recordings, or from the checkpoint of the limits if there is one: another
  /// person is learned sooner from one who speaks already.
  ///
  /// @param from makes the speaker that it begins with; each call gives a new one that is equal
  /// @throws SpeechException if the speaker has other symbols, or makes other spectrograms
  /// @throws ModelFileException if the checkpoint belongs to another training or cannot be read
  public Speaker goOn(Supplier<Speaker> from, Workers workers, RoundListener<Speaker> listener) {
    Speaker before = from.get();
    if (!before.inventory().equals(corpus.inventory()) || !before.mel().equals(corpus.mel())) {
      throw new SpeechException(
          "the speaker has learned other symbols or spectrograms than these; train one from the start");
    }
    Map<String, String> after = Map.of("after", "%d steps".formatted(before.provenance().steps()));
    Map<String, String> identity = new LinkedHashMap<>(after);
    identity.put("speaker", ProvenanceJson.write(before.provenance()).toString());
    return run(
        "speaker that goes on",
        identity,
        () -> from.get().flow(),
        flow -> objective(flow, 0).initialized(),
        trainingOptions(CONTINUED_RATE * model.learningRate()),
        provenance -> provenance.with(after, provenance.heldOut().logDensity()),
        workers,
        listener);
  }

  private Speaker run(
      String kind,
      Map<String, String> identity,
      Supplier<AlignedFlow> flow,
      Function<AlignedFlow, Objective> objective,
      TrainingOptions options,
      UnaryOperator<TrainingProvenance> described,
      Workers workers,
      RoundListener<Speaker> listener) {
    Map<String, String> whole = new LinkedHashMap<>(identity);
    whole.put("architecture and plan", model.toString());
    whole.put("inventory", corpus.inventory().toString());
    whole.put("hash of the symbols", corpus.sha256());
    return TrainingRun.toEnd(
        new TrainingRun.Plan<>(
            kind,
            model.name(),
            corpus.data(),
            limits,
            whole,
            flow,
            objective,
            options,
            new TrainingProvenance.HeldOut(
                corpus.valid().size(), seconds(corpus.valid()), Double.NaN),
            (learned, provenance) ->
                new Speaker(
                    learned, corpus.inventory(), corpus.mel(), described.apply(provenance))),
        workers,
        listener);
  }

  private AlignedLikelihood objective(AlignedFlow flow, int guided) {
    AlignedLikelihood.Plan plan = model.plan();
    return new AlignedLikelihood(
        flow,
        transcribed(corpus.train()),
        guided > 0 ? guides() : List.of(),
        transcribed(corpus.valid()),
        new AlignedLikelihood.Plan(plan.batch(), plan.shards(), limits.round(plan.round()), guided),
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

  private TrainingOptions trainingOptions(float learningRate) {
    return new TrainingOptions(
        model.plan().batch(),
        limits.rounds(model.plan().round()),
        learningRate,
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
