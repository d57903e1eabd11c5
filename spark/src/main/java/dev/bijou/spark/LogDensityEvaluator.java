package dev.bijou.spark;

import dev.bijou.table.io.TableException;
import dev.bijou.table.text.Phrases;
import java.util.List;
import org.apache.spark.ml.evaluation.Evaluator;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/// Judges a model by the mean of log p over rows that it has not learned from, in nats: the larger, the better. For
/// `CrossValidator` and `TrainValidationSplit`. Rows without a density do not count.
public final class LogDensityEvaluator extends Evaluator implements DefaultParamsWritable {
  private static final long serialVersionUID = 1L;

  private final String uid;
  private final Param<String> logDensityCol;

  /// With a random uid.
  public LogDensityEvaluator() {
    this(Identifiable$.MODULE$.randomUID("LogDensityEvaluator"));
  }

  /// With a uid.
  public LogDensityEvaluator(String uid) {
    this.uid = uid;
    this.logDensityCol = new Declared(this).logDensityCol();
    setDefault(logDensityCol, "logDensity");
  }

  /// Reads what `write()` wrote.
  public static MLReader<LogDensityEvaluator> read() {
    return new DefaultParamsReader<>();
  }

  /// Reads what `write()` wrote.
  public static LogDensityEvaluator load(String path) {
    return read().load(path);
  }

  @Override
  public String uid() {
    return uid;
  }

  /// The column with log p(row).
  public Param<String> logDensityCol() {
    return logDensityCol;
  }

  /// See [#logDensityCol()].
  public String getLogDensityCol() {
    return getOrDefault(logDensityCol);
  }

  /// See [#logDensityCol()].
  public LogDensityEvaluator setLogDensityCol(String value) {
    set(logDensityCol, value);
    return this;
  }

  @Override
  public LogDensityEvaluator copy(ParamMap extra) {
    return defaultCopy(extra);
  }

  /// The mean.
  ///
  /// Throws a [TableException] if the column is absent, or no row has a density.
  @Override
  public double evaluate(Dataset<?> dataset) {
    String name = getLogDensityCol();
    List<String> known = List.of(dataset.schema().fieldNames());
    if (!known.contains(name)) {
      throw new TableException(Phrases.noColumn(BlockRows.NAME, name, known));
    }
    Row mean = dataset.toDF().agg(functions.avg(dataset.col(name))).first();
    if (mean.isNullAt(0)) {
      throw new TableException(
          "no row has a density in column %s; there is nothing to judge by"
              .formatted(Phrases.quote(name)));
    }
    return mean.getDouble(0);
  }

  @Override
  public boolean isLargerBetter() {
    return true;
  }
}
