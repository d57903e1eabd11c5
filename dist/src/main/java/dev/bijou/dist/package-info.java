/// Builds the program as it is installed, and its archives. Run by Maven; no part of the program itself.
@NullMarked
package dev.bijou.dist;

import org.jspecify.annotations.NullMarked;
