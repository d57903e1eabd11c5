/// The calls of the service, one file each.
@NullMarked
package dev.bijou.server.call;

import org.jspecify.annotations.NullMarked;
