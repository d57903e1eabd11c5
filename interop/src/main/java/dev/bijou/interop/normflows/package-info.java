/// Flows of normflows.
@NullMarked
package dev.bijou.interop.normflows;

import org.jspecify.annotations.NullMarked;
