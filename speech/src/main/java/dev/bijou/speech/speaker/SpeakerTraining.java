package dev.bijou.speech.speaker;

import dev.bijou.ModelFileException;
import dev.bijou.sequence.alignment.AlignedFlow;
import dev.bijou.sequence.alignment.AlignedLikelihood;
import dev.bijou.sequence.alignment.Alignment;
import dev.bijou.sequence.alignment.SymbolAligner;
import dev.bijou.sequence.alignment.Transcribed;
import dev.bijou.speech.SpeechException;
import dev.bijou.speech.json.ProvenanceJson;
import dev.bijou.speech.json.SpeakerJson;
import dev.bijou.speech.text.Inventory;
import dev.bijou.speech.text.Inventory.Spelling;
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
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/// Trains a speaker on a transcribed corpus by maximum likelihood, validated on the held-out utterances after each
/// round.
///
/// {@snippet class="dev.bijou.speech.speaker.SpeakerTest" region="train"}
public final class SpeakerTraining {
  private static final int WARMUP_STEPS = 500;
  private static final float CLIP_NORM = 5;
  private static final float SECOND_DECAY = 0.98f;
  private static final float AVERAGING = 0.999f;

  /// Factors of the peak learning rate of the first training: with other recordings, and by drawn spectrograms.
  private static final float CONTINUED_RATE = 0.5f;

  private static final float DRAWN_RATE = 0.25f;

  private static final int NO_PATIENCE = 1 << 30; // rounds

  private final SpokenCorpus corpus;
  private final SpeakerModel model;
  private final TrainingLimits limits;

  private SpeakerTraining(SpokenCorpus corpus, SpeakerModel model, TrainingLimits limits) {
    this.corpus = corpus;
    this.model = model;
    this.limits = limits;
  }

  /// A training on a corpus, without utterances that have fewer frames than symbols as they are written for the model.
  ///
  /// @throws SpeechException if the corpus has no held-out utterances
  public static SpeakerTraining of(SpokenCorpus read, SpeakerModel model, TrainingLimits limits) {
    SpokenCorpus corpus = read.without(Transcripts.tooShort(read, model.spelling()));
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
    Lessons lessons = lessons();
    return run(
        "speaker",
        model.spelling(),
        Map.of(),
        () -> model.spec(corpus.inventory(), corpus.mel()).build(limits.seed()),
        flow -> likelihood(flow, lessons, model.plan().guided()),
        trainingOptions(model.learningRate()),
        (_, provenance) -> provenance,
        workers,
        listener);
  }

  /// How a trained speaker goes on learning.
  ///
  /// @param from makes the speaker that it begins with; each call gives a new one that is equal
  /// @param weight of drawn spectrograms beside the likelihood; 0 for likelihood alone
  /// @param temperature of what is drawn
  public record Continuation(Supplier<Speaker> from, double weight, float temperature) {
    /// @throws IllegalArgumentException if a number is out of range
    public Continuation {
      if (!(weight >= 0 && weight <= 1e6)) {
        throw new IllegalArgumentException("weight is " + weight + ", but must lie in [0, 1e6]");
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
      if (weight > 0) {
        options.put("weight of drawn spectrograms", Double.toString(weight));
        options.put("temperature", Float.toString(temperature));
      }
      return options;
    }
  }

  /// Goes on training a speaker with these recordings, or from the checkpoint of the limits if there is one. Where it learns
  /// through the direction that speaks, utterances keep the alignments that the speaker gives them at first.
  ///
  /// @throws SpeechException if the speaker has other symbols, or makes other spectrograms
  /// @throws ModelFileException if the checkpoint belongs to another training or cannot be read
  public Speaker goOn(Continuation how, Workers workers, RoundListener<Speaker> listener) {
    Speaker before = how.from.get();
    if (!before.inventory().equals(corpus.inventory()) || !before.mel().equals(corpus.mel())) {
      throw new SpeechException(
          "the speaker has learned other symbols or spectrograms than these; train one from the start");
    }
    Map<String, String> options = how.options();
    Map<String, String> identity = new LinkedHashMap<>(options);
    identity.put("speaker", ProvenanceJson.write(before.provenance()).toString());
    boolean drawn = how.weight > 0;
    Lessons lessons = drawn ? lessons(before, workers) : unaligned(before, workers);
    return run(
        "speaker that goes on",
        before.spelling(),
        identity,
        () -> how.from.get().flow(),
        flow -> drawn ? drawn(how, flow, lessons) : likelihood(flow, lessons, 0).initialized(),
        trainingOptions((drawn ? DRAWN_RATE : CONTINUED_RATE) * model.learningRate()),
        (flow, provenance) ->
            provenance.with(
                options,
                drawn
                    ? AlignedLikelihood.score(flow, lessons.valid, workers).logProb()
                    : provenance.heldOut().logDensity()),
        workers,
        listener);
  }

