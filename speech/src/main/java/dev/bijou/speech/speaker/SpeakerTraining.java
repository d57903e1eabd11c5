package dev.bijou.speech.speaker;

import dev.bijou.alignment.AlignedFlow;
import dev.bijou.alignment.Alignment;
import dev.bijou.alignment.SymbolAligner;
import dev.bijou.alignment.Transcribed;
import dev.bijou.file.ModelFileException;
import dev.bijou.file.Version;
import dev.bijou.flow.Workers;
import dev.bijou.kernel.KernelChoice;
import dev.bijou.speech.SpeechException;
import dev.bijou.speech.training.TrainingRun;
import dev.bijou.train.AlignedLikelihood;
import dev.bijou.train.TrainingEvent;
import dev.bijou.train.TrainingOptions;
import dev.bijou.train.TrainingState;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// Learns a speaker from a transcribed corpus by maximum likelihood, judged by the held-out utterances after each round.
///
/// ```java
/// SpeakerTraining training = SpeakerTraining.of(corpus, SpeakerTraining.Options.standard());
/// training.run(workers, new SpeakerTraining.Listener() {}).save(Path.of("speaker.bijou"), Precision.HALF);
/// ```
public final class SpeakerTraining {
  private static final int WARMUP_STEPS = 500;
  private static final float CLIP_NORM = 5;
  private static final float SECOND_DECAY = 0.98f;
  private static final float AVERAGING = 0.999f;
  private static final int GUIDE_ROUNDS = 15; // they change little after
  private static final int NO_PATIENCE = 1 << 30; // rounds
  private static final int MOST_ROUNDS = 1 << 16;

  private final SpokenCorpus corpus;
  private final Options options;

  /// What to learn.
  ///
  /// @param model the architecture
  /// @param seed of all that is random
  /// @param steps to take at most, rounded up to whole rounds
  /// @param budget time after which training stops; the learning rate falls towards its end
  /// @param checkpoint a file from which an interrupted training can go on
  public record Options(
      SpeakerModel model,
      long seed,
      OptionalInt steps,
      Optional<Duration> budget,
      Optional<Path> checkpoint) {
    /// @throws IllegalArgumentException if there are no steps
    public Options {
      if (steps.isPresent() && steps.getAsInt() < 1) {
        throw new IllegalArgumentException(
            "steps is " + steps.getAsInt() + ", but must be at least 1");
      }
    }

    /// The first model, for two hours.
    public static Options standard() {
      return new Options(
          SpeakerModel.all().getFirst(),
          0,
          OptionalInt.empty(),
          Optional.of(Duration.ofHours(2)),
          Optional.empty());
    }

    /// Steps from one validation to the next.
    int round() {
      return Math.min(model.plan().round(), steps.orElse(Integer.MAX_VALUE));
    }

    /// Rounds that all steps need.
    int rounds() {
      return steps.isPresent() ? Math.ceilDiv(steps.getAsInt(), round()) : MOST_ROUNDS;
    }

    private Map<String, String> described() {
      Map<String, String> described = new LinkedHashMap<>();
      described.put("model", model.name());
      described.put("seed", Long.toString(seed));
      steps.ifPresent(count -> described.put("steps", Integer.toString(count)));
      budget.ifPresent(time -> described.put("budget", time.toMillis() / 1000.0 + "s"));
      return described;
    }
  }

  /// Hears about a running training, and may end it.
  public interface Listener {
    /// Told what happens.
    default void event(TrainingEvent event) {}

    /// Told something that the user should know, one line.
    default void note(String line) {}

    /// Shown the best speaker so far after a round, if it wants it.
    default void round(Progress progress) {}

    /// Asked after each step; once it is true, the training ends with the best speaker so far.
    default boolean stop() {
      return false;
    }
  }

  /// A training between two rounds.
  public interface Progress {
    /// Steps taken.
    long step();

    /// How well the present weights do on the held-out utterances.
    AlignedLikelihood.Score heldOut();

    /// The best speaker so far, valid until the next round begins.
    Speaker speaker();
  }

  private SpeakerTraining(SpokenCorpus corpus, Options options) {
    this.corpus = corpus;
    this.options = options;
  }

  /// A training on a corpus.
  ///
  /// @throws SpeechException if there is no utterance to judge the speaker by
  public static SpeakerTraining of(SpokenCorpus corpus, Options options) {
    if (corpus.valid().isEmpty()) {
      throw new SpeechException(
          corpus.data().corpus()
              + ": has no utterances to judge the speaker by; add some, or a valid.csv");
    }
    return new SpeakerTraining(corpus, options);
  }

