/// Networks that compute the parameters of a flow's layers: dense and masked, plain and residual.
@NullMarked
package dev.bijou.nn;

import org.jspecify.annotations.NullMarked;
