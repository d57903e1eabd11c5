/// What does not belong in a table: a score for every row, its conformal p-value, and the cell responsible.
///
/// Reading order: [Detector] → [Verdict] → [Reason] for rows in a program; [TableDetector] for tables, [LineDetector]
/// for streams of text; [NoveltyScore] → [PValues] → [FalseDiscoveries] for the statistics, and [Explainer] for the
/// reasons.
@NullMarked
package dev.bijou.novelty;

import org.jspecify.annotations.NullMarked;
