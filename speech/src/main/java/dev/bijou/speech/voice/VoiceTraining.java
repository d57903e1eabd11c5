package dev.bijou.speech.voice;

import dev.bijou.ModelFileException;
import dev.bijou.distribution.Distribution;
import dev.bijou.sequence.SequenceLikelihood;
import dev.bijou.speech.SpeechException;
import dev.bijou.speech.corpus.Corpus;
import dev.bijou.speech.corpus.Recording;
import dev.bijou.speech.drawing.Contest;
import dev.bijou.speech.drawing.DrawnSound;
import dev.bijou.speech.json.ProvenanceJson;
import dev.bijou.speech.mel.MelSettings;
import dev.bijou.speech.training.RoundListener;
import dev.bijou.speech.training.TrainingLimits;
import dev.bijou.speech.training.TrainingProvenance;
import dev.bijou.speech.training.TrainingProvenance.CorpusData;
import dev.bijou.speech.training.run.TrainingRun;
import dev.bijou.tensor.Workers;
import dev.bijou.train.Objective;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Trains a voice on a corpus by maximum likelihood: on random segments of the training utterances, with the noise of
/// their 16-bit cells, validated on segments of the held-out ones after each round.
///
/// {@snippet class="dev.bijou.speech.voice.VoiceTest" region="train"}
public final class VoiceTraining {
  /// Samples per second of a voice.
  public static final int SAMPLE_RATE_HZ = 22_050;

  private static final int MOST_HELD_OUT_SECONDS = 50;

  /// Factor of the peak learning rate of the first training.
  private static final float CONTINUED_RATE = 0.25f;

  /// What has learned already needs no long rise of the learning rate: after 60 steps with another voice it had 5.344
  /// held-out nats a sample with a rise over 6 of them, and 4.919 with one over 200.
  private static final int CONTINUED_WARMUP_STEPS = 10;

  private final VoiceModel model;
  private final TrainingLimits limits;
  private final MelSettings mel = MelSettings.aligned(SAMPLE_RATE_HZ);
  private final CorpusData data;
  private final List<Recording> heldOut;
  private final RecordingSegments training;
  private final RecordingSegments validation;

  private VoiceTraining(
      VoiceModel model,
      TrainingLimits limits,
      CorpusData data,
      List<Recording> train,
      List<Recording> heldOut) {
    VoiceModel.Plan plan = model.plan();
    int group = model.options().group();
    this.model = model;
    this.limits = limits;
    this.data = data;
    this.heldOut = heldOut;
    this.training =
        RecordingSegments.random(
            train,
            mel,
            group,
            plan.frames(),
            plan.batch() * limits.round(plan.round()),
            limits.seed());
    int most = MOST_HELD_OUT_SECONDS * SAMPLE_RATE_HZ / (plan.frames() * mel.framing().hop());
    this.validation =
        RecordingSegments.consecutive(heldOut, mel, group, plan.frames(), most, limits.seed());
  }

  /// Reads the recordings of a corpus.
  ///
  /// @throws SpeechException if it cannot be used: the folder is not a corpus, a recording cannot be read, there is
  ///     none to hold out, or all are shorter than a segment
  public static VoiceTraining read(Path folder, VoiceModel model, TrainingLimits limits) {
    return read(folder, model, limits, _ -> {});
  }

  /// As [#read(Path, VoiceModel, TrainingLimits)].
  ///
  /// @param notes told of recordings that are left out, one line
  public static VoiceTraining read(
      Path folder, VoiceModel model, TrainingLimits limits, Consumer<String> notes) {
    return read(folder, Set.of(), model, limits, notes);
  }

  /// As [#read(Path, VoiceModel, TrainingLimits, Consumer)], without some recordings.
  ///
  /// @param without the ids of those that are left out
  public static VoiceTraining read(
      Path folder,
      Set<String> without,
      VoiceModel model,
      TrainingLimits limits,
      Consumer<String> notes) {
    Corpus whole = Corpus.open(folder);
    whole.notice().ifPresent(notes);
    Corpus corpus = whole.without(without);
    if (corpus.valid().isEmpty()) {
      throw new SpeechException(
          folder + ": has no held-out recordings; add recordings, or a valid.csv");
    }
    List<Recording> train = Recording.read(corpus.train(), SAMPLE_RATE_HZ);
    List<Recording> heldOut = Recording.read(corpus.valid(), SAMPLE_RATE_HZ);
    Recording.read(corpus.test(), SAMPLE_RATE_HZ); // so that a damaged one shows now
    requireLong(folder + ": no recording to learn from", train, model);
    requireLong(folder + ": no held-out recording", heldOut, model);
    Path name = folder.toAbsolutePath().normalize().getFileName();
    return new VoiceTraining(
        model,
        limits,
        new CorpusData(
            String.valueOf(name),
            Recording.sha256(train),
            train.size(),
            (double) Recording.samples(train) / SAMPLE_RATE_HZ),
        train,
        heldOut);
  }

  private static void requireLong(String what, List<Recording> recordings, VoiceModel model) {
    MelSettings mel = MelSettings.aligned(SAMPLE_RATE_HZ);
    int frames = model.plan().frames();
    if (!RecordingSegments.any(recordings, mel, frames)) {
      throw new SpeechException(
          "%s is as long as a segment of %.2f s; record longer ones"
              .formatted(what, (double) frames * mel.framing().hop() / SAMPLE_RATE_HZ));
    }
  }

  /// The recordings that it is trained on.
  public CorpusData data() {
    return data;
  }

