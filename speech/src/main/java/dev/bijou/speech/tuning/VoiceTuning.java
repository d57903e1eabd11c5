package dev.bijou.speech.tuning;

import dev.bijou.ModelFileException;
import dev.bijou.distribution.Distribution;
import dev.bijou.sequence.SequenceLikelihood;
import dev.bijou.speech.SpeechException;
import dev.bijou.speech.corpus.Recording;
import dev.bijou.speech.drawing.Contest;
import dev.bijou.speech.drawing.DrawnSound;
import dev.bijou.speech.json.ProvenanceJson;
import dev.bijou.speech.speaker.Speaker;
import dev.bijou.speech.speaker.SpokenCorpus;
import dev.bijou.speech.training.RoundListener;
import dev.bijou.speech.training.TrainingLimits;
import dev.bijou.speech.training.TrainingProvenance;
import dev.bijou.speech.training.TrainingProvenance.CorpusData;
import dev.bijou.speech.training.run.TrainingRun;
import dev.bijou.speech.voice.Voice;
import dev.bijou.speech.voice.VoiceModel;
import dev.bijou.tensor.Workers;
import dev.bijou.train.Objective;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// Tunes a voice to a speaker: goes on training it on recordings, but for half of the segments with spectrograms as
/// that speaker makes them, which are smoother than those of recordings. The other half keeps what it has learned.
///
/// The speaker's spectrogram of a recording is [Speaker#remade], so that each frame still belongs to its samples.
public final class VoiceTuning {
  /// How much of the noise the speaker's spectrograms keep: about what speech has.
  private static final float TEMPERATURE = 0.333f;

  /// Factor of the peak learning rate of the first training.
  private static final float RATE = 0.25f;

  private static final int MOST_HELD_OUT = 96; // segments

  private final Supplier<Voice> from;
  private final Voice voice;
  private final VoiceModel model;
  private final Optional<DrawnSound.Weighing> drawn;
  private final TrainingLimits limits;
  private final CorpusData data;
  private final List<HeardSegments.Heard> train;
  private final List<HeardSegments.Heard> heldOut;

  /// The recordings and what is said in them.
  ///
  /// @param data their summary
  /// @param train the training set
  /// @param heldOut the validation set
  /// @param recordings of both
  public record Material(
      CorpusData data,
      List<SpokenCorpus.Utterance> train,
      List<SpokenCorpus.Utterance> heldOut,
      List<Recording> recordings) {}

  /// @param from makes the initial voice; each call gives a new one that is equal
  /// @param model how the voice is trained
  /// @param drawn what drawn sound counts beside the likelihood; empty for likelihood alone
  /// @throws SpeechException if the voice takes other spectrograms than the speaker makes, or there is no held-out
  ///     recording, or none as long as a segment
  public VoiceTuning(
      Supplier<Voice> from,
      VoiceModel model,
      Optional<DrawnSound.Weighing> drawn,
      Speaker speaker,
      Material material,
      TrainingLimits limits,
      Workers workers) {
    this.from = from;
    this.voice = from.get();
    this.model = model;
    this.drawn = drawn;
    this.limits = limits;
    this.data = material.data();
    if (!voice.mel().equals(speaker.mel())) {
      throw new SpeechException(
          "the voice takes other spectrograms than the speaker makes; train both for the same");
    }
    if (material.heldOut().isEmpty()) {
      throw new SpeechException(
          data.corpus() + ": has no held-out utterances; add recordings, or a valid.csv");
    }
    Map<String, Recording> recordings = new HashMap<>();
    material.recordings().forEach(recording -> recordings.put(recording.id(), recording));
    this.train = heard(material.train(), recordings, speaker, workers);
    this.heldOut = heard(material.heldOut(), recordings, speaker, workers);
  }

