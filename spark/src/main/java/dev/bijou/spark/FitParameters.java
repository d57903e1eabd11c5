package dev.bijou.spark;

import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.StringArrayParam;

/// The parameters of a fit.
///
/// @param <S> the stage
public interface FitParameters<S extends FitParameters<S>> extends DensityColumns<S> {
  /// The columns to condition on; none of them is judged.
  StringArrayParam givenCols();

  /// The name of the architecture, see [dev.bijou.train.FlowName].
  Param<String> flow();

  /// How many flows are averaged; 0 for as many as the size of the table affords.
  IntParam members();

  /// Passes over the rows; 0 for as many as their number asks for.
  IntParam epochs();

  /// Rounds after which the weights of all partitions are averaged, in the fit of a large table; 0 for 20 in each epoch,
  /// or fewer where partitions take few steps.
  IntParam rounds();

  /// Seed of everything random. The same rows in the same partitions and the same seed give the same model.
  LongParam seed();

  /// The share of held-out rows; 0 for what `bijou fit` holds out.
  DoubleParam validationFraction();

  /// The size of a table, in MiB of 4 bytes a cell, beyond which it is learned in its partitions rather than in one task
  /// for each flow; 0 for always.
  IntParam maxMemoryInMB();

  /// A folder that keeps a checkpoint of each round in the fit of a large table, from which a fit of the same rows and
  /// parameters goes on.
  Param<String> checkpointDir();

  /// See [#givenCols()].
  default String[] getGivenCols() {
    return getOrDefault(givenCols());
  }

  /// See [#givenCols()].
  default S setGivenCols(String[] value) {
    return Declared.put(this, givenCols(), value);
  }

  /// See [#flow()].
  default String getFlow() {
    return getOrDefault(flow());
  }

  /// See [#flow()].
  default S setFlow(String value) {
    return Declared.put(this, flow(), value);
  }

  /// See [#members()].
  default int getMembers() {
    return (Integer) getOrDefault(members());
  }

  /// See [#members()].
  default S setMembers(int value) {
    return Declared.put(this, members(), value);
  }

  /// See [#epochs()].
  default int getEpochs() {
    return (Integer) getOrDefault(epochs());
  }

  /// See [#epochs()].
  default S setEpochs(int value) {
    return Declared.put(this, epochs(), value);
  }

  /// See [#rounds()].
  default int getRounds() {
    return (Integer) getOrDefault(rounds());
  }

  /// See [#rounds()].
  default S setRounds(int value) {
    return Declared.put(this, rounds(), value);
  }

  /// See [#seed()].
  default long getSeed() {
    return (Long) getOrDefault(seed());
  }

  /// See [#seed()].
  default S setSeed(long value) {
    return Declared.put(this, seed(), value);
  }

  /// See [#validationFraction()].
  default double getValidationFraction() {
    return (Double) getOrDefault(validationFraction());
  }

  /// See [#validationFraction()].
  default S setValidationFraction(double value) {
    return Declared.put(this, validationFraction(), value);
  }

  /// See [#maxMemoryInMB()].
  default int getMaxMemoryInMB() {
    return (Integer) getOrDefault(maxMemoryInMB());
  }

  /// See [#maxMemoryInMB()].
  default S setMaxMemoryInMB(int value) {
    return Declared.put(this, maxMemoryInMB(), value);
  }

  /// See [#checkpointDir()].
  default String getCheckpointDir() {
    return getOrDefault(checkpointDir());
  }

  /// See [#checkpointDir()].
  default S setCheckpointDir(String value) {
    return Declared.put(this, checkpointDir(), value);
  }
}
