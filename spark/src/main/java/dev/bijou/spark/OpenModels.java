package dev.bijou.spark;

import dev.bijou.ModelFileException;
import dev.bijou.OutputException;
import dev.bijou.table.model.TableModel;
import java.io.IOException;
import java.lang.ref.SoftReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

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
    Path file = null;
    try {
      file = Files.createTempFile("bijou-", ".bijou");
      Files.write(file, bytes);
      return TableModel.load(file);
    } catch (IOException e) {
      throw new OutputException("a temporary file", e);
    } catch (ModelFileException damaged) {
      String said = String.valueOf(damaged.getMessage());
      throw new ModelFileException(said.replace(String.valueOf(file), name), damaged);
    } finally {
      delete(file);
    }
  }

  /// The bytes of a model's file.
  static byte[] bytes(TableModel model) {
    Path file = null;
    try {
      file = Files.createTempFile("bijou-", ".bijou");
      model.save(file);
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new OutputException("a temporary file", e);
    } finally {
      delete(file);
    }
  }

  private static void delete(@Nullable Path file) {
    try {
      if (file != null) {
        Files.deleteIfExists(file);
      }
    } catch (IOException _) {
      // the system cleans its temporary files
    }
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }
}
