/// How unusual a row is, from several sides: its density as a whole and in parts, and its cells one by one.
@NullMarked
package dev.bijou.novelty.side;

import org.jspecify.annotations.NullMarked;
