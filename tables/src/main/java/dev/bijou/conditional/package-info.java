/// Rows drawn under conditions on any columns, and missing cells filled, from what the other cells of a row say about
/// one of them.
///
/// Reading order: [Where] and [ConditionalSampler] → [Particles] for draws under conditions, [TableImputer] →
/// [RowImputation] for missing cells. Works on rows of doubles in the order of the schema, targets and then given
/// columns.
@NullMarked
package dev.bijou.conditional;

import org.jspecify.annotations.NullMarked;
