package dev.bijou.cli.speech;

import dev.bijou.cli.console.Shell;
import dev.bijou.speech.SpeechException;
import dev.bijou.speech.audio.AudioFile;
import dev.bijou.speech.audio.SampleStream;
import dev.bijou.speech.mel.LogMel;
import dev.bijou.speech.mel.MelSettings;
import dev.bijou.speech.npy.MelFile;
import dev.bijou.speech.voice.Vocoder;
import dev.bijou.speech.voice.Voice;
import dev.bijou.tensor.Tensor;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/// The input of a voice: a recording, or a spectrogram in NumPy's format, told apart by their first bytes.
final class VoiceInput {
  private static final int BUFFER_BYTES = 1 << 16;
  private static final byte[] NUMPY = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};

  private VoiceInput() {}

  /// Speaks an input.
  ///
  /// @param name of a file, `-` for standard input
  static SampleStream spoken(Shell shell, String name, Voice voice, Vocoder vocoder) {
    String called = name.equals("-") ? "standard input" : name;
    try {
      InputStream stream = new BufferedInputStream(open(shell, name), BUFFER_BYTES);
      if (isNumpy(stream)) {
        try (stream) {
          Tensor mel = MelFile.read(called, stream, voice.mel().bands());
          return vocoder.stream(mel, voice.mel().framing().samples(mel.lanes()));
        }
      }
      SampleStream sound = resampled(AudioFile.open(called, stream), voice.sampleRateHz());
      return vocoder.speak(new LogMel(voice.mel()).stream(sound), sound.length());
    } catch (IOException e) {
      throw SpeechException.unreadable(called, e);
    }
  }

  /// The log-mel spectrogram of an input, as a whole.
  ///
  /// @param name of a file, `-` for standard input
  static Spectrum spectrum(Shell shell, String name, MelSettings settings) {
    String called = name.equals("-") ? "standard input" : name;
    try {
      InputStream stream = new BufferedInputStream(open(shell, name), BUFFER_BYTES);
      if (isNumpy(stream)) {
        try (stream) {
          Tensor mel = MelFile.read(called, stream, settings.bands());
          return new Spectrum(mel, Math.toIntExact(settings.framing().samples(mel.lanes())));
        }
      }
      float[] sound = resampled(AudioFile.open(called, stream), settings.sampleRateHz()).readAll();
      return new Spectrum(new LogMel(settings).of(sound), sound.length);
    } catch (IOException e) {
      throw SpeechException.unreadable(called, e);
    }
  }

  /// A spectrogram.
  ///
  /// @param samples of the sound that it is of
  record Spectrum(Tensor mel, int samples) {}

  private static boolean isNumpy(InputStream stream) throws IOException {
    stream.mark(NUMPY.length);
    byte[] magic = stream.readNBytes(NUMPY.length);
    stream.reset();
    return Arrays.equals(magic, NUMPY);
  }

  private static InputStream open(Shell shell, String name) throws IOException {
    if (name.equals("-")) {
      return shell.in();
    }
    Path file = Path.of(name);
    if (Files.isDirectory(file)) {
      throw new SpeechException(file + ": is a folder; give a WAV, FLAC or .npy file");
    }
    return Files.newInputStream(file);
  }

  /// A recording at the rate of a voice.
  static SampleStream resampled(SampleStream sound, int sampleRateHz) {
    return sound.resampled(sampleRateHz);
  }
}
