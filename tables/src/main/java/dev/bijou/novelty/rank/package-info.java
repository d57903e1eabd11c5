/// Where a row stands among others: held-out ones, or the last ones of a stream.
@NullMarked
package dev.bijou.novelty.rank;

import org.jspecify.annotations.NullMarked;
