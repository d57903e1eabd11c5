/// Models as they are served: loaded from files, and exchanged when these change.
@NullMarked
package dev.bijou.server.model;

import org.jspecify.annotations.NullMarked;
