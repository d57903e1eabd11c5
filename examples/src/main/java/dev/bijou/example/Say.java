// DEPS dev.bijou:bijou-speech:0.1.0-SNAPSHOT
// JAVA 25+
// RUNTIME_OPTIONS --add-modules=jdk.incubator.vector

package dev.bijou.example;

import dev.bijou.speech.audio.SampleStream;
import dev.bijou.speech.audio.WavWriter;
import dev.bijou.speech.speaker.Narrator;
import dev.bijou.speech.speaker.Speaker;
import dev.bijou.speech.text.Language;
import dev.bijou.speech.text.Language.Skipped;
import dev.bijou.speech.text.Sentence;
import dev.bijou.speech.text.UsEnglish;
import dev.bijou.speech.voice.Vocoder;
import dev.bijou.speech.voice.Voice;
import dev.bijou.tensor.Workers;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/// Says a text with the voice in `examples/kathleen`, sentence by sentence.
public final class Say {
  private static final float TEMPERATURE = 0.7f; // of the voice: lower is duller, higher is hoarser

  private Say() {}

  /// Takes the text, the folder of the voice and the file for the sound; all may be left out from the end.
  public static void main(String[] arguments) throws IOException {
    String text = arguments.length > 0 ? arguments[0] : "Good morning. This is a flow speaking.";
    Path voice = Path.of(arguments.length > 1 ? arguments[1] : "examples/kathleen");
    run(text, voice, Path.of(arguments.length > 2 ? arguments[2] : "said.wav"));
  }

  static void run(String text, Path folder, Path file) throws IOException {
    // @start region="speak"
    Language english = UsEnglish.bundled();
    Speaker speaker = Speaker.load(folder.resolve("speaker.bijou"));
    Voice voice = Voice.load(folder.resolve("voice.bijou"));
    try (Workers workers = new Workers(Runtime.getRuntime().availableProcessors());
        Stream<Sentence> sentences =
            english.sentences(new StringReader(text), new Skipped("English"))) {
      Vocoder vocoder = voice.vocoder(TEMPERATURE, 0, workers).corrected(); // seed 0
      Narrator narrator =
          new Narrator(
              speaker,
              english,
              Speaker.Manner.usual(),
              (spoken, seed) -> vocoder.stream(spoken.clearer(), SampleStream.UNKNOWN));
      float[] sound = narrator.read(sentences.iterator(), part -> {}).readAll();
      try (WavWriter wav =
          new WavWriter(Files.newOutputStream(file), voice.sampleRateHz(), sound.length)) {
        wav.write(sound);
      }
    }
    // @end
  }
}
