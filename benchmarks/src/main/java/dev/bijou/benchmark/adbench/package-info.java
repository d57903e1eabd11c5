/// Anomaly detection on the sets of ADBench, one class learned from normal rows, beside detectors that others published.
///
/// Reading order: [Adbench] → [AnomalySet] → [Novelties] → [Ranking] → [Published].
@NullMarked
package dev.bijou.benchmark.adbench;

import org.jspecify.annotations.NullMarked;
