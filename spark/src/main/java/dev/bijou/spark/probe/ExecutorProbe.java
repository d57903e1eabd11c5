package dev.bijou.spark.probe;

import java.util.Collections;
import java.util.Iterator;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.function.FlatMapFunction;

/**
 * Says on which Java an executor runs: its id, the feature version, and whether the Vector API is there.
 *
 * <p>Compiled for Java 17, unlike all else.
 */
public final class ExecutorProbe implements FlatMapFunction<Iterator<Integer>, String> {
  private static final long serialVersionUID = 1L;

  /** A probe. */
  public ExecutorProbe() {}

  @Override
  public Iterator<String> call(Iterator<Integer> numbers) {
    boolean vector = ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
    return Collections.singleton(
            SparkEnv.get().executorId() + " " + Runtime.version().feature() + " " + vector)
        .iterator();
  }
}
