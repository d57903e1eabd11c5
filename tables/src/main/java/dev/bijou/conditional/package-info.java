/// What the other cells of a row say about one of them: the joint density along a column, normalized. And what follows:
/// rows drawn under conditions on any columns, and missing cells filled.
///
/// Reading order: [Look] → [Conditionals] → [Conditional] → [Expectation]; [ConditionalSampler] → [Particles] for draws under
/// conditions, [TableImputer] → [RowImputation] for missing cells, [Restricted] for both. Works on rows of doubles in the order of the
/// schema, targets and then given columns; [RowDensity] and [ColumnGrid] alone know what a column holds.
@NullMarked
package dev.bijou.conditional;

import org.jspecify.annotations.NullMarked;
