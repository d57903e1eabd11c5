/// Densities of tables as stages of Spark ML: learn with [dev.bijou.spark.FlowDensity], use with
/// [dev.bijou.spark.FlowDensityModel].
@NullMarked
package dev.bijou.spark;

import org.jspecify.annotations.NullMarked;
