package dev.bijou.speech.speaker;

import dev.bijou.sequence.alignment.AlignedFlows;
import dev.bijou.sequence.alignment.AlignedLikelihood;
import dev.bijou.sequence.spec.SequenceNetworkSpec;
import dev.bijou.speech.audio.WavWriter;
import dev.bijou.speech.mel.MelSettings;
import dev.bijou.speech.text.Inventory;
import dev.bijou.speech.text.Inventory.Spelling;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Random;

/// A corpus of a language of three letters, each a tone of its own pitch and length.
final class Letters {
  static final MelSettings MEL = MelSettings.aligned(22_050);
  static final Inventory INVENTORY = new Inventory("letters", List.of("_", " ", "a", "b", "c"));

  /// A model that learns something in seconds.
  static final SpeakerModel TINY = model("tiny", Spelling.PLAIN, OptionalInt.empty());

  /// The same with blanks between symbols, and their pitch as a condition.
  static final SpeakerModel SUNG = model("sung", Spelling.BLANKS, OptionalInt.of(8));

  private static final double[] PITCH = {150, 400, 900};
  private static final double[] SECONDS = {0.08, 0.12, 0.2};

  private Letters() {}

  private static SpeakerModel model(String name, Spelling spelling, OptionalInt pitch) {
    return new SpeakerModel(
        name,
        spelling,
        new AlignedFlows.Options(
            1,
            80,
            16,
            1,
            8,
            2,
            new SequenceNetworkSpec.GatedConvolutions(8, 2, 3, 0.05f),
            pitch,
            pitch.isPresent() ? OptionalDouble.of(0.3) : OptionalDouble.empty()),
        new AlignedLikelihood.Plan(4, 2, 5, 10),
        5e-3f);
  }

  static int[] symbols(String text) {
    return text.chars().map(letter -> letter - 'a' + 2).toArray();
  }

  /// Writes a corpus in the layout of LJSpeech: twelve utterances, of which one is held out to watch with and one to test
  /// with.
  static Path corpus(Path folder) {
    Random random = new Random(1);
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 12; i++) {
      StringBuilder text = new StringBuilder();
      int last = 0;
      for (int n = 0; n < 6; n++) {
        last = (last + 1 + random.nextInt(2)) % 3;
        text.append((char) ('a' + last));
      }
      lines.append("u%02d|%s%n".formatted(i, text));
      write(folder.resolve("u%02d.wav".formatted(i)), sung(text.toString(), random));
    }
    try {
      Files.writeString(folder.resolve("metadata.csv"), lines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return folder;
  }

  static float[] sung(String text, Random random) {
    int rate = MEL.sampleRateHz();
    int[] letters = symbols(text);
    int[] ends = new int[letters.length];
    int length = 0;
    for (int i = 0; i < ends.length; i++) {
      length += (int) (rate * SECONDS[letters[i] - 2] * (0.9 + 0.2 * random.nextDouble()));
      ends[i] = length;
    }
    float[] sound = new float[length];
    int now = 0;
    double phase = 0;
    for (int t = 0; t < length; t++) {
      now += t >= ends[now] ? 1 : 0;
      phase += 2 * Math.PI * PITCH[letters[now] - 2] / rate;
      double value = Math.sin(phase) + Math.sin(2 * phase) / 2 + Math.sin(3 * phase) / 3;
      sound[t] = (float) (0.2 * value + 1e-3 * random.nextGaussian());
    }
    return sound;
  }

  static void write(Path file, float... sound) {
    try (OutputStream stream = Files.newOutputStream(file);
        WavWriter writer = new WavWriter(stream, MEL.sampleRateHz(), sound.length)) {
      writer.write(sound);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
