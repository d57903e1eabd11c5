package dev.bijou.speech.speaker;

import dev.bijou.speech.SpeechException;
import dev.bijou.speech.audio.SampleStream;
import dev.bijou.speech.text.Language;
import dev.bijou.speech.text.Sentence;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.function.Consumer;

/// Reads text aloud: the phones of each sentence become a spectrogram, and that becomes sound, before the next sentence
/// is read. Memory does not grow with the text.
///
/// {@snippet class="dev.bijou.example.Say" region="speak"}
public final class Narrator {
  /// Symbols that are spoken at once: the cost of attention grows with their square, and the training utterances are
  /// shorter.
  private static final int MOST_SYMBOLS = 300;

  private final Speaker speaker;
  private final Language language;
  private final Speaker.Manner manner;
  private final Sound sound;

  /// Turns spectrograms into sound.
  @FunctionalInterface
  public interface Sound {
    /// The sound of a spectrogram.
    ///
    /// @param seed of what is random in it
    SampleStream of(Spoken spoken, long seed);
  }

  /// A sentence, or a part of a long one, and how it is spoken.
  ///
  /// @param sentence what is said
  /// @param spoken its spectrogram, and which frames belong to which symbol
  public record Part(Sentence sentence, Spoken spoken) {}

  /// @param speaker who speaks
  /// @param language whose sentences will be read
  /// @param manner how; sentence number n has the seed of the manner plus n
  /// @param sound turns the speaker's spectrograms into sound
  /// @throws SpeechException if the speaker has learned another language
  public Narrator(Speaker speaker, Language language, Speaker.Manner manner, Sound sound) {
    if (!speaker.inventory().equals(language.inventory())) {
      throw new SpeechException(
          "the speaker has learned %s with %d symbols, but the text is %s with %d; train the speaker again"
              .formatted(
                  speaker.inventory().language(),
                  speaker.inventory().size(),
                  language.inventory().language(),
                  language.inventory().size()));
    }
    this.speaker = speaker;
    this.language = language;
    this.manner = manner;
    this.sound = sound;
  }

  /// The sound of sentences, one after the other, made as it is read.
  ///
  /// @param heard told of each part before its sound begins
  public SampleStream read(Iterator<Sentence> sentences, Consumer<Part> heard) {
    return new Reading(sentences, heard);
  }

  /// Speaks a sentence of at most 300 symbols.
  private Part part(Sentence sentence, long seed) {
    int[] symbols = language.inventory().ids(sentence);
    return new Part(
        sentence,
        speaker.speak(
            symbols,
            new Speaker.Manner(manner.temperature(), manner.rhythm(), manner.stretch(), seed)));
  }

  private final class Reading implements SampleStream {
    private final Iterator<Sentence> sentences;
    private final Consumer<Part> heard;
    private final Deque<Sentence> parts = new ArrayDeque<>(); // of the sentence at hand
    private SampleStream now = SampleStream.of(speaker.mel().sampleRateHz());
    private long next;

    Reading(Iterator<Sentence> sentences, Consumer<Part> heard) {
      this.sentences = sentences;
      this.heard = heard;
    }

    @Override
    public int sampleRateHz() {
      return speaker.mel().sampleRateHz();
    }

    @Override
    public long length() {
      return UNKNOWN;
    }

    @Override
    public int read(float[] target, int offset, int count) {
      while (true) {
        int read = now.read(target, offset, count);
        if (read >= 0 || !advance()) {
          return read;
        }
      }
    }

    /// Begins the next part, if there is one.
    private boolean advance() {
      now.close();
      while (parts.isEmpty()) {
        if (!sentences.hasNext()) {
          return false;
        }
        parts.addAll(sentences.next().parts(MOST_SYMBOLS));
      }
      long seed = manner.seed() + next++;
      Part part = part(parts.remove(), seed);
      heard.accept(part);
      now = sound.of(part.spoken(), seed);
      return true;
    }

    @Override
    public void close() {
      now.close();
    }
  }
}