  private DrawnSpectrograms drawn(Continuation how, AlignedFlow flow, Lessons lessons) {
    return new DrawnSpectrograms(
        flow,
        likelihood(flow, lessons, Integer.MAX_VALUE),
        paired(lessons.train, lessons.ofTrain),
        paired(lessons.valid, lessons.ofValid),
        how.weight,
        how.temperature,
        limits.seed());
  }

  private static List<DrawnSpectrograms.Lesson> paired(
      List<Transcribed> sequences, List<Alignment> alignments) {
    return IntStream.range(0, sequences.size())
        .mapToObj(i -> new DrawnSpectrograms.Lesson(sequences.get(i), alignments.get(i)))
        .toList();
  }

  private Speaker run(
      String kind,
      Spelling spelling,
      Map<String, String> identity,
      Supplier<AlignedFlow> flow,
      Function<AlignedFlow, Objective> objective,
      TrainingOptions options,
      BiFunction<AlignedFlow, TrainingProvenance, TrainingProvenance> described,
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
                    learned,
                    new SpeakerJson(
                        corpus.inventory(),
                        spelling,
                        corpus.mel(),
                        described.apply(learned, provenance)))),
        workers,
        listener);
  }

  private AlignedLikelihood likelihood(AlignedFlow flow, Lessons lessons, int guided) {
    AlignedLikelihood.Plan plan = model.plan();
    return new AlignedLikelihood(
        flow,
        lessons.train,
        guided > 0 ? lessons.ofTrain : List.of(),
        lessons.valid,
        new AlignedLikelihood.Plan(plan.batch(), plan.shards(), limits.round(plan.round()), guided),
        limits.seed());
  }

  /// What is learned from, with alignments that guide the flow, where there are any.
  ///
  /// @param train the training utterances
  /// @param ofTrain their alignments
  /// @param valid the held-out utterances
  /// @param ofValid their alignments
  private record Lessons(
      List<Transcribed> train,
      List<Alignment> ofTrain,
      List<Transcribed> valid,
      List<Alignment> ofValid) {}

  /// Aligned without a flow.
  private Lessons lessons() {
    Inventory inventory = corpus.inventory();
    List<Transcribed> train = written(corpus.train(), model.spelling());
    List<Transcribed> valid = written(corpus.valid(), model.spelling());
    if (model.plan().guided() == 0) {
      return new Lessons(train, List.of(), valid, List.of());
    }
    SymbolAligner guide = Transcripts.guide(train, inventory);
    List<Alignment> ofTrain = Transcripts.guided(guide, train, inventory);
    List<Alignment> ofValid = Transcripts.guided(guide, valid, inventory);
    return sung(train, ofTrain, valid, ofValid);
  }

  /// Not aligned, but for the pitch of symbols where that is a condition of a speaker.
  private Lessons unaligned(Speaker by, Workers workers) {
    return new Lessons(
        Transcripts.of(by, corpus.train(), workers),
        List.of(),
        Transcripts.of(by, corpus.valid(), workers),
        List.of());
  }

  /// Aligned by a speaker.
  private Lessons lessons(Speaker by, Workers workers) {
    List<Transcribed> train = written(corpus.train(), by.spelling());
    List<Transcribed> valid = written(corpus.valid(), by.spelling());
    return sung(
        train,
        Transcripts.aligned(by.flow(), train, workers),
        valid,
        Transcripts.aligned(by.flow(), valid, workers));
  }

  /// With the pitch that symbols have under the alignments.
  private Lessons sung(
      List<Transcribed> train,
      List<Alignment> ofTrain,
      List<Transcribed> valid,
      List<Alignment> ofValid) {
    return new Lessons(
        Transcripts.sung(corpus.train(), train, ofTrain),
        ofTrain,
        Transcripts.sung(corpus.valid(), valid, ofValid),
        ofValid);
  }

  private List<Transcribed> written(List<SpokenCorpus.Utterance> utterances, Spelling spelling) {
    return Transcripts.written(corpus.inventory(), spelling, utterances);
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
