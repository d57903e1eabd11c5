package dev.bijou.spark;

import dev.bijou.conditional.ConditionalSampler;
import dev.bijou.conditional.Where;
import dev.bijou.table.model.TableModel;
import dev.bijou.table.schema.Column;
import dev.bijou.table.schema.Schema;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.ml.Model;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.param.StringArrayParam;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/// The density of a table's columns: says of every row how probable it is, how unusual, and why.
///
/// What `bijou score` and `bijou detect` say of a row, by the same code. A row with a missing cell where the model allows
/// none gets nulls; one with a cell that cannot be read (infinity, text in a column of numbers) gets nulls, and the problem
/// as its one reason. Keys are not compared with those of other rows, which Spark does not keep in an order.
public final class FlowDensityModel extends Model<FlowDensityModel>
    implements DensityColumns<FlowDensityModel>, MLWritable {
  private static final long serialVersionUID = 1L;

  private final String uid;
  private final byte[] file;
  private final StringArrayParam inputCols;
  private final Param<String> featuresCol;
  private final Param<String> logDensityCol;
  private final Param<String> noveltyCol;
  private final Param<String> pValueCol;
  private final Param<String> novelCol;
  private final Param<String> reasonsCol;
  private final DoubleParam alpha;
  private final Param<String> tableTypes;
  private transient @Nullable Broadcast<byte[]> broadcast;
  private transient @Nullable String broadcaster; // the application that it was made in

  /// For Spark, which makes an empty one to look at.
  public FlowDensityModel() {
    this(Identifiable$.MODULE$.randomUID("FlowDensityModel"));
  }

  /// For Spark, which makes an empty one to look at.
  public FlowDensityModel(String uid) {
    this(uid, new byte[0]);
  }

  /// @param file the bytes of a model's file
  FlowDensityModel(String uid, byte[] file) {
    this.uid = uid;
    this.file = file;
    Declared declared = new Declared(this);
    this.inputCols = declared.inputCols();
    this.featuresCol = declared.featuresCol();
    this.logDensityCol = declared.logDensityCol();
    this.noveltyCol = declared.noveltyCol();
    this.pValueCol = declared.pValueCol();
    this.novelCol = declared.novelCol();
    this.reasonsCol = declared.reasonsCol();
    this.alpha = declared.alpha();
    this.tableTypes =
        declared.text("tableTypes", "the types of the table's columns, a schema of Spark as JSON");
    Declared.defaults(this);
    setDefault(tableTypes, new StructType().json());
  }

  /// Reads a model file, one of the command line or one in a saved model, from any file system that Spark reads.
  ///
  /// Throws a [dev.bijou.ModelFileException] if it cannot be read, is damaged, or holds no model of a table.
  public static FlowDensityModel fromFile(String path) {
    byte[] bytes = ModelStorage.read(path);
    OpenModels.of(bytes, path);
    return new FlowDensityModel(Identifiable$.MODULE$.randomUID("FlowDensityModel"), bytes);
  }

  /// Reads what [#write()] wrote.
  public static MLReader<FlowDensityModel> read() {
    return new ModelStorage.Reader<>(FlowDensityModel.class, FlowDensityModel::new);
  }

  /// Reads what [#write()] wrote.
  public static FlowDensityModel load(String path) {
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

  @Override
  public StringArrayParam inputCols() {
    return inputCols;
  }

  @Override
  public Param<String> featuresCol() {
    return featuresCol;
  }

  @Override
  public Param<String> logDensityCol() {
    return logDensityCol;
  }

  @Override
  public Param<String> noveltyCol() {
    return noveltyCol;
  }

  @Override
  public Param<String> pValueCol() {
    return pValueCol;
  }

  @Override
  public Param<String> novelCol() {
    return novelCol;
  }

  @Override
  public Param<String> reasonsCol() {
    return reasonsCol;
  }

  @Override
  public DoubleParam alpha() {
    return alpha;
  }

  /// The types of the columns of the DataFrame that the model was learned from, which drawn rows have too: a schema of Spark
  /// as JSON.
  public Param<String> tableTypes() {
    return tableTypes;
  }

  /// See [#tableTypes()].
  public String getTableTypes() {
    return getOrDefault(tableTypes);
  }

  /// See [#tableTypes()].
  public FlowDensityModel setTableTypes(String value) {
    set(tableTypes, value);
    return this;
  }

  /// The bytes of the model's file.
  byte[] file() {
    return file;
  }

  /// The model itself, for what Spark has no stage for.
  ///
  /// Throws an [IllegalStateException] if this is an empty one.
  public TableModel tableModel() {
    if (file.length == 0) {
      throw new IllegalStateException("this model is empty: fit one, or load it");
    }
    return OpenModels.of(file, "the model");
  }

  @Override
  public FlowDensityModel copy(ParamMap extra) {
    return copyValues(new FlowDensityModel(uid, file).setParent(parent()), extra);
  }

  /// Throws a [TableException] if the DataFrame lacks a column of the model, has one of a type without meaning, or one of
  /// the name of a column to be added.
  @Override
  public StructType transformSchema(StructType schema) {
    cells(schema);
    return withOutputs(schema);
  }

  /// The cells that the model reads, in the rows of a DataFrame.
  RowCells cells(StructType schema) {
    TableModel model = tableModel();
    model.requireRowsAlone("Spark keeps no order of rows");
    if (isSet(featuresCol)) {
      return RowCells.ofVector(
          schema, getFeaturesCol(), RowCells.vectorNames(getFeaturesCol(), vectorSize(model)));
    }
    Schema known = model.schema();
    List<String> needed = known.columns().stream().map(Column::name).toList();
    RowCells.requireReadable(schema, known.columns());
    List<String> watched =
        model.watched().columns().stream()
            .map(column -> column.name())
            .filter(name -> List.of(schema.fieldNames()).contains(name))
            .filter(name -> RowCells.isCell(schema.apply(name).dataType()))
            .toList();
    return RowCells.ofColumns(schema, Stream.concat(needed.stream(), watched.stream()).toList());
  }

  private static int vectorSize(TableModel model) {
    return model.order().stream()
            .map(name -> name.substring(name.lastIndexOf('[') + 1, name.length() - 1))
            .mapToInt(Integer::parseInt)
            .max()
            .orElse(-1)
        + 1;
  }

  @Override
  public Dataset<Row> transform(Dataset<?> dataset) {
    StructType all = transformSchema(dataset.schema());
    Executors.require(new JavaSparkContext(dataset.sparkSession().sparkContext()));
    Map<Output, String> outputs = outputs(dataset.schema());
    BlockJudge judge =
        new BlockJudge(
            broadcast(dataset.sparkSession()),
            cells(dataset.schema()),
            List.copyOf(outputs.keySet()),
            getAlpha());
    return dataset.toDF().mapPartitions(judge, Encoders.row(all));
  }

  /// Draws rows with the seed 0.
  public Dataset<Row> sample(SparkSession spark, long count) {
    return sample(spark, count, 0);
  }

  /// Draws rows: the same for the same seed and count, whatever the executors.
  ///
  /// Throws a [TableException] if the model is conditional: see [#sampleWhere].
  public Dataset<Row> sample(SparkSession spark, long count, long seed) {
    return drawn(spark, "", count, seed);
  }

  /// Draws rows that satisfy conditions, such as `age>60,sex=F`, with the seed 0; see [dev.bijou.conditional.Where].
  public Dataset<Row> sampleWhere(SparkSession spark, long count, String where) {
    return sampleWhere(spark, count, where, 0);
  }

  /// Draws rows that satisfy conditions; of a conditional model, these set each given column to a value.
  ///
  /// Throws a [TableException] if a condition cannot be read, or no row is found that satisfies all of them.
  public Dataset<Row> sampleWhere(SparkSession spark, long count, String where, long seed) {
    TableModel model = tableModel();
    Where conditions = Where.parse(model.schema(), where);
    new ConditionalSampler(model, seed, TaskThread.own()).rows(conditions, 1); // or says why not
    return drawn(spark, where, count, seed);
  }

  private Dataset<Row> drawn(SparkSession spark, String where, long count, long seed) {
    if (count < 0) {
      throw new IllegalArgumentException("count is " + count + ", but must be at least 0");
    }
    tableModel().requireRowsAlone("does not draw any");
    if (where.isEmpty()) {
      Where.none(tableModel().schema());
    }
    return new DrawnRows(broadcast(spark), where, count, seed)
        .of(spark, (StructType) DataType.fromJson(getTableTypes()));
  }

  /// A stage that fills missing cells by this model.
  public FlowImputer imputer() {
    return new FlowImputer(file);
  }

  /// Registers a function of SQL: the log-density, in nats, of a struct that has the columns of the model, as in
  /// `SELECT log_density(struct(*)) FROM wines`.
  public void register(SparkSession spark, String name) {
    spark.udf().register(name, new DensityFunction(broadcast(spark)), DataTypes.DoubleType);
  }

  /// The bytes of the file on all executors, sent there once.
  synchronized Broadcast<byte[]> broadcast(SparkSession spark) {
    Broadcast<byte[]> known = broadcast;
    if (known == null || !spark.sparkContext().applicationId().equals(broadcaster)) {
      known = new JavaSparkContext(spark.sparkContext()).broadcast(file);
      broadcast = known;
      broadcaster = spark.sparkContext().applicationId();
    }
    return known;
  }

  /// The columns and the rows that the model was learned from.
  @Override
  public String toString() {
    return file.length == 0
        ? "FlowDensityModel: uid=" + uid
        : "FlowDensityModel: uid=%s, columns=%s".formatted(uid, tableModel().order());
  }
}