  /// Mean seconds of sound in a step.
  public double secondsPerStep() {
    return seconds(corpus.train()) / corpus.train().size() * options.model().plan().batch();
  }

  private double seconds(List<SpokenUtterance> utterances) {
    long frames =
        utterances.stream().mapToLong(utterance -> utterance.transcribed().x().lanes()).sum();
    return (double) frames * corpus.mel().framing().hop() / corpus.mel().sampleRateHz();
  }

  /// Learns, from the start or from the checkpoint of the options if there is one.
  ///
  /// @throws SpeechException if the checkpoint belongs to another training
  /// @throws ModelFileException if the checkpoint cannot be read
  public Speaker run(Workers workers, Listener listener) {
    return new Run(workers, listener).toEnd();
  }

  private final class Run implements TrainingRun.Listener {
    private final Listener listener;
    private final TrainingRun<AlignedFlow, AlignedLikelihood> run;

    Run(Workers workers, Listener listener) {
      this.listener = listener;
      this.run =
          new TrainingRun<>(
              new TrainingRun.Plan<>(
                  "speaker",
                  identity(),
                  () ->
                      options.model().spec(corpus.inventory(), corpus.mel()).build(options.seed()),
                  SpeakerTraining.this::objective,
                  trainingOptions(),
                  options.checkpoint()),
              workers,
              this);
    }

    Speaker toEnd() {
      TrainingEvent.Finished end = run.toEnd();
      double seconds = end.elapsed().toNanos() / 1e9;
      return speaker(run.model(), end.validation(), end.reason().name(), end.steps(), seconds);
    }

    @Override
    public void event(TrainingEvent event) {
      listener.event(event);
    }

    @Override
    public void note(String line) {
      listener.note(line);
    }

    @Override
    public boolean stop() {
      return listener.stop();
    }

    @Override
    public void round(TrainingState state) {
      AlignedLikelihood.Score score = run.objective().lastScore();
      listener.round(
          new Progress() {
            @Override
            public long step() {
              return state.step();
            }

            @Override
            public AlignedLikelihood.Score heldOut() {
              return score;
            }

            @Override
            public Speaker speaker() {
              double seconds = state.elapsedNanos() / 1e9;
              return Run.this.speaker(
                  run.best(state), state.best(), "RUNNING", state.step(), seconds);
            }
          });
    }

    private Speaker speaker(
        AlignedFlow flow, double score, String ended, long steps, double seconds) {
      return new Speaker(
          flow,
          corpus.inventory(),
          corpus.mel(),
          new SpeakerProvenance(
              corpus.data(),
              options.model().name(),
              options.described(),
              new SpeakerProvenance.HeldOut(
                  corpus.valid().size(), SpeakerTraining.this.seconds(corpus.valid()), score),
              ended,
              steps,
              seconds,
              Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
              KernelChoice.chosen().reason(),
              run.curve()));
    }
  }

  private Map<String, String> identity() {
    Map<String, String> all = options.described();
    all.remove("budget"); // more time may be given
    all.put("architecture and plan", options.model().toString());
    all.put("inventory", corpus.inventory().toString());
    all.put("hash of the recordings", corpus.data().sha256());
    all.put("hash of the symbols", corpus.sha256());
    all.put("version of Bijou", Version.current());
    return all;
  }

  private AlignedLikelihood objective(AlignedFlow flow) {
    AlignedLikelihood.Plan plan = options.model().plan();
    return new AlignedLikelihood(
        flow,
        transcribed(corpus.train()),
        plan.guided() > 0 ? guides() : List.of(),
        transcribed(corpus.valid()),
        new AlignedLikelihood.Plan(plan.batch(), plan.shards(), options.round(), plan.guided()),
        options.seed());
  }

  /// What the flow learns by until it can find its own.
  private List<Alignment> guides() {
    List<Transcribed> cepstra =
        corpus.train().stream()
            .map(SpokenUtterance::transcribed)
            .map(utterance -> new Transcribed(utterance.symbols(), Cepstra.of(utterance.x())))
            .toList();
    return SymbolAligner.align(cepstra, corpus.inventory().size(), GUIDE_ROUNDS);
  }

  private static List<Transcribed> transcribed(List<SpokenUtterance> utterances) {
    return utterances.stream().map(SpokenUtterance::transcribed).toList();
  }

  private TrainingOptions trainingOptions() {
    return new TrainingOptions(
        options.model().plan().batch(),
        options.rounds(),
        options.model().learningRate(),
        0,
        CLIP_NORM,
        Math.min(WARMUP_STEPS, Math.ceilDiv(options.rounds() * options.round(), 10)),
        SECOND_DECAY,
        AVERAGING,
        NO_PATIENCE,
        options.seed(),
        options.budget());
  }
}
