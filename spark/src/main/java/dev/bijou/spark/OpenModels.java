package dev.bijou.spark;

import dev.bijou.ModelFileException;
import dev.bijou.table.model.TableModel;
import java.lang.ref.SoftReference;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.ConcurrentHashMap;

/// The models that this process has open, each once, by the bytes of their files.
final class OpenModels {
  private static final ConcurrentHashMap<String, SoftReference<TableModel>> OPEN =
      new ConcurrentHashMap<>();

  private OpenModels() {}

  /// The model of a file's bytes.
  ///
  /// Throws a [ModelFileException] if they are no model of a table, or damaged.
  ///
  /// @param name of the file in messages
  static TableModel of(byte[] bytes, String name) {
    while (true) {
      TableModel model =
          OPEN.compute(
                  sha256(bytes),
                  (_, known) ->
                      known == null || known.get() == null
                          ? new SoftReference<>(read(bytes, name))
                          : known)
              .get();
      if (model != null) {
        return model;
      }
    }
  }

  private static TableModel read(byte[] bytes, String name) {
    return TemporaryFile.read(
        bytes,
        file -> {
          try {
            return TableModel.load(file);
          } catch (ModelFileException damaged) {
            String said = String.valueOf(damaged.getMessage());
            throw new ModelFileException(said.replace(file.toString(), name), damaged);
          }
        });
  }

  /// The bytes of a model's file.
  static byte[] bytes(TableModel model) {
    return TemporaryFile.bytes(model::save);
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }
}
