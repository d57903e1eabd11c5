/// What the service counts.
@NullMarked
package dev.bijou.server.metric;

import org.jspecify.annotations.NullMarked;
