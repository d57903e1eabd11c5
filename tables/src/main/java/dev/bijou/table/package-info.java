/// Models of tables, which begin at [TableModel] (with [TableFit], [TableScorer] and [TableSampler] for more), and
/// tables in and out: streamed reading of CSV and Parquet, the schema of a model's columns, compact training data,
/// what a table's data allows to be learned, and files that are never half-written.
///
/// Reading order: [TableSource] → [TableReader] → [RowBlock] for streams; [TrainingTable] → [Schema] → [Diagnosis] →
/// [Split] → [GaussianBaseline] for learning; [TableWriter] and [dev.bijou.file.AtomicFile] for output. Bad input is a
/// [TableException], a failure to write is an [dev.bijou.OutputException]; the message of either is one complete line.
@NullMarked
package dev.bijou.table;

import org.jspecify.annotations.NullMarked;
