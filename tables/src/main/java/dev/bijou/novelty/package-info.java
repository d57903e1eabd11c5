/// What does not belong in a table: a score for every row, its conformal p-value, and which cell is to blame.
///
/// Reading order: [Detector] → [Verdict] → [Reason] for rows in a program; [TableDetector] for tables, [LineDetector]
/// for streams of text; [NoveltyScore] → [PValues] → [FalseDiscoveries] for the statistics, and [Explainer] →
/// [ColumnGrid] → [Conditional] for the reasons. Works on rows of doubles in the order of the schema, targets and then
/// given columns; [RowDensity] and [ColumnGrid] alone know what a column holds.
@NullMarked
package dev.bijou.novelty;

import org.jspecify.annotations.NullMarked;
