/// Flows of nflows.
@NullMarked
package dev.bijou.interop.nflows;

import org.jspecify.annotations.NullMarked;
