package dev.bijou.cli.speech;

import dev.bijou.cli.console.Bundled;
import dev.bijou.cli.console.Durations;
import dev.bijou.cli.console.Quiet;
import dev.bijou.cli.console.Seed;
import dev.bijou.cli.console.Shell;
import dev.bijou.cli.console.Threads;
import dev.bijou.cli.console.UsageException;
import dev.bijou.file.ModelFile.Precision;
import dev.bijou.speech.SpeechException;
import dev.bijou.speech.check.Finding;
import dev.bijou.speech.check.RecordingsCheck;
import dev.bijou.speech.corpus.Corpus;
import dev.bijou.speech.corpus.Utterance;
import dev.bijou.speech.speaker.Speaker;
import dev.bijou.speech.speaker.SpeakerModel;
import dev.bijou.speech.speaker.SpeakerTraining;
import dev.bijou.speech.speaker.SpokenCorpus;
import dev.bijou.speech.text.Language;
import dev.bijou.speech.training.TrainingLimits;
import dev.bijou.speech.voice.Voice;
import dev.bijou.speech.voice.VoiceModel;
import dev.bijou.speech.voice.VoiceTraining;
import dev.bijou.table.text.NumberText;
import dev.bijou.tensor.Workers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `bijou voice new`: a speaker and a voice of one's own, from recordings and the bundled ones.
@Command(
    name = "new",
    description = "Make a voice of your own: a speaker and a voice, in an evening.",
    footer = {
      "",
      """
      FOLDER holds recordings of one person and their texts, as for bijou speak train: half an \
      hour or more, and only with the consent of the person who speaks. First the recordings are \
      checked; what is wrong with one is named, and what cannot be learned from is left out. Then \
      the bundled speaker goes on learning with two fifths of the budget, and the bundled voice \
      with the rest: each first what recordings sound like, then by what it says itself.\
      """,
      "",
      """
      NAME becomes a folder: speaker.bijou, voice.bijou, and heard/index.html, a page to hear and \
      see the test recordings, what bijou said before, and what it says now. Samples are written \
      to clips/ meanwhile. Ctrl-C saves the best so far (exit code 130), and --resume goes on.\
      """,
      "",
      "Examples:",
      "  bijou voice new recordings -o mine",
      "  bijou voice new recordings -o mine --budget 5h --resume",
      "  bijou speak \"It is me.\" --speaker mine/speaker.bijou \\",
      "    --vocoder mine/voice.bijou -o me.wav"
    })
public final class VoiceNew implements Callable<Integer> {
  private static final String USUAL_BUDGET = "3h";

  // Of what is drawn beside likelihood, as for the bundled speaker and voice.
  private static final double SPEAKER_WEIGHT = 5;
  private static final double VOICE_WEIGHT = 1;

  private static final double LITTLE_SECONDS = 600;

  private final Shell shell;

