/// What this module adds to the model file.
@NullMarked
package dev.bijou.sequence.kind;

import org.jspecify.annotations.NullMarked;
