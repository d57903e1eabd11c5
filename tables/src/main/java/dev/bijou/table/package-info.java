/// Models of tables: [Tables] has what is done most often, and the packages beneath have all of it.
///
/// Each package looks down only, from top to bottom:
///
/// | package | holds |
/// |---|---|
/// | [dev.bijou.table] | the short way to all of it |
/// | [dev.bijou.table.fit] | learning a density from a table |
/// | [dev.bijou.novelty] | what does not belong in a table |
/// | [dev.bijou.conditional] | what the other cells of a row say about one |
/// | [dev.bijou.table.model] | the density of a table's columns: stored, scored, sampled |
/// | [dev.bijou.table.score] | what a distribution says of rows |
/// | [dev.bijou.table.schema] | what columns hold, and rows as numbers |
/// | [dev.bijou.table.io] | tables in and out |
/// | [dev.bijou.table.text] | numbers and phrases as text |
@NullMarked
package dev.bijou.table;

import org.jspecify.annotations.NullMarked;
