/// Scores of rows under a distribution: log-densities, and how unusual they are from several sides.
@NullMarked
package dev.bijou.table.score;

import org.jspecify.annotations.NullMarked;
