/// Maps whose parameters mean what they mean in other libraries, so that weights learned there give the same density
/// here.
@NullMarked
package dev.bijou.bijection.parameterization;

import org.jspecify.annotations.NullMarked;
