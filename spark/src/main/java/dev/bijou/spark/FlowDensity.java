package dev.bijou.spark;

import dev.bijou.table.io.TableException;
import dev.bijou.table.model.TableModel;
import dev.bijou.table.schema.TrainingTable;
import dev.bijou.table.text.Phrases;
import dev.bijou.train.FlowName;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.param.StringArrayParam;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/// Learns the density of a table's columns, p(columns) or p(columns | given columns), as `bijou fit` does: columns of
/// numbers, names, booleans and dates, with missing cells as part of the model.
public final class FlowDensity extends Estimator<FlowDensityModel>
    implements FitParameters<FlowDensity>, DefaultParamsWritable {
  private static final long serialVersionUID = 1L;

  private final String uid;
  private final StringArrayParam inputCols;
  private final Param<String> featuresCol;
  private final StringArrayParam givenCols;
  private final Param<String> logDensityCol;
  private final Param<String> noveltyCol;
  private final Param<String> pValueCol;
  private final Param<String> novelCol;
  private final Param<String> reasonsCol;
  private final DoubleParam alpha;
  private final Param<String> flow;
  private final IntParam members;
  private final IntParam epochs;
  private final IntParam rounds;
  private final LongParam seed;
  private final DoubleParam validationFraction;
  private final IntParam maxMemoryInMB;
  private final Param<String> checkpointDir;

  /// With a random uid.
  public FlowDensity() {
    this(Identifiable$.MODULE$.randomUID("FlowDensity"));
  }

  /// With a uid.
  public FlowDensity(String uid) {
    this.uid = uid;
    Declared declared = new Declared(this);
    this.inputCols = declared.inputCols();
    this.featuresCol = declared.featuresCol();
    this.givenCols = declared.texts("givenCols", "the columns to condition on");
    this.logDensityCol = declared.logDensityCol();
    this.noveltyCol = declared.noveltyCol();
    this.pValueCol = declared.pValueCol();
    this.novelCol = declared.novelCol();
    this.reasonsCol = declared.reasonsCol();
    this.alpha = declared.alpha();
    this.flow =
        declared.text(
            "flow", "the architecture: neural-spline, or the name of another that FlowName has");
    this.members =
        declared.whole("members", "flows to average; 0 for as many as the table affords");
    this.epochs =
        declared.whole("epochs", "passes over the rows; 0 for as many as their number asks for");
    this.rounds =
        declared.whole(
            "rounds", "rounds of averaging in the fit of a large table; 0 for up to 20 each epoch");
    this.seed = declared.wholeLong("seed", "seed of everything random");
    this.validationFraction =
        declared.real("validationFraction", "share of held-out rows; 0 for the usual one");
    this.maxMemoryInMB =
        declared.whole(
            "maxMemoryInMB", "size of a table beyond which it is learned in its partitions");
    this.checkpointDir =
        declared.text("checkpointDir", "folder for a checkpoint of each round; empty for none");
    Declared.defaults(this);
    setDefault(givenCols, new String[0]);
    setDefault(flow, FlowName.NEURAL_SPLINE.toString());
    this.<Object>setDefault(members, 0);
    this.<Object>setDefault(epochs, 0);
    this.<Object>setDefault(rounds, 0);
    this.<Object>setDefault(seed, 0L);
    this.<Object>setDefault(validationFraction, 0.0);
    this.<Object>setDefault(maxMemoryInMB, 256);
    setDefault(checkpointDir, "");
  }

  /// Reads what `write()` wrote.
  public static MLReader<FlowDensity> read() {
    return new DefaultParamsReader<>();
  }

  /// Reads what `write()` wrote.
  public static FlowDensity load(String path) {
    return read().load(path);
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

  @Override
  public StringArrayParam givenCols() {
    return givenCols;
  }

  @Override
  public Param<String> flow() {
    return flow;
  }

  @Override
  public IntParam members() {
    return members;
  }

  @Override
  public IntParam epochs() {
    return epochs;
  }

  @Override
  public IntParam rounds() {
    return rounds;
  }

  @Override
  public LongParam seed() {
    return seed;
  }

  @Override
  public DoubleParam validationFraction() {
    return validationFraction;
  }

  @Override
  public IntParam maxMemoryInMB() {
    return maxMemoryInMB;
  }

  @Override
  public Param<String> checkpointDir() {
    return checkpointDir;
  }

  @Override
  public FlowDensity copy(ParamMap extra) {
    return defaultCopy(extra);
  }

  /// Throws a [TableException] if a column is absent, of a type without meaning, or taken, or a parameter is out of range.
  @Override
  public StructType transformSchema(StructType schema) {
    settings();
    if (isSet(featuresCol)) {
      if (isSet(inputCols) || getGivenCols().length > 0) {
        throw new TableException("set inputCols and givenCols, or featuresCol, and not both");
      }
      RowCells.requireVector(schema, getFeaturesCol());
    } else {
      List<String> columns = columns(schema);
      RowCells.requireColumns(schema, columns);
      if (List.of(getGivenCols()).containsAll(columns)) {
        throw new TableException(
            columns.isEmpty()
                ? "the DataFrame has no columns; there is no density to learn"
                : "givenCols names all columns; there is no density to learn");
      }
    }
    return withOutputs(schema);
  }

  /// The columns of the table: the inputs, or all, and those given.
  private List<String> columns(StructType schema) {
    Set<String> names =
        new LinkedHashSet<>(isSet(inputCols) ? List.of(getInputCols()) : RowCells.all(schema));
    names.addAll(List.of(getGivenCols()));
    return new ArrayList<>(names);
  }

  private FitSettings settings() {
    require(getAlpha() > 0 && getAlpha() < 1, alpha, "above 0 and below 1");
    require(getMembers() >= 0 && getMembers() <= 100, members, "0 to 100");
    require(getEpochs() >= 0, epochs, "at least 0");
    require(getRounds() >= 0, rounds, "at least 0");
    require(getMaxMemoryInMB() >= 0, maxMemoryInMB, "at least 0");
    require(
        getValidationFraction() >= 0 && getValidationFraction() < 1,
        validationFraction,
        "at least 0 and below 1");
    return new FitSettings(
        List.of(getGivenCols()),
        flowName(),
        getMembers(),
        getEpochs(),
        getValidationFraction(),
        getSeed());
  }

  private FlowName flowName() {
    try {
      return FlowName.of(getFlow());
    } catch (IllegalArgumentException unknown) {
      throw new TableException("flow is " + Phrases.quote(getFlow()) + ": " + unknown.getMessage());
    }
  }

  private void require(boolean holds, Param<?> param, String range) {
    if (!holds) {
      throw new TableException(
          "%s is %s, but must be %s".formatted(param.name(), getOrDefault(param), range));
    }
  }

  /// Learns.
  ///
  /// Throws a [TableException] that names the column if the rows cannot be used: there are none, nothing varies, or a cell
  /// cannot be read.
  @Override
  public FlowDensityModel fit(Dataset<?> dataset) {
    transformSchema(dataset.schema());
    JavaSparkContext context = new JavaSparkContext(dataset.sparkSession().sparkContext());
    Executors.require(context);
    RowCells cells = cells(dataset);
    Dataset<Row> table = dataset.toDF().select(columnsOf(dataset, cells));
    RowCells narrow =
        new RowCells(
            cells.header(), IntStream.range(0, cells.places().length).toArray(), cells.vector());
    JavaRDD<Row> rows = table.toJavaRDD();
    long bytes = narrow.count(rows) * TrainingTable.bytesPerRow(cells.header().size());
    boolean fits = bytes <= (long) getMaxMemoryInMB() << 20;
    TableModel model =
        fits
            ? new MemberFit(
                    new BlockRows(
                        narrow.header(), rows.mapPartitions(new BlockRows.Maker(narrow)).collect()),
                    settings())
                .run(context)
            : new PartitionFit(rows, narrow, settings(), getRounds(), getCheckpointDir())
                .run(context);
    FlowDensityModel fitted =
        new FlowDensityModel(
            Identifiable$.MODULE$.randomUID("FlowDensityModel"), OpenModels.bytes(model));
    if (!narrow.vector()) {
      fitted.setTableTypes(table.schema().json());
    }
    return copyValues(fitted.setParent(this), new ParamMap());
  }

  private RowCells cells(Dataset<?> dataset) {
    StructType schema = dataset.schema();
    if (!isSet(featuresCol)) {
      return RowCells.ofColumns(schema, columns(schema));
    }
    List<Row> first =
        dataset
            .toDF()
            .select(getFeaturesCol())
            .where("`" + getFeaturesCol().replace("`", "``") + "` is not null")
            .takeAsList(1);
    if (first.isEmpty()) {
      throw new TableException(
          "column %s has no vector; a table needs rows".formatted(Phrases.quote(getFeaturesCol())));
    }
    int size = first.getFirst().<Vector>getAs(0).size();
    return RowCells.ofVector(
        schema, getFeaturesCol(), RowCells.vectorNames(getFeaturesCol(), size));
  }

  private static org.apache.spark.sql.Column[] columnsOf(Dataset<?> dataset, RowCells cells) {
    return cells.columns(dataset.schema()).stream()
        .map(name -> dataset.col("`" + name.replace("`", "``") + "`"))
        .toArray(org.apache.spark.sql.Column[]::new);
  }
}
