/// The distribution of one cell given the others of its row: the joint density along the column, normalized.
///
/// Reading order: [Look] → [Conditionals] → [Conditional] → [Restricted], which is a distribution within a [CellSet].
/// [RowDensity] and [ColumnGrid] alone know what a column holds.
@NullMarked
package dev.bijou.conditional.cell;

import org.jspecify.annotations.NullMarked;
