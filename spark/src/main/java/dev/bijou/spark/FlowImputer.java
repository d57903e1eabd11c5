package dev.bijou.spark;

import dev.bijou.table.model.TableModel;
import dev.bijou.table.schema.Column;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/// Fills the missing cells of a model's columns in place, as `bijou impute` does: each number with the median of its
/// distribution given the cells that are there, each name with the most probable one.
///
/// A cell that cannot be read, and one that is given and missing where the model allows none, stays as it is, and so do the
/// others of its row.
public final class FlowImputer extends Transformer implements MLWritable {
  private static final long serialVersionUID = 1L;

  private final String uid;
  private final byte[] file;
  private final LongParam seed;

  /// For Spark, which makes an empty one to look at.
  public FlowImputer() {
    this(Identifiable$.MODULE$.randomUID("FlowImputer"));
  }

  /// For Spark, which makes an empty one to look at.
  public FlowImputer(String uid) {
    this(uid, new byte[0]);
  }

  /// Fills by the model of a file.
  FlowImputer(byte[] file) {
    this(Identifiable$.MODULE$.randomUID("FlowImputer"), file);
  }

  FlowImputer(String uid, byte[] file) {
    this.uid = uid;
    this.file = file;
    this.seed =
        new Declared(this).wholeLong("seed", "seed of the chains that several missing cells need");
    this.<Object>setDefault(seed, 0L);
  }

  /// Fills by a model file, see [FlowDensityModel#fromFile].
  public static FlowImputer fromFile(String path) {
    byte[] file = ModelStorage.read(path);
    OpenModels.of(file, path);
    return new FlowImputer(file);
  }

  /// Reads what [#write()] wrote.
  public static MLReader<FlowImputer> read() {
    return new ModelStorage.Reader<>(FlowImputer.class, FlowImputer::new);
  }

  /// Reads what [#write()] wrote.
  public static FlowImputer load(String path) {
    return read().load(path);
  }

  @Override
  public MLWriter write() {
    return new ModelStorage.Writer(this, file);
  }

  @Override
  public String uid() {
    return uid;
  }

  /// Seed of the chains that several missing cells of a row need.
  public LongParam seed() {
    return seed;
  }

  /// See [#seed()].
  public long getSeed() {
    return (Long) getOrDefault(seed);
  }

  /// See [#seed()].
  public FlowImputer setSeed(long value) {
    this.<Object>set(seed, value);
    return this;
  }

  @Override
  public FlowImputer copy(ParamMap extra) {
    return copyValues(new FlowImputer(uid, file), extra);
  }

  private TableModel model() {
    if (file.length == 0) {
      throw new IllegalStateException("this imputer is empty: make one of a model, or load it");
    }
    return OpenModels.of(file, "the model");
  }

  /// Throws a [TableException] if the DataFrame lacks a column of the model, or has one of a type without meaning.
  @Override
  public StructType transformSchema(StructType schema) {
    model().requireRowsAlone("does not fill cells");
    RowCells.requireReadable(schema, model().schema().columns());
    return schema;
  }

  private List<String> columns() {
    return model().schema().columns().stream().map(Column::name).toList();
  }

  @Override
  public Dataset<Row> transform(Dataset<?> dataset) {
    StructType schema = transformSchema(dataset.schema());
    BlockImputer imputer =
        new BlockImputer(
            new JavaSparkContext(dataset.sparkSession().sparkContext()).broadcast(file),
            RowCells.ofColumns(schema, columns()),
            schema,
            getSeed());
    return dataset.toDF().mapPartitions(imputer, Encoders.row(schema));
  }
}
