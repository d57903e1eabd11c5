/// What runs on executors before anything else does: compiled for Java 17, so that an older one than Bijou needs can say so.
@NullMarked
package dev.bijou.spark.probe;

import org.jspecify.annotations.NullMarked;
