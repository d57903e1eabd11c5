/// What a pass over a table needs: blocks that are read ahead, rows as hashes.
@NullMarked
package dev.bijou.table.io.pass;

import org.jspecify.annotations.NullMarked;
