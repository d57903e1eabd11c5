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
import dev.bijou.train.TrainingOptions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

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
  private static final float CONTINUED_RATE = 0.25f;

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
            identity(),
            () -> model.spec(corpus.inventory(), corpus.mel()).build(limits.seed()),
            this::objective,
            trainingOptions(model.learningRate()),
            heldOut(),
            this::speaker),
        workers,
        listener);
  }

  /// How a trained speaker goes on learning.
  ///
  /// @param from makes the speaker that it begins with; each call gives a new one that is equal
  /// @param weight of drawn spectrograms beside the likelihood
  /// @param temperature of what is drawn
  public record Continuation(Supplier<Speaker> from, double weight, float temperature) {
    /// @throws IllegalArgumentException if a number is out of range
    public Continuation {
      if (!(weight > 0 && weight <= 1e6)) {
        throw new IllegalArgumentException("weight is " + weight + ", but must lie in (0, 1e6]");
      }
      if (!(temperature > 0 && temperature <= 10)) {
        throw new IllegalArgumentException(
            "temperature is " + temperature + ", but must lie in (0, 10]");
      }
    }

    /// Text for the numbers, by name.
    Map<String, String> options() {
      Map<String, String> options = new LinkedHashMap<>();
      options.put("after", "%d steps".formatted(from.get().provenance().steps()));
      options.put("weight of drawn spectrograms", Double.toString(weight));
      options.put("temperature", Float.toString(temperature));
      return options;
    }
  }

  /// Goes on training a speaker through the direction that speaks, or from the checkpoint of the limits if there is one.
  /// Utterances keep the alignments that the speaker gives them at first.
  ///
  /// @throws SpeechException if the speaker has learned other symbols or spectrograms than the corpus has
  /// @throws ModelFileException if the checkpoint belongs to another training or cannot be read
  public Speaker goOn(Continuation how, Workers workers, RoundListener<Speaker> listener) {
    Speaker before = how.from.get();
    if (!before.mel().equals(corpus.mel()) || !before.inventory().equals(corpus.inventory())) {
      throw new SpeechException(
          "the speaker has learned other symbols or spectrograms than this corpus has");
    }
    List<DrawnSpectrograms.Lesson> train = lessons(before.flow(), corpus.train(), workers);
    List<DrawnSpectrograms.Lesson> valid = lessons(before.flow(), corpus.valid(), workers);
    Map<String, String> options = how.options();
    Map<String, String> identity = identity();
    identity.putAll(options);
    identity.put("speaker", ProvenanceJson.write(before.provenance()).toString());
    return TrainingRun.toEnd(
        new TrainingRun.Plan<>(
            "speaker that goes on",
            model.name(),
            corpus.data(),
            limits,
            identity,
            () -> how.from.get().flow(),
            flow ->
                new DrawnSpectrograms(
                    flow,
                    likelihood(
                        flow,
                        train.stream().map(DrawnSpectrograms.Lesson::alignment).toList(),
                        Integer.MAX_VALUE),
                    train,
                    valid,
                    how.weight,
                    how.temperature,
                    limits.seed()),
            trainingOptions(CONTINUED_RATE * model.learningRate()),
            heldOut(),
            (flow, provenance) ->
                speaker(
                    flow,
                    provenance.with(
                        options,
                        AlignedLikelihood.score(flow, transcribed(corpus.valid()), workers)
                            .logProb()))),
        workers,
        listener);
  }

  private static List<DrawnSpectrograms.Lesson> lessons(
      AlignedFlow flow, List<SpokenCorpus.Utterance> utterances, Workers workers) {
    List<Transcribed> sequences = transcribed(utterances);
    DrawnSpectrograms.Lesson[] lessons = new DrawnSpectrograms.Lesson[sequences.size()];
    AlignedLikelihood.each(
        flow,
        sequences,
        workers,
        (i, fit) -> lessons[i] = new DrawnSpectrograms.Lesson(sequences.get(i), fit.alignment()));
    return List.of(lessons);
  }

  private Map<String, String> identity() {
    Map<String, String> identity = new LinkedHashMap<>();
    identity.put("architecture and plan", model.toString());
    identity.put("inventory", corpus.inventory().toString());
    identity.put("hash of the symbols", corpus.sha256());
    return identity;
  }

  private TrainingProvenance.HeldOut heldOut() {
    return new TrainingProvenance.HeldOut(
        corpus.valid().size(), seconds(corpus.valid()), Double.NaN);
  }

  private Speaker speaker(AlignedFlow flow, TrainingProvenance provenance) {
    return new Speaker(flow, corpus.inventory(), corpus.mel(), provenance);
  }

  private AlignedLikelihood objective(AlignedFlow flow) {
    int guided = model.plan().guided();
    return likelihood(flow, guided > 0 ? guides() : List.of(), guided);
  }

  private AlignedLikelihood likelihood(AlignedFlow flow, List<Alignment> guides, int guided) {
    AlignedLikelihood.Plan plan = model.plan();
    return new AlignedLikelihood(
        flow,
        transcribed(corpus.train()),
        guides,
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
