/// The loops in which the time goes, behind one narrow interface with a scalar and a Vector API implementation.
@NullMarked
package dev.bijou.kernel;

import org.jspecify.annotations.NullMarked;
