/// Tables of drawn rows: as long as others and in their form, with values in equal shares, and not too near to real rows.
///
/// Reading order: [TableDraw] → [Origin] → [TableForm].
@NullMarked
package dev.bijou.table.draw;

import org.jspecify.annotations.NullMarked;
