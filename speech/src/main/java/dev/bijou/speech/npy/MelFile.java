package dev.bijou.speech.npy;

import dev.bijou.speech.SpeechException;
import dev.bijou.tensor.Tensor;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/// Log-mel spectrograms in NumPy's `.npy` files, which other text-to-speech programs read and write too: an array of
/// shape (bands, frames), or (1, bands, frames), of 16-, 32- or 64-bit floats. Written are 32-bit floats.
public final class MelFile {
  private MelFile() {}

  /// Reads a log-mel spectrogram, bands × frames.
  ///
  /// @param bands that it must have
  /// @throws SpeechException if it cannot be read, has another shape, or holds NaN or infinity
  public static Tensor read(Path file, int bands) {
    try (InputStream stream = Files.newInputStream(file)) {
      return read(file.toString(), stream, bands);
    } catch (IOException e) {
      throw SpeechException.unreadable(file.toString(), e);
    }
  }

  /// Reads a log-mel spectrogram from a stream, which is not closed.
  ///
  /// @param name what messages call it
  /// @param bands that it must have
  /// @throws SpeechException if it has another shape, or holds NaN or infinity
  /// @throws IOException if the stream cannot be read
  public static Tensor read(String name, InputStream stream, int bands) throws IOException {
    InputStream in = new BufferedInputStream(stream);
    NpyHeader header = NpyHeader.read(in);
    if (header == null) {
      throw new SpeechException(name + ": is not a .npy file; write it with numpy.save");
    }
    int[] shape = header.shape();
    if (shape.length == 3 && shape[0] == 1) {
      shape = Arrays.copyOfRange(shape, 1, 3);
    }
    if (shape.length != 2 || shape[0] != bands) {
      boolean transposed = shape.length == 2 && shape[1] == bands;
      throw new SpeechException(
          "%s: has the shape %s, but needs %d bands × frames; %s"
              .formatted(
                  name,
                  Arrays.toString(header.shape()),
                  bands,
                  transposed ? "transpose it" : "compute it with the mel settings of the voice"));
    }
    if (shape[1] == 0) {
      throw new SpeechException(name + ": holds no frames; compute it again");
    }
    return values(name, in, header, bands, shape[1]);
  }

  private static Tensor values(String name, InputStream in, NpyHeader header, int bands, int frames)
      throws IOException {
    int bytes = byteSize(name, header.type());
    long size = (long) bands * frames;
    if (size > Integer.MAX_VALUE / 8) {
      throw new SpeechException(name + ": has too many frames; cut it");
    }
    ByteBuffer data =
        ByteBuffer.wrap(in.readNBytes((int) size * bytes))
            .order(header.type().startsWith(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    if (data.limit() < size * bytes) {
      throw new SpeechException(
          "%s: the file ends after %d of %d values; copy it again"
              .formatted(name, data.limit() / bytes, size));
    }
    Tensor mel = Tensor.zeros(bands, frames);
    for (int i = 0; i < size; i++) {
      int band = header.columnMajor() ? i % bands : i / frames;
      int frame = header.columnMajor() ? i / bands : i % frames;
      float value =
          switch (bytes) {
            case 2 -> Float.float16ToFloat(data.getShort());
            case 4 -> data.getFloat();
            default -> (float) data.getDouble();
          };
      if (!Float.isFinite(value)) {
        throw new SpeechException(
            "%s, band %d, frame %d: %s is not finite; compute it again"
                .formatted(name, band, frame, value));
      }
      mel.data()[mel.at(band) + frame] = value;
    }
    return mel;
  }

  private static int byteSize(String name, String type) {
    return switch (type) {
      case "<f2", ">f2" -> 2;
      case "<f4", ">f4" -> 4;
      case "<f8", ">f8" -> 8;
      default ->
          throw new SpeechException(
              name + ": numbers of type " + type + " are not floats; write float32");
    };
  }

  /// Writes a log-mel spectrogram. The stream is not closed.
  ///
  /// @throws IOException if the stream cannot be written
  public static void write(OutputStream stream, Tensor mel) throws IOException {
    stream.write(NpyHeader.ofMatrix(mel.features(), mel.lanes()));
    ByteBuffer row = ByteBuffer.allocate(4 * mel.lanes()).order(ByteOrder.LITTLE_ENDIAN);
    for (int b = 0; b < mel.features(); b++) {
      row.clear();
      for (int t = 0; t < mel.lanes(); t++) {
        row.putFloat(mel.get(b, t));
      }
      stream.write(row.array());
    }
  }
}
