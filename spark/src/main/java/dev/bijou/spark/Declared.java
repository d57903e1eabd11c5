package dev.bijou.spark;

import dev.bijou.novelty.Detector;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.param.StringArrayParam;

/// Makes and sets the parameters of a stage.
///
/// @param of the stage, which has its uid
record Declared(Params of) {

  Param<String> text(String name, String doc) {
    return new Param<>(of.uid(), name, doc);
  }

  IntParam whole(String name, String doc) {
    return new IntParam(of.uid(), name, doc);
  }

  LongParam wholeLong(String name, String doc) {
    return new LongParam(of.uid(), name, doc);
  }

  DoubleParam real(String name, String doc) {
    return new DoubleParam(of.uid(), name, doc);
  }

  StringArrayParam texts(String name, String doc) {
    return new StringArrayParam(of, name, doc);
  }

  StringArrayParam inputCols() {
    return texts("inputCols", "the columns of the table; all of the DataFrame unless set");
  }

  Param<String> featuresCol() {
    return text("featuresCol", "a column of vectors whose numbers are the table");
  }

  Param<String> logDensityCol() {
    return text("logDensityCol", "column for log p(row), in nats; empty for none");
  }

  Param<String> noveltyCol() {
    return text("noveltyCol", "column for how unusual a row is; empty for none");
  }

  Param<String> pValueCol() {
    return text("pValueCol", "column for the share of held-out rows as unusual; empty for none");
  }

  Param<String> novelCol() {
    return text("novelCol", "column for whether the p-value is at most alpha; empty for none");
  }

  Param<String> reasonsCol() {
    return text("reasonsCol", "column for the reasons of novel rows; empty for none");
  }

  DoubleParam alpha() {
    return real("alpha", "share of normal rows that are called novel, between 0 and 1");
  }

  /// Gives the shared parameters their defaults.
  static void defaults(DensityColumns<?> stage) {
    stage.setDefault(stage.logDensityCol(), "logDensity");
    stage.setDefault(stage.noveltyCol(), "novelty");
    stage.setDefault(stage.pValueCol(), "pValue");
    stage.setDefault(stage.novelCol(), "novel");
    stage.setDefault(stage.reasonsCol(), "reasons");
    stage.<Object>setDefault(stage.alpha(), Detector.DEFAULT_ALPHA);
  }

  /// Sets a parameter of a stage that is its own type.
  ///
  /// @param <S> the type of the stage
  /// @return the stage
  @SuppressWarnings("unchecked")
  static <S extends Params> S put(Params stage, Param<?> param, Object value) {
    stage.set((Param<Object>) param, value);
    return (S) stage;
  }
}
