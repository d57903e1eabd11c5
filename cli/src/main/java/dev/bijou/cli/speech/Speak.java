package dev.bijou.cli.speech;

import dev.bijou.cli.console.Background;
import dev.bijou.cli.console.Bundled;
import dev.bijou.cli.console.Outputs;
import dev.bijou.cli.console.Quiet;
import dev.bijou.cli.console.Seed;
import dev.bijou.cli.console.Shell;
import dev.bijou.cli.console.Threads;
import dev.bijou.cli.console.UsageException;
import dev.bijou.speech.SpeechException;
import dev.bijou.speech.audio.SampleStream;
import dev.bijou.speech.audio.WavWriter;
import dev.bijou.speech.speaker.Narrator;
import dev.bijou.speech.speaker.Speaker;
import dev.bijou.speech.text.Language;
import dev.bijou.speech.text.Language.Skipped;
import dev.bijou.speech.text.Sentence;
import dev.bijou.speech.voice.Voice;
import dev.bijou.storage.AtomicFile;
import dev.bijou.tensor.Workers;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `bijou speak`: speaks a text.
@Command(
    name = "speak",
    description = "Speak a text.",
    synopsisSubcommandLabel = "[train|evaluate]",
    addMethodSubcommands = false,
    footer = {
      "",
      """
      A speaker turns the phones of the text (--phones shows them) into a mel spectrogram, and a \
      voice turns that into sound. Bijou comes with one of each: a woman's US English. Any text \
      will do; characters that have no sound are skipped, with a notice. Writes 16-bit WAV at \
      22,050 Hz sentence by sentence, in memory that does not grow with the text.\
      """,
      "",
      "Let a voice say only what its owner would not mind having said.",
      "",
      """
      Right after speak, the words train and evaluate are commands. To speak one of them alone, \
      put it last, after --.\
      """,
      "",
      "Examples:",
      "  bijou speak \"It is five past three.\" -o time.wav",
      "  bijou speak --file book.txt -o - | aplay",
      "  echo Good morning. | bijou speak - -o morning.wav --pace 0.9 --seed 7",
      "  bijou speak -o train.wav -- train",
      "  bijou speak \"Lower, and calm.\" -o calm.wav --pitch -3 --pitch-range 1",
      "  bijou speak \"Bijou.\" --phones --pronunciations own.txt",
      "  bijou speak train recordings -o speaker.bijou --budget 2h",
      "  bijou speak evaluate speaker.bijou recordings"
    })
public final class Speak implements Callable<Integer> {
  /// The usual standard deviation of the noise.
  static final float TEMPERATURE = 0.25f;

  /// How much the usual durations differ from reading to reading.
  static final float RHYTHM = 0;

  private static final float SLOWEST = 0.1f;
  private static final float FASTEST = 10;

  private final Shell shell;

  @Parameters(
      arity = "0..1",
      paramLabel = "TEXT",
      description = "Text to speak; - for standard input.")
  private @Nullable String text;

