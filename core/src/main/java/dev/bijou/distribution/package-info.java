/// Probability distributions: bases, mixtures and wrappers.
@NullMarked
package dev.bijou.distribution;

import org.jspecify.annotations.NullMarked;
