/// Invertible maps between base and data, the building blocks of a flow.
@NullMarked
package dev.bijou.bijection;

import org.jspecify.annotations.NullMarked;
