/// Tables whose density is known exactly: how close a fit with the defaults comes, row by row and share by share.
///
/// Reading order: [Law] → [Given] → [KnownTruth] → [Units] → [Shares] → [Measurement] → [Marks] → [Truths].
@NullMarked
package dev.bijou.benchmark.truth;

import org.jspecify.annotations.NullMarked;
