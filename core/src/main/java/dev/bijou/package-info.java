/// What all of Bijou shares: its exceptions, and the nonlinearities of its networks.
@NullMarked
package dev.bijou;

import org.jspecify.annotations.NullMarked;