  @Parameters(paramLabel = "FOLDER", description = "Recordings and their texts, see below.")
  private Path folder = Path.of("");

  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "NAME",
      description = "Folder to make the voice in.")
  private Path output = Path.of("");

  @Option(
      names = "--budget",
      paramLabel = "TIME",
      description = "Time to learn for, earlier runs included (default: 3h).")
  private String budget = USUAL_BUDGET;

  @Option(
      names = "--steps",
      paramLabel = "N",
      description = "Most steps of each of the four trainings.")
  private @Nullable Integer steps;

  @Option(names = "--resume", description = "Go on where an earlier run stopped.")
  private boolean resume;

  @Option(
      names = "--speaker",
      paramLabel = "FILE",
      description = "A speaker to begin with (default: the bundled one).")
  private @Nullable Path speaker;

  @Option(
      names = "--voice",
      paramLabel = "FILE",
      description = "A voice to begin with (default: the bundled one).")
  private @Nullable Path voice;

  @Mixin private Pronunciations pronunciations = new Pronunciations();
  @Mixin private Seed seed = new Seed();
  @Mixin private Threads threads = new Threads();
  @Mixin private Quiet quiet = new Quiet();

  public VoiceNew(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    Duration time = time();
    limits(time, 1, output);
    Path firstSpeaker = speaker == null ? Bundled.file("speaker.bijou", "--speaker") : speaker;
    Path firstVoice = voice == null ? Bundled.file("voice.bijou", "--voice") : voice;
    Speaker before = Speaker.load(firstSpeaker);
    Voice heard = Voice.load(firstVoice);
    Language language = pronunciations.language();
    Corpus corpus = Corpus.open(folder);
    NewVoiceFolder place = new NewVoiceFolder(output);
    Optional<String> notice = place.require(resume);
    try (Workers workers = threads.workers()) {
      LearningProgress progress = progress(LearnedModel.SPEAKER);
      notice.ifPresent(line -> progress.note("note: " + line));
      Checked checked = checked(corpus, language, place, progress, workers);
      for (Stage<?> stage : stages(checked, before, firstSpeaker, firstVoice, place)) {
        int code = learn(stage, limits(time, stage.share(), stage.file()), place, workers);
        if (code != 0) {
          progress.note("go on with --resume");
          return code;
        }
      }
      NewVoicePage.write(place, folder, checked.spoken(), before, heard, progress, workers);
      place.tidy();
      shell.print("page: " + place.heard().resolve("index.html") + "\n");
      return 0;
    }
  }

  /// One of the trainings.
  ///
  /// @param share of the budget
  /// @param file that it makes
  private record Stage<T>(
      LearnedModel<T> learned,
      double share,
      Path file,
      Precision precision,
      Function<Learning, Learning.Training<T>> prepare) {}

  private List<Stage<?>> stages(
      Checked checked, Speaker before, Path firstSpeaker, Path firstVoice, NewVoiceFolder place) {
    Path speaking = place.likelihood(place.speaker());
    Path sounding = place.likelihood(place.voice());
    return List.of(
        new Stage<>(
            LearnedModel.SPEAKER,
            0.25,
            speaking,
            Precision.SINGLE,
            with -> speaker(checked.spoken(), before, firstSpeaker, 0, with)),
        new Stage<>(
            LearnedModel.DRAWN_SPEAKER,
            0.15,
            place.speaker(),
            Precision.HALF,
            with -> speaker(checked.spoken(), before, speaking, SPEAKER_WEIGHT, with)),
        new Stage<>(
            LearnedModel.voice(false),
            0.35,
            sounding,
            Precision.SINGLE,
            with -> voice(checked.unheard(), firstVoice, 0, with)),
        new Stage<>(
            LearnedModel.voice(true),
            0.25,
            place.voice(),
            Precision.HALF,
            with -> voice(checked.unheard(), sounding, VOICE_WEIGHT, with)));
  }

  private Duration time() {
    try {
      return Durations.parse(budget);
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()), e);
    }
  }

  private TrainingLimits limits(Duration time, double share, Path file) {
    try {
      return new TrainingLimits(
          seed.value(),
          steps == null ? OptionalInt.empty() : OptionalInt.of(steps),
          Optional.of(Duration.ofMillis(Math.max(1, Math.round(share * time.toMillis())))),
          Optional.of(new NewVoiceFolder(output).checkpoint(file)));
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()), e);
    }
  }

  private LearningProgress progress(LearnedModel<?> of) {
    return new LearningProgress(
        quiet.filter(shell.err()), shell.terminal(), System::nanoTime, of.score());
  }

  /// What is learned from.
  ///
  /// @param unheard the ids of recordings whose sound is of no use
  /// @param spoken the others, without those that say something else than their text
  private record Checked(Set<String> unheard, SpokenCorpus spoken) {}

  private Checked checked(
      Corpus corpus,
      Language language,
      NewVoiceFolder place,
      LearningProgress progress,
      Workers workers) {
    List<Utterance> utterances = corpus.all();
    if (utterances.stream().allMatch(utterance -> utterance.text().isBlank())) {
      throw new SpeechException(folder + ": has no texts; add a metadata.csv of lines id|text");
    }
    progress.doing("listening to %,d recordings".formatted(utterances.size()));
    List<Finding> findings = new ArrayList<>(RecordingsCheck.ofSound(utterances, workers));
    Set<String> unheard = serious(findings);
    if (unheard.size() == utterances.size()) {
      progress.clear();
      Finding first = findings.stream().filter(Finding::serious).findFirst().orElseThrow();
      throw new SpeechException(
          "%s: no recording can be used; %s %s".formatted(folder, first.id(), first.what()));
    }
    List<String> notes = new ArrayList<>();
    SpokenCorpus spoken = SpeakTrain.read(folder, unheard, language, progress, notes::add, workers);
    findings.addAll(RecordingsCheck.ofTexts(spoken, workers));
    progress.clear();
    SpokenCorpus right = spoken.without(serious(findings));
    notes.forEach(note -> progress.note("note: " + note));
    place.report(findings, progress);
    progress.note(
        String.format(
            Locale.ROOT,
            "%,d of %,d recordings are learned from: %s",
            right.train().size(),
            corpus.train().size(),
            NumberText.duration(right.data().seconds())));
    if (right.data().seconds() < LITTLE_SECONDS) {
      progress.note("note: that is little; half an hour or more makes a better voice");
    }
    return new Checked(unheard, right);
  }

  private static Set<String> serious(List<Finding> findings) {
    return findings.stream()
        .filter(Finding::serious)
        .map(Finding::id)
        .collect(Collectors.toUnmodifiableSet());
  }

  /// Runs one of the trainings, unless it has ended before.
  ///
  /// @return the exit code
  private <T> int learn(
      Stage<T> stage, TrainingLimits limits, NewVoiceFolder place, Workers workers) {
    if (hasEnded(stage, place)) {
      return 0;
    }
    LearningProgress progress = progress(stage.learned());
    Learning.Training<T> training =
        stage.prepare().apply(new Learning(limits, workers, progress, place.clips(stage.file())));
    return new LearningRun<>(
            stage.learned(), stage.file().toString(), stage.precision(), progress, training)
        .toEnd(shell);
  }

  private static <T> boolean hasEnded(Stage<T> stage, NewVoiceFolder place) {
    for (Path output : List.of(place.speaker(), place.voice())) {
      if (stage.file().equals(place.likelihood(output)) && Files.exists(output)) {
        return true; // it is only needed for that, which has begun
      }
    }
    LearnedModel<T> learned = stage.learned();
    return Files.exists(stage.file())
        && Set.of("COMPLETED", "BUDGET")
            .contains(learned.provenance().apply(learned.load().apply(stage.file())).ended());
  }

  private static Learning.Training<Speaker> speaker(
      SpokenCorpus corpus, Speaker before, Path from, double drawn, Learning with) {
    SpeakerTraining training =
        SpeakerTraining.of(corpus, SpeakerModel.named(before.provenance().model()), with.limits());
    with.announce(
        drawn == 0 ? "the speaker learns from" : "the speaker learns by what it says from",
        corpus.data());
    return new Learning.Training<>(
        training.secondsPerStep(),
        new SpeakerClips(
            with.clips(), corpus.valid().getFirst(), corpus.inventory(), System::nanoTime),
        listener ->
            training.goOn(
                new SpeakerTraining.Continuation(() -> Speaker.load(from), drawn, 1),
                with.workers(),
                listener));
  }

  private Learning.Training<Voice> voice(
      Set<String> without, Path from, double drawn, Learning with) {
    VoiceModel model = VoiceModel.named(Voice.load(from).provenance().model());
    VoiceTraining training =
        with.progress()
            .reading(
                folder, () -> VoiceTraining.read(folder, without, model, with.limits(), _ -> {}));
    with.announce(
        drawn == 0 ? "the voice learns from" : "the voice learns by its own sound from",
        training.data());
    VoiceTraining.Continuation how =
        new VoiceTraining.Continuation(() -> Voice.load(from), drawn, 0, VoiceVocode.SIGMA);
    return new Learning.Training<>(
        training.secondsPerStep(),
        new VoiceClips(with.clips(), training.example(), with.workers(), System::nanoTime),
        listener -> training.goOn(how, with.workers(), listener));
  }
}
