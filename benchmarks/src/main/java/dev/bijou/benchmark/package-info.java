/// How fast it is: the same works as the Python peers do, and the processor's peak to compare with.
@NullMarked
package dev.bijou.benchmark;

import org.jspecify.annotations.NullMarked;
