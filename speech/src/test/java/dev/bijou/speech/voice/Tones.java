package dev.bijou.speech.voice;

import dev.bijou.sequence.Vocoders;
import dev.bijou.sequence.spec.SequenceNetworkSpec;
import dev.bijou.speech.audio.WavWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/// A corpus of sung tones: harmonics with vibrato, swelling and ebbing, in a little noise.
final class Tones {
  static final int RATE = VoiceTraining.SAMPLE_RATE_HZ;

  /// A model that learns something in seconds.
  static final VoiceModel TINY =
      new VoiceModel(
          "tiny",
          VoiceModel.Family.SQUEEZE_WAVE,
          new Vocoders.Options(80, 256, 64, 3, 2, 8, new SequenceNetworkSpec.SqueezeWave(8, 2, 3)),
          new VoiceModel.Plan(8, 8, 2, 5, 5e-3f, true));

  private Tones() {}

  /// A tone; the seed decides over its pitch, its vibrato and its length of about a second.
  static float[] sung(long seed) {
    Random random = new Random(seed);
    float[] sound = new float[RATE / 2 + random.nextInt(RATE)];
    double pitch = 150 + 150 * random.nextDouble();
    double phase = 0;
    for (int t = 0; t < sound.length; t++) {
      double seconds = (double) t / RATE;
      phase += 2 * Math.PI * pitch * (1 + 0.02 * Math.sin(2 * Math.PI * 5 * seconds)) / RATE;
      double loud = 0.1 + 0.1 * Math.sin(2 * Math.PI * 1.5 * seconds);
      double value = 0;
      for (int h = 1; h <= 8; h++) {
        value += Math.sin(h * phase) / h;
      }
      sound[t] = (float) (loud * value + 1e-3 * random.nextGaussian());
    }
    return sound;
  }

  /// Writes recordings into a folder: ten, of which Corpus holds out one to watch with, and one to test with.
  static Path corpus(Path folder) {
    for (int i = 0; i < 10; i++) {
      write(folder.resolve("tone-" + i + ".wav"), sung(i));
    }
    return folder;
  }

  static void write(Path file, float... sound) {
    try (OutputStream stream = Files.newOutputStream(file);
        WavWriter writer = new WavWriter(stream, RATE, sound.length)) {
      writer.write(sound);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