  /// A held-out recording to listen to, full scale −1 … 1: the first that is as long as a segment.
  public float[] example() {
    int length = validation.contextFrames() * mel.framing().hop();
    return heldOut.stream()
        .filter(recording -> recording.samples().length >= length)
        .findFirst()
        .orElseThrow()
        .sound();
  }

  /// Seconds of sound per step.
  public double secondsPerStep() {
    VoiceModel.Plan plan = model.plan();
    return (double) plan.batch() * plan.frames() * mel.framing().hop() / SAMPLE_RATE_HZ;
  }

  /// Trains, from the start or from the checkpoint of the limits if there is one.
  ///
  /// @throws ModelFileException if the checkpoint belongs to another training or cannot be read
  public Voice run(Workers workers, RoundListener<Voice> listener) {
    double judged = (double) validation.size() * validation.contextFrames() * mel.framing().hop();
    return TrainingRun.toEnd(
        new TrainingRun.Plan<>(
            "voice",
            model.name(),
            data,
            limits,
            Map.of("architecture and plan", model.toString()),
            () -> model.spec(mel).build(limits.seed()),
            this::objective,
            model.training(limits, model.plan().learningRate()),
            new TrainingProvenance.HeldOut(heldOut.size(), judged / SAMPLE_RATE_HZ, Double.NaN),
            (distribution, provenance) -> new Voice(distribution, mel, provenance)),
        workers,
        listener);
  }

  /// How a trained voice goes on learning.
  ///
  /// @param from makes the voice that it begins with; each call gives a new one that is equal
  /// @param weight of the spectra of drawn sound beside the likelihood; 0 for likelihood alone
  /// @param critics weight of what networks say that learn to tell drawn sound from recorded; 0 for none
  /// @param sigma standard deviation of the noise that sound is drawn from
  public record Continuation(Supplier<Voice> from, double weight, double critics, float sigma) {
    /// @throws IllegalArgumentException if a number is out of range
    public Continuation {
      if (!(weight >= 0 && weight <= 1e6)) {
        throw new IllegalArgumentException("weight is " + weight + ", but must lie in 0 … 1e6");
      }
      if (!(critics >= 0 && critics <= 1e6) || (critics > 0 && weight == 0)) {
        throw new IllegalArgumentException(
            "critics is %s, but must lie in 0 … 1e6, and be 0 where the weight is"
                .formatted(critics));
      }
      if (!(sigma > 0 && sigma <= 10)) {
        throw new IllegalArgumentException("sigma is " + sigma + ", but must lie in (0, 10]");
      }
    }

    Optional<DrawnSound.Weighing> drawn() {
      return weight == 0
          ? Optional.empty()
          : Optional.of(new DrawnSound.Weighing(weight, critics, sigma));
    }

    /// Text for the weighing, by name.
    Map<String, String> options() {
      Map<String, String> options = new LinkedHashMap<>();
      options.put("after", "%d steps".formatted(from.get().provenance().steps()));
      drawn().ifPresent(weighing -> options.putAll(weighing.options()));
      return options;
    }
  }

  /// Goes on training a voice, or from the checkpoint of the limits if there is one.
  ///
  /// @throws SpeechException if the voice takes other spectrograms than these
  /// @throws ModelFileException if the checkpoint belongs to another training or cannot be read
  public Voice goOn(Continuation how, Workers workers, RoundListener<Voice> listener) {
    Voice before = how.from.get();
    if (!before.mel().equals(mel)) {
      throw new SpeechException("the voice takes other spectrograms than voices are trained for");
    }
    double judged = (double) validation.size() * validation.contextFrames() * mel.framing().hop();
    Map<String, String> options = how.options();
    Map<String, String> identity = new LinkedHashMap<>(options);
    identity.put("architecture and plan", model.toString());
    identity.put("voice", ProvenanceJson.write(before.provenance()).toString());
    return TrainingRun.toEnd(
        new TrainingRun.Plan<>(
            "voice that goes on",
            model.name(),
            data,
            limits,
            identity,
            () -> contest(how),
            contest -> objective(contest, how),
            model.training(
                limits, CONTINUED_RATE * model.plan().learningRate(), CONTINUED_WARMUP_STEPS),
            new TrainingProvenance.HeldOut(heldOut.size(), judged / SAMPLE_RATE_HZ, Double.NaN),
            (contest, provenance) ->
                new Voice(
                    contest.voice(),
                    mel,
                    provenance.with(options, heldOutLogDensity(contest.voice(), workers)))),
        workers,
        listener);
  }

  private double heldOutLogDensity(Distribution distribution, Workers workers) {
    return SequenceLikelihood.meanLogProb(distribution, validation, model.plan().shard(), workers);
  }

  private Contest contest(Continuation how) {
    Distribution voice = how.from.get().distribution();
    return how.drawn()
        .map(weighing -> weighing.contest(voice, limits.seed()))
        .orElseGet(() -> new Contest(voice, Optional.empty()));
  }

  private Objective objective(Contest contest, Continuation how) {
    if (how.drawn().isEmpty()) {
      return objective(contest.voice()).initialized();
    }
    return new DrawnSound(contest, source(), mel, how.drawn().get(), limits.seed());
  }

  private SequenceLikelihood objective(Distribution distribution) {
    return source().likelihood(distribution, limits.seed());
  }

  private DrawnSound.Source source() {
    VoiceModel.Plan plan = model.plan();
    return new DrawnSound.Source(
        training,
        validation,
        plan.batch(),
        new SequenceLikelihood.Shards(plan.shard(), plan.rebuilding()));
  }
}
