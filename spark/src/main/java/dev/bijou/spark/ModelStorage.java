package dev.bijou.spark;

import dev.bijou.ModelFileException;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
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

  /// Writes the metadata, then the file.
  static final class Writer extends MLWriter {
    private final FlowDensityModel model;

    Writer(FlowDensityModel model) {
      this.model = model;
    }

    @Override
    public void saveImpl(String path) {
      model.tableModel(); // refuses an empty one
      DefaultParamsWriter$.MODULE$.saveMetadata(
          model, path, sparkSession(), Option.empty(), Option.empty());
      write(new Path(path, FILE).toString(), model.file());
    }
  }

  /// Reads them.
  static final class Reader extends MLReader<FlowDensityModel> {
    @Override
    public FlowDensityModel load(String path) {
      DefaultParamsReader.Metadata metadata =
          DefaultParamsReader$.MODULE$.loadMetadata(
              path, sparkSession(), FlowDensityModel.class.getName());
      String file = new Path(path, FILE).toString();
      byte[] bytes = read(file);
      OpenModels.of(bytes, file);
      FlowDensityModel model = new FlowDensityModel(metadata.uid(), bytes);
      metadata.getAndSetParams(model, Option.empty());
      return model;
    }
  }
}
