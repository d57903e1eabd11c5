package dev.bijou.server.model;

import dev.bijou.server.http.Problem;
import dev.bijou.speech.SpeechException;
import dev.bijou.speech.audio.SampleStream;
import dev.bijou.speech.speaker.Narrator;
import dev.bijou.speech.speaker.Speaker;
import dev.bijou.speech.text.Language;
import dev.bijou.speech.text.UsEnglish;
import dev.bijou.speech.voice.Voice;
import dev.bijou.tensor.Workers;
import java.nio.file.Path;
import java.util.Optional;

/// A speaker and a voice, loaded when they are first needed.
public final class Voices {
  private final Optional<Files> files;
  private Optional<Loaded> loaded = Optional.empty();

  /// Where they lie.
  ///
  /// @param speaker turns phones into spectrograms
  /// @param voice turns those into sound
  public record Files(Path speaker, Path voice) {}

  /// How something is said.
  ///
  /// @param temperature how much one reading differs from another
  /// @param rhythm how much durations differ from one reading to another
  /// @param pace speed, 1 for the usual one
  /// @param sigma standard deviation of the noise that becomes sound
  /// @param seed of the noise
  public record Manner(float temperature, float rhythm, float pace, float sigma, long seed) {
    /// The usual one.
    public static final Manner USUAL = new Manner(0.25f, 0, 1, 0.7f, 0);
  }

  private record Loaded(Speaker speaker, Voice voice, Language language) {}

  /// @param files where they lie; empty if nobody speaks
  public Voices(Optional<Files> files) {
    this.files = files;
  }

  /// Whether somebody speaks.
  public boolean isPresent() {
    return files.isPresent();
  }

  /// Refuses a call if nobody speaks.
  public void require() {
    if (files.isEmpty()) {
      throw Problem.of(404, "no voice is served");
    }
  }

  /// Loads them now, so that a damaged file shows and the first call does not wait.
  ///
  /// @throws dev.bijou.ModelFileException if one cannot be read
  /// @throws SpeechException if they do not fit each other
  public void load() {
    loaded();
  }

  private synchronized Loaded loaded() {
    require();
    if (loaded.isEmpty()) {
      Speaker speaker = Speaker.load(files.orElseThrow().speaker());
      Voice voice = Voice.load(files.orElseThrow().voice());
      if (!voice.mel().equals(speaker.mel())) {
        throw new SpeechException("the voice takes other spectrograms than the speaker makes");
      }
      loaded = Optional.of(new Loaded(speaker, voice, UsEnglish.bundled()));
    }
    return loaded.orElseThrow();
  }

  /// The language that is spoken.
  public Language language() {
    return loaded().language();
  }

  /// The speaker.
  public Speaker speaker() {
    return loaded().speaker();
  }

  /// Says sentences in a manner.
  public Narrator narrator(Manner manner, Workers workers) {
    Loaded all = loaded();
    return new Narrator(
        all.speaker(),
        all.language(),
        new Speaker.Manner(manner.temperature(), manner.rhythm(), 1 / manner.pace(), manner.seed()),
        (spoken, random) ->
            all
                .voice()
                .vocoder(manner.sigma(), random, workers)
                .corrected()
                .intoned(spoken.usualRange(), 0)
                .stream(spoken.clearer(), SampleStream.UNKNOWN));
  }
}
