/// Writes Parquet: no library for the JVM that is small and permissive does.
///
/// Reading order: [ParquetFile] → [Field] → [Chunk] → [Compact].
@NullMarked
package dev.bijou.table.io.parquet;

import org.jspecify.annotations.NullMarked;
