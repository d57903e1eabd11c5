/// Flows: a base carried through a bijection, the ready-made architectures, rows of codes and values, and how many rows
/// are scored and drawn.
@NullMarked
package dev.bijou.flow;

import org.jspecify.annotations.NullMarked;
