package dev.bijou.speech.voice;

import dev.bijou.distribution.Distribution;
import dev.bijou.file.ModelFileException;
import dev.bijou.file.Version;
import dev.bijou.flow.Workers;
import dev.bijou.kernel.KernelChoice;
import dev.bijou.speech.SpeechException;
import dev.bijou.speech.corpus.Corpus;
import dev.bijou.speech.corpus.Recording;
import dev.bijou.speech.spectrum.MelSettings;
import dev.bijou.speech.training.CorpusData;
import dev.bijou.speech.training.TrainingRun;
import dev.bijou.train.SequenceLikelihood;
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

/// Learns a voice from a corpus by maximum likelihood: random segments of the training utterances, with the noise of
/// their 16-bit cells, judged by segments of the held-out ones after each round.
///
/// ```java
/// VoiceTraining training = VoiceTraining.read(Path.of("corpus"), VoiceTraining.Options.standard());
/// training.run(workers, new VoiceTraining.Listener() {}).save(Path.of("voice.bijou"), Precision.HALF);
/// ```
public final class VoiceTraining {
  /// Samples a second of a voice.
  public static final int SAMPLE_RATE_HZ = 22_050;

  private static final int MOST_HELD_OUT_SECONDS = 50;
  private static final int WARMUP_STEPS = 200;
  private static final float CLIP_NORM = 1;
  private static final float AVERAGING = 0.999f;
  private static final int NO_PATIENCE =
      1 << 30; // rounds without a better one after which training stops
  private static final int MOST_ROUNDS = 1 << 16;

  private final Options options;
  private final MelSettings mel = MelSettings.aligned(SAMPLE_RATE_HZ);
  private final CorpusData data;
  private final List<Recording> heldOut;
  private final RecordingSegments training;
  private final RecordingSegments validation;

  /// What to learn.
  ///
  /// @param model the architecture
  /// @param seed of all that is random
  /// @param steps to take at most, rounded up to whole rounds
  /// @param budget time after which training stops; the learning rate falls towards its end
  /// @param checkpoint a file from which an interrupted training can go on
  public record Options(
      VoiceModel model,
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
          VoiceModel.all().getFirst(),
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

    /// Shown the best voice so far after a round, if it wants it.
    default void round(Progress progress) {}

    /// Asked after each step; once it is true, the training ends with the best voice so far.
    default boolean stop() {
      return false;
    }
  }

  /// A training between two rounds.
  public interface Progress {
    /// Steps taken.
    long step();

    /// The best voice so far, valid until the next round begins.
    Voice voice();
  }

  private VoiceTraining(
      Options options, CorpusData data, List<Recording> train, List<Recording> heldOut) {
    VoiceModel.Plan plan = options.model().plan();
    int group = options.model().options().group();
    this.options = options;
    this.data = data;
    this.heldOut = heldOut;
    this.training =
        RecordingSegments.random(
            train, mel, group, plan.frames(), plan.batch() * options.round(), options.seed());
    int most = MOST_HELD_OUT_SECONDS * SAMPLE_RATE_HZ / (plan.frames() * mel.framing().hop());
    this.validation =
        RecordingSegments.consecutive(heldOut, mel, group, plan.frames(), most, options.seed());
  }

  /// Reads the recordings of a corpus.
  ///
  /// @throws SpeechException if it cannot be used: the folder is no corpus, a recording cannot be read, there is none to
  ///     hold out, or all are shorter than a segment
  public static VoiceTraining read(Path folder, Options options) {
    Corpus corpus = Corpus.open(folder);
    if (corpus.valid().isEmpty()) {
      throw new SpeechException(
          folder + ": has no recordings to judge the voice by; add some, or a valid.csv");
    }
    List<Recording> train = Recording.read(corpus.train(), SAMPLE_RATE_HZ);
    List<Recording> heldOut = Recording.read(corpus.valid(), SAMPLE_RATE_HZ);
    requireLong(folder + ": no recording to learn from", train, options);
    requireLong(folder + ": no recording to judge the voice by", heldOut, options);
    Path name = folder.toAbsolutePath().normalize().getFileName();
    return new VoiceTraining(
        options,
        new CorpusData(
            String.valueOf(name),
            Recording.sha256(train),
            train.size(),
            (double) Recording.samples(train) / SAMPLE_RATE_HZ),
        train,
        heldOut);
  }

