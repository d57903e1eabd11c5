/// Layers of Bijou's from the weights of networks whose units are masked and ordered otherwise.
@NullMarked
package dev.bijou.interop.layer;

import org.jspecify.annotations.NullMarked;
