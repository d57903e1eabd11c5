/// Flows of zuko.
@NullMarked
package dev.bijou.interop.zuko;

import org.jspecify.annotations.NullMarked;
