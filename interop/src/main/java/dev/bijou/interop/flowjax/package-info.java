/// Flows of flowjax.
@NullMarked
package dev.bijou.interop.flowjax;

import org.jspecify.annotations.NullMarked;
