/// Architectures as data: what can be built from a specification.
@NullMarked
package dev.bijou.spec;

import org.jspecify.annotations.NullMarked;
