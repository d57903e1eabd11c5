/// Models of tables: [Tables] has the most frequent tasks, the packages beneath have everything.
///
/// Each package looks down only, from top to bottom:
///
/// | package | holds |
/// |---|---|
/// | [dev.bijou.table] | the most frequent tasks, in one line each |
/// | [dev.bijou.table.fit] | learning a density from a table |
/// | [dev.bijou.novelty] | what does not belong in a table |
/// | [dev.bijou.conditional] | what the other cells of a row say about one |
/// | [dev.bijou.table.model] | the density of a table's columns: stored, scored, sampled |
/// | [dev.bijou.table.score] | scores of rows under a distribution |
/// | [dev.bijou.table.schema] | what columns hold |
/// | [dev.bijou.table.io] | tables in and out |
/// | `dev.bijou.table.text` | numbers and phrases as text |
@NullMarked
package dev.bijou.table;

import org.jspecify.annotations.NullMarked;
