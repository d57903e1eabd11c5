/// Probability distributions: bases, ensembles and what wraps them.
@NullMarked
package dev.bijou.distribution;

import org.jspecify.annotations.NullMarked;
