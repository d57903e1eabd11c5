/// What the columns of a table hold, and its rows as numbers.
///
/// Reading order: [Kind] → [Column] → [Schema]; [SchemaInference] finds a schema, which a [SchemaDraft] may guide;
/// [RowEncoder] and [TrainingTable] have rows as floats, [RowText] reads one from text.
@NullMarked
package dev.bijou.table.schema;

import org.jspecify.annotations.NullMarked;
