/// Learning a density from a table: what limits it, which rows are held out, and what simple models make of these.
///
/// Reading order: `TableFit` → `Diagnosis` → `Split` → `GaussianBaseline`; `FitCheckpoint` for fits that are
/// interrupted.
@NullMarked
package dev.bijou.table.fit;

import org.jspecify.annotations.NullMarked;
