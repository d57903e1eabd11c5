/// Gradient-boosted trees, by which two tables are told apart and a column is predicted from the others.
///
/// They grow as those of XGBoost's histogram method do (Chen and Guestrin, 2016): level by level, by gradients and second
/// derivatives of the loss, on columns that are cut into bins. Bijou has its own because the kept libraries for the JVM
/// are native code with Scala around it.
@NullMarked
package dev.bijou.table.boost;

import org.jspecify.annotations.NullMarked;
