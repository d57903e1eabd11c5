/// What a model keeps of columns that it cannot learn from, keys and free text: the forms of their cells.
///
/// Reading order: [TextForm] → [WatchedColumn] → [FormCollector], which makes one; [KeyMemory] finds keys that stand
/// twice.
@NullMarked
package dev.bijou.table.watch;

import org.jspecify.annotations.NullMarked;