  @Option(
      names = "--file",
      paramLabel = "FILE",
      description = "Speak the text of a file, in UTF-8.")
  private @Nullable Path file;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "OUT.wav",
      description = "File to write to; - for standard output.")
  private @Nullable String output;

  @Option(
      names = "--speaker",
      paramLabel = "FILE",
      description = "A speaker that bijou speak train wrote (default: the bundled one).")
  private @Nullable Path speakerFile;

  @Option(
      names = "--vocoder",
      paramLabel = "FILE",
      description =
          "A voice that bijou voice train wrote, or griffin-lim (default: the bundled voice).")
  private @Nullable String vocoder;

  @Option(
      names = "--temperature",
      paramLabel = "T",
      description =
          "How much one reading differs from another (default: 0.25); 0 for the same each time.")
  private float temperature = TEMPERATURE;

  @Option(
      names = "--rhythm",
      paramLabel = "R",
      description =
          "How much the durations of sounds differ from one reading to another (default: 0, as expected); 1 is as much as in recordings.")
  private float rhythm = RHYTHM;

  @Option(
      names = "--pace",
      paramLabel = "P",
      description = "Speed (default: 1); 2 is twice as fast.")
  private float pace = 1;

  @Option(
      names = "--sigma",
      paramLabel = "S",
      description = "Standard deviation of the noise that becomes sound (default: 0.7).")
  private float sigma = VoiceVocode.SIGMA;

  @Mixin private Exactness exactness = new Exactness();
  @Mixin private Intonation intonation = new Intonation();

  @Option(
      names = "--phones",
      description = "Print words and phones instead of speaking, one line per sentence.")
  private boolean phones;

  @Option(
      names = "--mel",
      paramLabel = "OUT.npy",
      description = "Also write the spectrogram, for NumPy.")
  private @Nullable String mel;

  @Option(
      names = "--alignment",
      paramLabel = "OUT.png",
      description = "Also write a picture of the spectrogram with its phones.")
  private @Nullable String alignment;

  @Mixin private Pronunciations pronunciations = new Pronunciations();
  @Mixin private Seed seed = new Seed();
  @Mixin private Threads threads = new Threads();
  @Mixin private Quiet quiet = new Quiet();

  /// The models that speak.
  ///
  /// @param voice null for the Griffin-Lim algorithm
  private record Models(Background<Speaker> speaker, @Nullable Background<Voice> voice) {}

  public Speak(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    require();
    Models models = phones ? null : models();
    Language language = pronunciations.language();
    Skipped skipped = new Skipped("English");
    try (Reader reader = reader();
        Stream<Sentence> sentences = language.sentences(reader, skipped)) {
      if (models == null) {
        sentences.forEach(sentence -> shell.print(sentence.line() + "\n"));
      } else {
        Iterator<Sentence> all = sentences.iterator();
        if (!all.hasNext()) {
          throw new SpeechException(
              called()
                  + ": has nothing that can be spoken"
                  + skipped.notice().map(notice -> "; " + notice).orElse(""));
        }
        speak(language, models, all);
      }
      skipped.notice().ifPresent(quiet.filter(shell.err())::println);
    } catch (IOException e) {
      throw unreadable(e);
    } catch (UncheckedIOException e) {
      throw unreadable(e.getCause());
    }
    return 0;
  }

  /// Starts to load the models while the text is read: the speaker, which is needed first, then the voice.
  private Models models() {
    Background<Speaker> speaker = Background.of(this::speaker);
    return new Models(
        speaker,
        SpokenSound.GRIFFIN_LIM.equals(vocoder)
            ? null
            : Background.of(() -> SpokenSound.voice(vocoder, speaker.get().mel())));
  }

  private Speaker speaker() {
    Speaker speaker =
        Speaker.load(
            speakerFile == null ? Bundled.file("speaker.bijou", "--speaker") : speakerFile);
    if (rhythm > 0 && !speaker.drawsDurations()) {
      throw new UsageException(
          "--rhythm: %s has not learned how far durations spread; leave it out, or train anew"
              .formatted(speakerFile == null ? "the bundled speaker" : speakerFile));
    }
    return speaker;
  }

  private void require() {
    if ((text == null) == (file == null)) {
      throw new UsageException(
          text == null
              ? "give a TEXT, --file FILE, or - for standard input (see bijou speak --help)"
              : "give a TEXT or --file, not both");
    }
    if (output == null && !phones) {
      throw new UsageException("missing -o OUT.wav (see bijou speak --help)");
    }
    if (!(pace >= SLOWEST && pace <= FASTEST)) {
      throw new UsageException("--pace is " + pace + ", but must lie in 0.1 … 10");
    }
    if (!(temperature >= 0 && temperature <= 10)) {
      throw new UsageException("--temperature is " + temperature + ", but must lie in 0 … 10");
    }
    if (!(rhythm >= 0 && rhythm <= 2)) {
      throw new UsageException("--rhythm is " + rhythm + ", but must lie in 0 … 2");
    }
    VoiceVocode.requireSigma(sigma);
    intonation.require();
  }

  private void speak(Language language, Models models, Iterator<Sentence> sentences) {
    try (Workers workers = threads.workers()) {
      long start = System.nanoTime();
      Speaker speaker = models.speaker.get();
      Narrator narrator =
          new Narrator(
              speaker,
              language,
              new Speaker.Manner(temperature, rhythm, 1 / pace, seed.value()),
              sound(speaker, models.voice, workers));
      SpokenSpectrograms pages =
          new SpokenSpectrograms(speaker, language, mel != null || alignment != null);
      TimedSound heard = new TimedSound(start);
      try (SampleStream sound = narrator.read(sentences, pages)) {
        write(sound, heard);
      }
      if (mel != null) {
        pages.writeMel(shell, mel);
      }
      if (alignment != null) {
        pages.writePicture(shell, alignment);
      }
      quiet.filter(shell.err()).println(heard.line(speaker.mel().sampleRateHz()));
    }
  }

  private Narrator.Sound sound(
      Speaker speaker, @Nullable Background<Voice> voice, Workers workers) {
    return voice == null
        ? SpokenSound.griffinLim(speaker.mel(), intonation)
        : SpokenSound.of(voice::get, sigma, exactness, intonation, workers);
  }

  private void write(SampleStream sound, TimedSound heard) {
    String name = String.valueOf(output);
    if (name.equals("-")) {
      Outputs.write(shell, name, stream -> heard.write(sound, SampleStream.UNKNOWN, stream));
      return;
    }
    try (AtomicFile wav = AtomicFile.create(name)) {
      heard.write(sound, SampleStream.UNKNOWN, wav.stream());
      wav.commitWith(0, WavWriter.header(sound.sampleRateHz(), heard.samples()));
    } catch (IOException e) {
      throw new UncheckedIOException(e); // the stream of the file reports its own
    }
  }

  private Reader reader() throws IOException {
    if (text != null && !text.equals("-")) {
      return new StringReader(text);
    }
    InputStream stream = file == null ? shell.in() : Files.newInputStream(file);
    return new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
  }

  private SpeechException unreadable(@Nullable IOException cause) {
    return SpeechException.unreadable(called(), cause == null ? new IOException() : cause);
  }

  private String called() {
    if (file != null) {
      return file.toString();
    }
    return "-".equals(text) ? "standard input" : "the text";
  }
}