  private List<HeardSegments.Heard> heard(
      List<SpokenCorpus.Utterance> utterances,
      Map<String, Recording> recordings,
      Speaker speaker,
      Workers workers) {
    HeardSegments.Heard[] all = new HeardSegments.Heard[utterances.size()];
    workers.run(
        all.length,
        (i, _) -> {
          SpokenCorpus.Utterance utterance = utterances.get(i);
          Recording recording = recordings.get(utterance.id());
          if (recording == null) {
            throw new IllegalArgumentException("there is no recording of " + utterance.id());
          }
          all[i] =
              new HeardSegments.Heard(
                  recording.samples(),
                  utterance.mel(),
                  speaker.remade(utterance.symbols(), utterance.mel(), TEMPERATURE));
        });
    List<HeardSegments.Heard> enough = new ArrayList<>(List.of(all));
    enough.removeIf(one -> one.frames(hop()) < model.plan().frames());
    if (enough.isEmpty()) {
      throw new SpeechException(
          "%s: no recording is as long as a segment of %.2f s; record longer ones"
              .formatted(data.corpus(), seconds(1)));
    }
    return List.copyOf(enough);
  }

  private int hop() {
    return voice.mel().framing().hop();
  }

  private double seconds(int segments) {
    return (double) segments * model.plan().frames() * hop() / voice.sampleRateHz();
  }

  /// Seconds of sound per step.
  public double secondsPerStep() {
    return seconds(model.plan().batch());
  }

  /// Trains, from the voice or from the checkpoint of the limits if there is one.
  ///
  /// @throws ModelFileException if the checkpoint belongs to another training or cannot be read
  public Voice run(Workers workers, RoundListener<Voice> listener) {
    return TrainingRun.toEnd(
        new TrainingRun.Plan<>(
            "tuned voice",
            model.name(),
            data,
            limits,
            identity(),
            this::contest,
            this::objective,
            model.training(limits, RATE * model.plan().learningRate()),
            new TrainingProvenance.HeldOut(heldOut.size(), seconds(MOST_HELD_OUT), Double.NaN),
            (contest, provenance) ->
                new Voice(
                    contest.voice(), voice.mel(), tuned(contest.voice(), provenance, workers))),
        workers,
        listener);
  }

  private Map<String, String> identity() {
    Map<String, String> identity = new LinkedHashMap<>();
    identity.put("architecture and plan", model.toString());
    identity.put("voice", ProvenanceJson.write(voice.provenance()).toString());
    drawn.ifPresent(weighing -> identity.putAll(weighing.options()));
    return identity;
  }

  /// The options of the tuning, and the steps of the voice before it.
  private TrainingProvenance tuned(
      Distribution distribution, TrainingProvenance own, Workers workers) {
    Map<String, String> options = new LinkedHashMap<>();
    options.put("after", "%d steps".formatted(voice.provenance().steps()));
    drawn.ifPresent(weighing -> options.putAll(weighing.options()));
    return own.with(
        options,
        SequenceLikelihood.meanLogProb(
            distribution, source().validation(), model.plan().shard(), workers));
  }

  private Contest contest() {
    Distribution before = from.get().distribution();
    return drawn
        .map(weighing -> weighing.contest(before, limits.seed()))
        .orElseGet(() -> new Contest(before, Optional.empty()));
  }

  private Objective objective(Contest contest) {
    return drawn
        .<Objective>map(
            weighing -> new DrawnSound(contest, source(), voice.mel(), weighing, limits.seed()))
        .orElseGet(() -> source().likelihood(contest.voice(), limits.seed()).initialized());
  }

  private DrawnSound.Source source() {
    VoiceModel.Plan plan = model.plan();
    return new DrawnSound.Source(
        segments(train, plan.batch() * limits.round(plan.round()), true),
        segments(heldOut, MOST_HELD_OUT, false),
        plan.batch(),
        new SequenceLikelihood.Shards(plan.shard(), plan.rebuilding()));
  }

  private HeardSegments segments(List<HeardSegments.Heard> of, int size, boolean changing) {
    return new HeardSegments(
        of, model.options().group(), hop(), model.plan().frames(), size, limits.seed(), changing);
  }
}
