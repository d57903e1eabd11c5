/// Tables in and out: streamed reading of CSV and Parquet, writing of CSV.
///
/// Reading order: [TableSource] → [TableReader] → [RowBlock] for tables, [CsvLines] for single lines; [TableWriter] for
/// output. Bad input is a [TableException], a failure to write a [dev.bijou.OutputException]; the message of either is
/// one complete line.
@NullMarked
package dev.bijou.table.io;

import org.jspecify.annotations.NullMarked;
