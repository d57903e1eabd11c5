/// Anomaly detection in series of the Numenta Anomaly Benchmark, judged by its own rules, beside AWS's random cut forest.
///
/// Reading order: [Nab] → [Series] → [FlowDetector], [ForestDetector] → [Scoring].
@NullMarked
package dev.bijou.benchmark.nab;

import org.jspecify.annotations.NullMarked;
