/// The last rows of each series of a table or a stream.
@NullMarked
package dev.bijou.table.window;

import org.jspecify.annotations.NullMarked;
