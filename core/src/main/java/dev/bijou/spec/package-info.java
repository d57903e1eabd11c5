/// Architectures as data: what can be built from a specification, and how it is described.
@NullMarked
package dev.bijou.spec;

import org.jspecify.annotations.NullMarked;
