/// How a table of drawn rows differs from a real one: column by column, in pairs, by a classifier, as training data, and in
/// what it gives away of the rows that were learned from.
@NullMarked
package dev.bijou.table.compare;

import org.jspecify.annotations.NullMarked;
