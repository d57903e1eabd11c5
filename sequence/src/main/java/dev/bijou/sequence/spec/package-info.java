/// Architectures of networks over sequences, as data.
@NullMarked
package dev.bijou.sequence.spec;

import org.jspecify.annotations.NullMarked;
