/// The density of a table's columns: [TableModel] is what is stored, [TableScorer] and [TableSampler] use it on tables
/// of any length.
@NullMarked
package dev.bijou.table.model;

import org.jspecify.annotations.NullMarked;