  private static void requireLong(String what, List<Recording> recordings, Options options) {
    MelSettings mel = MelSettings.aligned(SAMPLE_RATE_HZ);
    int frames = options.model().plan().frames();
    if (!RecordingSegments.any(recordings, mel, frames)) {
      throw new SpeechException(
          "%s is as long as a segment of %.2f s; record longer ones"
              .formatted(what, (double) frames * mel.framing().hop() / SAMPLE_RATE_HZ));
    }
  }

  /// The recordings that it learns from.
  public CorpusData data() {
    return data;
  }

  /// A held-out recording to hear the voice by, full scale −1 … 1: the first that is as long as a segment.
  public float[] example() {
    int length = validation.contextFrames() * mel.framing().hop();
    return heldOut.stream()
        .filter(recording -> recording.samples().length >= length)
        .findFirst()
        .orElseThrow()
        .sound();
  }

  /// Seconds of sound in a step.
  public double secondsPerStep() {
    VoiceModel.Plan plan = options.model().plan();
    return (double) plan.batch() * plan.frames() * mel.framing().hop() / SAMPLE_RATE_HZ;
  }

  /// Learns, from the start or from the checkpoint of the options if there is one.
  ///
  /// @throws SpeechException if the checkpoint belongs to another training
  /// @throws ModelFileException if the checkpoint cannot be read
  public Voice run(Workers workers, Listener listener) {
    return new Run(workers, listener).toEnd();
  }

  private final class Run implements TrainingRun.Listener {
    private final Listener listener;
    private final TrainingRun<Distribution, SequenceLikelihood> run;

    Run(Workers workers, Listener listener) {
      this.listener = listener;
      this.run =
          new TrainingRun<>(
              new TrainingRun.Plan<>(
                  "voice",
                  identity(),
                  () -> options.model().spec(mel).build(options.seed()),
                  VoiceTraining.this::objective,
                  trainingOptions(),
                  options.checkpoint()),
              workers,
              this);
    }

    Voice toEnd() {
      TrainingEvent.Finished end = run.toEnd();
      return voice(
          run.model(), end.validation(), end.reason().name(), end.steps(), seconds(end.elapsed()));
    }

    private Map<String, String> identity() {
      Map<String, String> all = options.described();
      all.remove("budget"); // more time may be given
      all.put("architecture and plan", options.model().toString());
      all.put("hash of the recordings", data.sha256());
      all.put("version of Bijou", Version.current());
      return all;
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
      listener.round(
          new Progress() {
            @Override
            public long step() {
              return state.step();
            }

            @Override
            public Voice voice() {
              double seconds = state.elapsedNanos() / 1e9;
              return Run.this.voice(
                  run.best(state), state.best(), "RUNNING", state.step(), seconds);
            }
          });
    }

    private Voice voice(
        Distribution distribution, double score, String ended, long steps, double seconds) {
      return new Voice(
          distribution,
          mel,
          new VoiceProvenance(
              data,
              options.model().name(),
              options.described(),
              new VoiceProvenance.HeldOut(
                  heldOut.size(),
                  (double) validation.size()
                      * validation.contextFrames()
                      * mel.framing().hop()
                      / SAMPLE_RATE_HZ,
                  score),
              ended,
              steps,
              seconds,
              Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
              KernelChoice.chosen().reason(),
              run.curve()));
    }
  }

  private static double seconds(Duration time) {
    return time.toNanos() / 1e9;
  }

  private SequenceLikelihood objective(Distribution distribution) {
    VoiceModel.Plan plan = options.model().plan();
    return new SequenceLikelihood(
        distribution,
        training,
        validation,
        new SequenceLikelihood.Shards(plan.shard(), plan.rebuilding()),
        plan.batch(),
        options.seed());
  }

  private TrainingOptions trainingOptions() {
    VoiceModel.Plan plan = options.model().plan();
    return new TrainingOptions(
        plan.batch(),
        options.rounds(),
        plan.learningRate(),
        0,
        CLIP_NORM,
        Math.min(WARMUP_STEPS, Math.ceilDiv(options.rounds() * options.round(), 10)),
        0.999f,
        AVERAGING,
        NO_PATIENCE,
        options.seed(),
        options.budget());
  }
}
