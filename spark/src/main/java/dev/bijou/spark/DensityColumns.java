package dev.bijou.spark;

import dev.bijou.table.io.TableException;
import dev.bijou.table.text.Phrases;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.param.StringArrayParam;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/// The parameters that an estimator and its model share: which columns are read, and which are added. A column whose name
/// is set to the empty text is not added.
///
/// @param <S> the stage
public interface DensityColumns<S extends DensityColumns<S>> extends Params {
  /// The columns of the table, of numbers, text, booleans, dates and timestamps; all of the DataFrame unless set.
  StringArrayParam inputCols();

  /// A column of vectors whose numbers are the table, instead of [#inputCols].
  Param<String> featuresCol();

  /// The column for log p(row), in nats, in the units of the table.
  Param<String> logDensityCol();

  /// The column for the score by which rows are ordered: the higher, the more unusual.
  Param<String> noveltyCol();

  /// The column for the share of held-out rows that look at least as unusual.
  Param<String> pValueCol();

  /// The column for whether the p-value is at most [#alpha].
  Param<String> novelCol();

  /// The column for the reasons of a novel row: an array of structs of `column`, `cell`, `surprise` in nats, `lower` and
  /// `upper` of what is expected of a number, and a `sentence`. To find them takes most of the time where many rows are
  /// novel.
  Param<String> reasonsCol();

  /// The share of normal rows that are called novel.
  DoubleParam alpha();

  /// See [#inputCols()].
  default String[] getInputCols() {
    return getOrDefault(inputCols());
  }

  /// See [#inputCols()].
  default S setInputCols(String[] value) {
    return Declared.put(this, inputCols(), value);
  }

  /// See [#featuresCol()].
  default String getFeaturesCol() {
    return getOrDefault(featuresCol());
  }

  /// See [#featuresCol()].
  default S setFeaturesCol(String value) {
    return Declared.put(this, featuresCol(), value);
  }

  /// See [#logDensityCol()].
  default String getLogDensityCol() {
    return getOrDefault(logDensityCol());
  }

  /// See [#logDensityCol()].
  default S setLogDensityCol(String value) {
    return Declared.put(this, logDensityCol(), value);
  }

  /// See [#noveltyCol()].
  default String getNoveltyCol() {
    return getOrDefault(noveltyCol());
  }

  /// See [#noveltyCol()].
  default S setNoveltyCol(String value) {
    return Declared.put(this, noveltyCol(), value);
  }

  /// See [#pValueCol()].
  default String getPValueCol() {
    return getOrDefault(pValueCol());
  }

  /// See [#pValueCol()].
  default S setPValueCol(String value) {
    return Declared.put(this, pValueCol(), value);
  }

  /// See [#novelCol()].
  default String getNovelCol() {
    return getOrDefault(novelCol());
  }

  /// See [#novelCol()].
  default S setNovelCol(String value) {
    return Declared.put(this, novelCol(), value);
  }

  /// See [#reasonsCol()].
  default String getReasonsCol() {
    return getOrDefault(reasonsCol());
  }

  /// See [#reasonsCol()].
  default S setReasonsCol(String value) {
    return Declared.put(this, reasonsCol(), value);
  }

  /// See [#alpha()].
  default double getAlpha() {
    return (Double) getOrDefault(alpha());
  }

  /// See [#alpha()].
  default S setAlpha(double value) {
    return Declared.put(this, alpha(), value);
  }

  /// What a novel row's reasons are.
  static DataType reasons() {
    return DataTypes.createArrayType(
        new StructType()
            .add("column", DataTypes.StringType, false)
            .add("cell", DataTypes.StringType, false)
            .add("surprise", DataTypes.DoubleType, true)
            .add("lower", DataTypes.DoubleType, true)
            .add("upper", DataTypes.DoubleType, true)
            .add("sentence", DataTypes.StringType, false),
        false);
  }

  /// The columns that are added, by what they hold.
  ///
  /// Throws a [TableException] if a name is taken.
  ///
  /// @param schema of the DataFrame
  default Map<Output, String> outputs(StructType schema) {
    Map<Output, String> names = new LinkedHashMap<>();
    names.put(Output.LOG_DENSITY, getLogDensityCol());
    names.put(Output.NOVELTY, getNoveltyCol());
    names.put(Output.P_VALUE, getPValueCol());
    names.put(Output.NOVEL, getNovelCol());
    names.put(Output.REASONS, getReasonsCol());
    names.values().removeIf(String::isEmpty);
    List<String> known = List.of(schema.fieldNames());
    names.forEach((output, name) -> {
      if (known.contains(name)) {
        throw new TableException(
            "the DataFrame has a column %s already; rename it, or set %s to another name"
                .formatted(Phrases.quote(name), output.param()));
      }
    });
    return names;
  }

  /// The schema with the columns that are added.
  default StructType withOutputs(StructType schema) {
    StructType all = schema;
    for (Map.Entry<Output, String> output : outputs(schema).entrySet()) {
      all =
          all.add(
              new StructField(output.getValue(), output.getKey().type(), true, Metadata.empty()));
    }
    return all;
  }

  /// What is said of a row.
  enum Output {
    /// log p(row), in nats.
    LOG_DENSITY("logDensityCol", DataTypes.DoubleType),
    /// How unusual the row is.
    NOVELTY("noveltyCol", DataTypes.DoubleType),
    /// The share of held-out rows that look at least as unusual.
    P_VALUE("pValueCol", DataTypes.DoubleType),
    /// Whether the row is novel.
    NOVEL("novelCol", DataTypes.BooleanType),
    /// Why it is.
    REASONS("reasonsCol", reasons());

    private final String param;
    private final DataType type;

    Output(String param, DataType type) {
      this.param = param;
      this.type = type;
    }

    /// The parameter with the name of the column.
    public String param() {
      return param;
    }

    /// The type of the column.
    public DataType type() {
      return type;
    }
  }
}
