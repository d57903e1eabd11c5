/// What the columns of a table hold, and how that is inferred.
///
/// Reading order: [Kind] → [Column] → [Schema]; [SchemaInference] infers a schema, which a [SchemaDraft] may guide;
/// [TrainingTable] holds the rows in memory.
@NullMarked
package dev.bijou.table.schema;

import org.jspecify.annotations.NullMarked;
