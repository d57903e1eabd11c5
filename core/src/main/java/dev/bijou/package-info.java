/// What all of Bijou shares: the exceptions.
@NullMarked
package dev.bijou;

import org.jspecify.annotations.NullMarked;
