package dev.bijou.spark;

import org.apache.spark.api.java.JavaSparkContext;
import org.jspecify.annotations.Nullable;

/// Describes the jobs of this thread to whoever looks at Spark's pages, and then leaves the description as it was.
///
/// @param context in which they run
/// @param before the description that was there
record Jobs(JavaSparkContext context, @Nullable String before) implements AutoCloseable {
  private static final String DESCRIPTION = "spark.job.description";

  Jobs(JavaSparkContext context) {
    this(context, context.getLocalProperty(DESCRIPTION));
  }

  void describe(String text) {
    context.setLocalProperty(DESCRIPTION, text);
  }

  @Override
  public void close() {
    context.setLocalProperty(DESCRIPTION, before);
  }
}
