/// Flows: a base carried through a bijection, and the ready-made architectures.
@NullMarked
package dev.bijou.flow;

import org.jspecify.annotations.NullMarked;
