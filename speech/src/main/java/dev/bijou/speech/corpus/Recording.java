package dev.bijou.speech.corpus;

import dev.bijou.speech.SpeechException;
import dev.bijou.speech.audio.AudioFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/// The sound of an utterance in 16-bit steps.
///
/// @param id of the utterance
/// @param samples of full scale −32768 … 32767, at a rate that is stored elsewhere; not copied
public record Recording(String id, short[] samples) {
  /// A 16-bit step, where full scale is −1 … 1.
  public static final float STEP = 1 / 32768f;

  /// Reads recordings, at the given rate.
  ///
  /// @throws SpeechException if one cannot be read
  public static List<Recording> read(List<Utterance> utterances, int sampleRateHz) {
    return utterances.stream().map(utterance -> read(utterance, sampleRateHz)).toList();
  }

  private static Recording read(Utterance utterance, int sampleRateHz) {
    float[] sound = AudioFile.read(utterance.audio(), sampleRateHz);
    short[] samples = new short[sound.length];
    for (int t = 0; t < sound.length; t++) {
      int value = Math.round(sound[t] / STEP);
      samples[t] = (short) Math.clamp(value, Short.MIN_VALUE, Short.MAX_VALUE);
    }
    return new Recording(utterance.id(), samples);
  }

  /// The sound, full scale −1 … 1.
  public float[] sound() {
    float[] sound = new float[samples.length];
    for (int t = 0; t < sound.length; t++) {
      sound[t] = samples[t] * STEP;
    }
    return sound;
  }

  /// Samples of all recordings.
  public static long samples(List<Recording> recordings) {
    return recordings.stream().mapToLong(recording -> recording.samples.length).sum();
  }

  /// The SHA-256 of the ids and samples of recordings, in lower-case hexadecimal digits.
  public static String sha256(List<Recording> recordings) {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
    for (Recording recording : recordings) {
      digest.update(recording.id().getBytes(StandardCharsets.UTF_8));
      ByteBuffer bytes = ByteBuffer.allocate(2 * recording.samples().length);
      bytes.asShortBuffer().put(recording.samples());
      digest.update(bytes);
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
