/// Reads flows that other libraries have learned.
@NullMarked
package dev.bijou.interop;

import org.jspecify.annotations.NullMarked;
