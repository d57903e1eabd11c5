package dev.bijou.spark;

import dev.bijou.ModelFileException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.BiFunction;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsReader$;
import org.apache.spark.ml.util.DefaultParamsWriter$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.SparkSession;
import scala.Option;

/// Where a saved model's file is: `model.bijou` in the folder of the stage, beside Spark's metadata.
final class ModelStorage {
  static final String FILE = "model.bijou";

  private ModelStorage() {}

  /// The bytes of a file on any file system that Spark reads.
  ///
  /// Throws a [ModelFileException] if it cannot be read.
  static byte[] read(String name) {
    Path path = new Path(name);
    try (FSDataInputStream in = files(path).open(path)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new ModelFileException(
          name + ": cannot be read: " + String.valueOf(e.getMessage()).replaceAll("\\s+", " "), e);
    }
  }

  /// Writes a file, which appears as a whole where the file system renames at once.
  static void write(String name, byte[] bytes) {
    Path path = new Path(name);
    Path part = new Path(path.getParent(), "." + path.getName() + ".part");
    try {
      FileSystem files = files(path);
      try (FSDataOutputStream out = files.create(part, true)) {
        out.write(bytes);
      }
      files.delete(path, false);
      if (!files.rename(part, path)) {
        throw new IOException("it cannot be moved into place");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(name + ": cannot be written: " + e.getMessage(), e);
    }
  }

  static FileSystem files(Path path) throws IOException {
    Option<SparkSession> active = SparkSession.getActiveSession();
    Configuration configuration =
        active.isDefined()
            ? active.get().sparkContext().hadoopConfiguration()
            : new Configuration();
    return path.getFileSystem(configuration);
  }

  /// Writes the metadata of a stage, then its model's file.
  static final class Writer extends MLWriter {
    private final Params stage;
    private final byte[] file;

    Writer(Params stage, byte[] file) {
      this.stage = stage;
      this.file = file;
    }

    @Override
    public void saveImpl(String path) {
      OpenModels.of(file, "the model"); // refuses an empty one
      DefaultParamsWriter$.MODULE$.saveMetadata(
          stage, path, sparkSession(), Option.empty(), Option.empty());
      write(new Path(path, FILE).toString(), file);
    }
  }

  /// Reads them.
  ///
  /// @param <S> the stage
  static final class Reader<S extends Params> extends MLReader<S> {
    private final Class<S> kind;
    private final BiFunction<String, byte[], S> make;

    /// @param make a stage of its uid and the bytes of a file
    Reader(Class<S> kind, BiFunction<String, byte[], S> make) {
      this.kind = kind;
      this.make = make;
    }

    @Override
    public S load(String path) {
      DefaultParamsReader.Metadata metadata =
          DefaultParamsReader$.MODULE$.loadMetadata(path, sparkSession(), kind.getName());
      String file = new Path(path, FILE).toString();
      byte[] bytes = read(file);
      OpenModels.of(bytes, file);
      S stage = make.apply(metadata.uid(), bytes);
      metadata.getAndSetParams(stage, Option.empty());
      return stage;
    }
  }
}
