/// Rows of a table as the numbers that a distribution models, and back.
///
/// Reading order: [RowEncoder] → [PlainRows] for numbers alone, [MixedRows] for names and missing cells too; [RowText]
/// reads a row from text, [RowFields] writes one.
@NullMarked
package dev.bijou.table.encoding;

import org.jspecify.annotations.NullMarked;
